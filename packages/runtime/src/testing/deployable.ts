import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'

/**
 * What tests deploy: an app or stack of the CDK, the folder that an app has written, or a CloudFormation template.
 *
 * @example
 * ```ts
 * const Word = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } }
 * const sources: readonly Deployable[] = ['cdk.out', { Resources: { Word } }]
 * for (const source of sources) await aws.deploy(source)
 * ```
 */
export type Deployable = CdkStage | CdkStack | string | TemplateObject

/**
 * An `App` or a `Stage` of aws-cdk-lib.
 *
 * @example
 * ```ts
 * import { App, CfnResource, Stack } from 'aws-cdk-lib'
 *
 * const app = new App()
 * const properties = { Type: 'String', Value: 'hello' }
 * new CfnResource(new Stack(app, 'Words'), 'Word', { type: 'AWS::SSM::Parameter', properties })
 * const stage: CdkStage = app
 * expect((await aws.deploy(stage)).id('Words/Word')).toMatch(/^CFN-Word-/)
 * ```
 */
export interface CdkStage {
  synth(options?: { readonly force?: boolean }): { readonly directory: string }
}

/**
 * A `Stack` of aws-cdk-lib: it is deployed with those that it depends on.
 *
 * @example
 * ```ts
 * import { App, CfnResource, Stack } from 'aws-cdk-lib'
 *
 * const stack = new Stack(new App(), 'Words')
 * const properties = { Type: 'String', Value: 'hello' }
 * new CfnResource(stack, 'Word', { type: 'AWS::SSM::Parameter', properties })
 * const one: CdkStack = stack
 * expect((await aws.deploy(one)).id('Word')).toMatch(/^CFN-Word-/)
 * ```
 */
export interface CdkStack {
  readonly artifactId: string
  readonly stackName: string
  readonly node: { readonly root: unknown }
}

/**
 * A template as an object: whatever has `Resources`.
 *
 * @example
 * ```ts
 * const template: TemplateObject = {
 *   Resources: { Word: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'hello' } } },
 *   Outputs: { Name: { Value: { Ref: 'Word' } } },
 * }
 * expect((await aws.deploy(template, { stackName: 'words' })).outputs.Name).toMatch(/^CFN-Word-/)
 * ```
 */
export interface TemplateObject {
  readonly Resources: object
  readonly [section: string]: unknown
}

export type Located =
  | { readonly kind: 'assembly'; readonly directory: string; readonly stacks: readonly string[] }
  | { readonly kind: 'template'; readonly template: string }

/** Where what is to be deployed lies. Throws where it is nothing of the kind. */
export async function locate(source: Deployable): Promise<Located> {
  if (typeof source === 'string') return locatePath(source)
  if (isStage(source)) return { kind: 'assembly', directory: synthesized(source), stacks: [] }
  if (isStack(source)) {
    const { root } = source.node
    if (!isStage(root)) throw new TypeError(`the stack ${source.stackName} stands in no app`)
    return { kind: 'assembly', directory: synthesized(root), stacks: [source.stackName] }
  }
  if (isJsonObject(source) && isJsonObject((source as JsonObject).Resources)) {
    return { kind: 'template', template: JSON.stringify(source) }
  }
  throw new TypeError('it can deploy an app, a stage or a stack of the CDK, a path, or a template with Resources')
}

async function locatePath(path: string): Promise<Located> {
  const absolute = resolve(path)
  if ((await stat(absolute)).isDirectory()) return { kind: 'assembly', directory: absolute, stacks: [] }
  return { kind: 'template', template: await readFile(absolute, 'utf8') }
}

/** Anew: a test may have changed the app since. */
function synthesized(stage: CdkStage): string {
  return stage.synth({ force: true }).directory
}

function isStage(value: unknown): value is CdkStage {
  return typeof value === 'object' && value !== null && 'synth' in value && typeof value.synth === 'function'
}

function isStack(value: object): value is CdkStack {
  return 'artifactId' in value && 'stackName' in value && 'node' in value
}
