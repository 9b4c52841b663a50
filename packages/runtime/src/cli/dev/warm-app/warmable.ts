import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a shell would do more with than take it as it is. */
const PLAIN = /^[\w@./:=,+%-]+$/
const PROGRAM = /\.[cm]?[jt]sx?$/
const RUNNERS = ['node', 'ts-node', 'ts-node-esm', 'ts-node-script', 'ts-node-transpile-only', 'tsx']
/** They find a runner and start it, and do nothing else. */
const FINDERS: Readonly<Record<string, RegExp>> = {
  npx: /^(-y|--yes|--no|--no-install|--)$/,
  pnpm: /^exec$/,
  yarn: /^(run|exec)$/,
}
/** Of the runners: to do something else than to run a program once. */
const OTHERWISE = /^(-[a-z]*[ep][a-z]*|--(eval|print|watch.*|test.*|run|check|help|version)|watch|repl)$/

/**
 * Whether a command does nothing before a program of the app begins: one that does (it compiles, say) cannot be begun
 * before the change that it is for.
 */
export function isWarmable(command: string, directory: string): boolean {
  const words = command.trim().split(/\s+/)
  if (!words.every((word) => PLAIN.test(word))) return false
  const flags = FINDERS[words[0] ?? '']
  const rest = flags ? words.slice(1 + count(words.slice(1), flags)) : words
  const [runner = '', ...given] = rest
  if (!RUNNERS.includes(runner) || given.some((word) => OTHERWISE.test(word))) return false
  return given.some((word) => PROGRAM.test(word) && isFile(join(directory, word)))
}

function count(words: readonly string[], flags: RegExp): number {
  const end = words.findIndex((word) => !flags.test(word))
  return end < 0 ? words.length : end
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
