import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AssetManifestArtifact, CloudFormationStackArtifact } from '@aws-cdk/cloud-assembly-api'
import { type Place, partitionOf } from '../kernel/place.ts'
import { DeploymentFailure } from './failure.ts'
import { sourceOfTrace } from './source-of-trace.ts'

/** A stack as a cloud assembly describes it: the files that CDK apps write to `cdk.out`. */
export interface AssemblyStack {
  readonly stackName: string
  /** Parent and child, with slashes, e.g. `Prod/Api`: what users call it. */
  readonly displayName: string
  readonly place: Place
  /** The template as it is written. */
  template(): string
  /** Where it lies once the stack's files are published. */
  readonly templateUrl?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly terminationProtection: boolean
  /** SNS topics that hear of the stack's events; undefined where the app says nothing of them. */
  readonly notificationArns?: readonly string[]
  /** Whom CloudFormation acts as. */
  readonly roleArn?: string
  /** What the app says against its own stack, such as a rule that it breaks: it is not to be deployed so. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  /** The SSM parameter that holds the version of the bootstrap stack, where the app wants one. */
  readonly bootstrapVersionParameter?: string
  readonly files: readonly FileAsset[]
  /** By logical id: the path of the construct that made the resource. */
  readonly paths: ReadonlyMap<string, string>
  /** By logical id: where in the app's files that construct was made, where the app tells it. */
  readonly sources: ReadonlyMap<string, string>
  /** Names of the stacks that have to be there before it. */
  readonly dependsOn: readonly string[]
}

export interface FileAsset {
  readonly name: string
  /** A file, or a folder that is to be zipped. */
  readonly path: string
  readonly isZipped: boolean
  readonly bucketName: string
  readonly objectKey: string
  readonly place: Place
}

export function isAssembly(directory: string): boolean {
  return existsSync(join(directory, MANIFEST))
}

const MANIFEST = 'manifest.json'

/**
 * The stacks of an assembly and of those nested in it, each after what it depends on. `home` is where those go that do
 * not say where. Throws a {@link DeploymentFailure} where it cannot be read or needs what is not there.
 */
export async function readAssembly(directory: string, home: Place): Promise<readonly AssemblyStack[]> {
  if (!isAssembly(directory)) {
    throw new DeploymentFailure(`${directory} holds no ${MANIFEST}`, {
      hint: 'Name a folder that a CDK app has written, such as cdk.out.',
    })
  }
  const { AssetManifestArtifact: Manifest, CloudAssembly } = await import('@aws-cdk/cloud-assembly-api')
  let assembly: InstanceType<typeof CloudAssembly>
  try {
    assembly = new CloudAssembly(directory)
  } catch (error) {
    throw new DeploymentFailure(`${join(directory, MANIFEST)} cannot be read: ${(error as Error).message}`)
  }
  const missing = assembly.manifest.missing ?? []
  if (missing.length > 0) {
    throw new DeploymentFailure(`the app needs to look up ${missing.map(({ key }) => key).join(', ')}`, {
      hint: 'Run `cdk synth` once: it looks up what the app asks for and keeps it in cdk.context.json.',
    })
  }
  return assembly.stacksRecursively.map((stack) =>
    stackOf(stack, stack.dependencies.filter(Manifest.isAssetManifestArtifact), home),
  )
}

