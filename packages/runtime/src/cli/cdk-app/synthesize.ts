import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { JsonObject } from '../../kernel/json.ts'
import type { Place } from '../../kernel/place.ts'
import type { CdkJson } from './cdk-json.ts'
import { READER } from './reader.ts'
import { type CommandRun, type RunCommand, runCommand } from './run-command.ts'
import { withSetupHint } from './setup-hint.ts'

export interface SynthesisRequest {
  /** Where the app's command runs. */
  readonly directory: string
  readonly app: string
  readonly settings: Omit<CdkJson, 'app'>
  /** Over what the files say. */
  readonly context: Readonly<Record<string, string>>
  readonly place: Place
  readonly env: NodeJS.ProcessEnv
  readonly print?: CommandRun['print']
  readonly signal?: AbortSignal
}

type Variables = Readonly<Record<string, string>>

/** Variables for a child, and what has to go when it has ended. */
interface Lent {
  readonly variables: Variables
  remove(): void
}

/** What is longer does not fit into an environment on every system; apps take a file instead. */
const MAX_CONTEXT_CHARACTERS = 32_000

/**
 * Has an app write its cloud assembly, as the CDK CLI has (documented by its source, `execProgram`); gives the folder.
 * What the app prints goes to standard error, unless the request says otherwise.
 *
 * @param runApp runs the app's own command
 */
export async function synthesize(request: SynthesisRequest, runApp: RunCommand = runCommand): Promise<string> {
  const { app, directory, env, settings, print, signal } = request
  const how = { directory, ...(print ? { print } : {}), ...(signal ? { signal } : {}) }
  const output = resolve(directory, settings.output ?? 'cdk.out')
  const { variables, remove } = contextVariables(contextOf(request))
  try {
    if (settings.build !== undefined) await runCommand({ ...how, command: settings.build, env })
    const told = {
      CDK_OUTDIR: output,
      CDK_DEFAULT_ACCOUNT: request.place.account,
      CDK_DEFAULT_REGION: request.place.region,
      ...READER,
    }
    await runApp({ ...how, command: app, env: { ...env, ...variables, ...told } })
  } catch (error) {
    throw signal?.aborted ? error : withSetupHint(error, request)
  } finally {
    remove()
  }
  return output
}

/** The CLI's own keys say what is written beside the resources: what it leaves out or adds would be a difference. */
function contextOf({ settings, context }: SynthesisRequest): JsonObject {
  const { versionReporting = true, pathMetadata = true, assetMetadata = true } = settings
  return {
    ...settings.context,
    ...context,
    ...(pathMetadata ? { 'aws:cdk:enable-path-metadata': true } : {}),
    ...(assetMetadata ? { 'aws:cdk:enable-asset-metadata': true } : {}),
    ...(versionReporting ? { 'aws:cdk:version-reporting': true } : {}),
    'aws:cdk:bundling-stacks': ['**'],
  }
}

function contextVariables(context: JsonObject): Lent {
  const text = JSON.stringify(context)
  if (text.length <= MAX_CONTEXT_CHARACTERS) return { variables: { CDK_CONTEXT_JSON: text }, remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-context-'))
  const file = join(folder, 'context.json')
  writeFileSync(file, text)
  return {
    variables: { CDK_CONTEXT_JSON: '{}', CONTEXT_OVERFLOW_LOCATION_ENV: file },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
