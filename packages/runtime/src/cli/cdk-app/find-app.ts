import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Place } from '../../kernel/place.ts'
import { CommandFailure } from '../command.ts'
import { readCdkJson } from './cdk-json.ts'
import type { SynthesisRequest } from './synthesize.ts'

export interface AppOptions {
  /** `key=value`. */
  readonly context?: readonly string[]
}

const MANIFEST = 'manifest.json'

/** What a target means: an assembly that is there, or an app that writes one. */
export type Found =
  | { readonly kind: 'assembly'; readonly directory: string }
  | { readonly kind: 'app'; readonly request: SynthesisRequest }

/**
 * `target` is the folder of an assembly or of an app, or an app's command; left out, it is the app of this folder, or
 * else the assembly in `cdk.out`.
 */
export function findApp(
  target: string | undefined,
  { context = [] }: AppOptions,
  place: Place,
  env: NodeJS.ProcessEnv,
): Found {
  const here = process.cwd()
  if (target !== undefined && existsSync(join(target, MANIFEST))) return assemblyIn(resolve(target))
  const isFolder = target !== undefined && existsSync(join(target, 'cdk.json'))
  const directory = isFolder ? resolve(target) : here
  const settings = readCdkJson(directory)
  const app = isFolder || target === undefined ? settings?.app : target
  if (app !== undefined) {
    if (existsSync(join(directory, app, MANIFEST))) return assemblyIn(resolve(directory, app))
    const known = settings ?? { context: {} }
    return { kind: 'app', request: { directory, app, settings: known, context: pairsOf(context), place, env } }
  }
  if (target === undefined && existsSync(join(here, 'cdk.out', MANIFEST))) return assemblyIn(join(here, 'cdk.out'))
  throw new CommandFailure(
    `${directory} holds no app: there is no cdk.json that names one, and no cdk.out`,
    'Name the folder of a CDK app or of what it has written, or the command that runs it.',
  )
}

const assemblyIn = (directory: string): Found => ({ kind: 'assembly', directory })

/** `key=value` each, as the CDK CLI takes them. */
export function pairsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=')
      if (equals < 1) throw new CommandFailure(`${text} is not of the form key=value`)
      return [text.slice(0, equals), text.slice(equals + 1)]
    }),
  )
}