function stackOf(
  stack: CloudFormationStackArtifact,
  manifests: readonly AssetManifestArtifact[],
  home: Place,
): AssemblyStack {
  if (stack.assets.length > 0) {
    throw new DeploymentFailure('assets of the legacy synthesizer are not published', {
      stack: stack.displayName,
      hint: 'Deploy the app with `cdk deploy`.',
    })
  }
  const place = {
    account: known(stack.environment.account) ?? home.account,
    region: known(stack.environment.region) ?? home.region,
  }
  return {
    stackName: stack.stackName,
    displayName: stack.displayName,
    place,
    template: () => readFileSync(stack.templateFullPath, 'utf8'),
    ...templateUrlOf(stack, place),
    parameters: stack.parameters,
    tags: stack.tags,
    terminationProtection: stack.terminationProtection ?? false,
    ...(stack.notificationArns === undefined ? {} : { notificationArns: stack.notificationArns }),
    ...(stack.cloudFormationExecutionRoleArn === undefined
      ? {}
      : { roleArn: fill(stack.cloudFormationExecutionRoleArn, place) }),
    errors: messagesOf(stack, 'error'),
    warnings: messagesOf(stack, 'warning'),
    ...(stack.bootstrapStackVersionSsmParameter === undefined
      ? {}
      : { bootstrapVersionParameter: fill(stack.bootstrapStackVersionSsmParameter, place) }),
    files: manifests.flatMap((manifest) => filesOf(manifest, stack.displayName, place)),
    paths: pathsOf(stack),
    sources: sourcesOf(stack),
    dependsOn: stack.dependencies.flatMap((needed) => ('stackName' in needed ? [String(needed.stackName)] : [])),
  }
}

function messagesOf({ messages }: CloudFormationStackArtifact, level: 'error' | 'warning'): readonly string[] {
  const found = messages.filter((message) => String(message.level) === level)
  return found.map(({ id, entry }) => `${id.replace(/^\//, '')}: ${String(entry.data)}`)
}

/** The assembly names it by bucket and key, CloudFormation by an address. */
function templateUrlOf({ stackTemplateAssetObjectUrl: url }: CloudFormationStackArtifact, place: Place) {
  const found = /^s3:\/\/(.+)$/.exec(url ?? '')?.[1]
  return found === undefined ? {} : { templateUrl: `https://s3.${place.region}.amazonaws.com/${fill(found, place)}` }
}

/** An app may leave open where it goes. */
function known(name: string): string | undefined {
  return name.startsWith('unknown-') ? undefined : name
}

function filesOf(manifest: AssetManifestArtifact, stack: string, place: Place): FileAsset[] {
  const { files = {}, dockerImages = {} } = manifest.contents
  if (Object.keys(dockerImages).length > 0) {
    throw new DeploymentFailure('container images are not built', {
      stack,
      hint: 'Deploy the app with `cdk deploy`, which builds them with Docker.',
    })
  }
  return Object.entries(files).flatMap(([id, { source, destinations, displayName }]) => {
    if (source.path === undefined) {
      throw new DeploymentFailure(`the asset ${displayName ?? id} is made by a program of its own`, {
        stack,
        hint: 'Deploy the app with `cdk deploy`.',
      })
    }
    const path = join(manifest.assembly.directory, source.path)
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
    return Object.values(destinations).map(({ bucketName, objectKey, region }) => {
      const there = { account: place.account, region: region === undefined ? place.region : fill(region, place) }
      return {
        name: displayName ?? source.path ?? id,
        path,
        isZipped: source.packaging === 'zip' || (source.packaging === undefined && isFolder),
        bucketName: fill(bucketName, there),
        objectKey: fill(objectKey, there),
        place: there,
      }
    })
  })
}

/** Apps that do not know where they go leave these for whoever deploys them. */
function fill(text: string, { account, region }: Place): string {
  const values: Readonly<Record<string, string>> = {
    AccountId: account,
    Region: region,
    Partition: partitionOf(region),
  }
  return text.replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, name: string) => values[name] ?? '')
}

function pathsOf(stack: CloudFormationStackArtifact): ReadonlyMap<string, string> {
  const named = stack.findMetadataByType('aws:cdk:logicalId')
  return new Map(named.map(({ path, data }) => [String(data), path.replace(/^\//, '').replace(/\/Resource$/, '')]))
}

/** Newer versions of the CDK write where each construct was made, older ones only where they are told to debug. */
function sourcesOf(stack: CloudFormationStackArtifact): ReadonlyMap<string, string> {
  const stacks = new Map(stack.findMetadataByType(CREATION_STACK).map(({ path, data }) => [path, data]))
  const found = new Map<string, string>()
  for (const { path, data, trace } of stack.findMetadataByType('aws:cdk:logicalId')) {
    const source = sourceOfTrace(stacks.get(path) ?? trace)
    if (source !== undefined) found.set(String(data), source)
  }
  return found
}

const CREATION_STACK = 'aws:cdk:creationStack'
