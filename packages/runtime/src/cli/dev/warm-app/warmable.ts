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

/** They change the shell that runs them, and with it what comes after them. */
const OF_THE_SHELL =
  /^(\.|cd|eval|exec|exit|export|pushd|popd|readonly|set|shift|source|trap|ulimit|umask|unset|.*=.*)$/

/** An app's command whose last step can be begun before the change that it is for. */
export interface WarmableCommand {
  /** Runs when the app is wanted, and before it: it compiles, say. */
  readonly before: string | undefined
  readonly app: string
}

/** Undefined: the command has to be run as it is, when it is wanted. */
export function warmableOf(command: string, directory: string): WarmableCommand | undefined {
  const steps = command.split(' && ').map((step) => step.trim())
  const app = steps.pop() as string
  if (!isProgramOfApp(app, directory) || !steps.every(isStepOfItsOwn)) return undefined
  return { before: steps.length > 0 ? steps.join(' && ') : undefined, app }
}

/** Whether it leaves nothing behind in the shell that ran it. */
function isStepOfItsOwn(step: string): boolean {
  const words = wordsOf(step)
  return words.every((word) => PLAIN.test(word)) && !OF_THE_SHELL.test(words[0] ?? '')
}

/** Whether a command does nothing before a program of the app begins. */
function isProgramOfApp(command: string, directory: string): boolean {
  const words = wordsOf(command)
  if (!words.every((word) => PLAIN.test(word))) return false
  const flags = FINDERS[words[0] ?? '']
  const rest = flags ? words.slice(1 + count(words.slice(1), flags)) : words
  const [runner = '', ...given] = rest
  if (!RUNNERS.includes(runner) || given.some((word) => OTHERWISE.test(word))) return false
  return given.some((word) => PROGRAM.test(word) && isFile(join(directory, word)))
}

const wordsOf = (command: string) => command.trim().split(/\s+/)

function count(words: readonly string[], flags: RegExp): number {
  const end = words.findIndex((word) => !flags.test(word))
  return end < 0 ? words.length : end
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
