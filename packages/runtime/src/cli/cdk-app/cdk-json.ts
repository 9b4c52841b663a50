import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { CommandFailure } from '../command.ts'

/** What `cdk.json` says of an app, as far as it decides what the app writes. */
export interface CdkJson {
  readonly app?: string
  /** A command that is run before the app. */
  readonly build?: string
  /** Default: `cdk.out`. */
  readonly output?: string
  readonly context: JsonObject
  /** Patterns of the files whose changes matter, and of those that do not. */
  readonly watch?: { readonly include: readonly string[]; readonly exclude: readonly string[] }
  readonly versionReporting?: boolean
  readonly pathMetadata?: boolean
  readonly assetMetadata?: boolean
}

/** Reads `cdk.json` and what was looked up for the app, `cdk.context.json`. Undefined where there is no `cdk.json`. */
export function readCdkJson(directory: string): CdkJson | undefined {
  const settings = readObject(join(directory, 'cdk.json'))
  if (!settings) return undefined
  const { app, build, output, context, watch } = settings
  return {
    ...(typeof app === 'string' ? { app } : {}),
    ...(typeof build === 'string' ? { build } : {}),
    ...(typeof output === 'string' ? { output } : {}),
    context: {
      ...(isJsonObject(context) ? context : {}),
      ...readObject(join(directory, 'cdk.context.json')),
    },
    ...(isJsonObject(watch) ? { watch: { include: patterns(watch.include), exclude: patterns(watch.exclude) } } : {}),
    ...flag(settings, 'versionReporting'),
    ...flag(settings, 'pathMetadata'),
    ...flag(settings, 'assetMetadata'),
  }
}

/** One pattern, or a list of them; none where there is none. */
function patterns(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string')
}

function flag<N extends string>(settings: JsonObject, name: N): { readonly [name in N]?: boolean } {
  const value: JsonValue | undefined = settings[name]
  return (typeof value === 'boolean' ? { [name]: value } : {}) as { readonly [name in N]?: boolean }
}

function readObject(path: string): JsonObject | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch (error) {
    throw new CommandFailure(`${path} is not JSON: ${(error as Error).message}`)
  }
  throw new CommandFailure(`${path} holds no object`)
}
