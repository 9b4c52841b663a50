import { Command, CommanderError } from 'commander'
import { UsageError } from '../kernel/errors.ts'
import { VERSION } from '../version.ts'
import { CommandFailure } from './command.ts'
import { commands } from './commands/index.ts'
import { endWithoutReader } from './without-reader.ts'

/** Before every message on standard error. */
const PREFIX = 'sallyport: '

/** Exit codes: 0 done, 1 failed, 2 misused. */
export async function runCli(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = new Command('sallyport')
    .description('Runs a client-credentials stack of AWS (Cognito, API Gateway, CloudFormation) on this machine.')
    .version(VERSION, '-v, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, PREFIX)) })
    .addHelpText('after', EXAMPLES)
  const exit = (code: number) => {
    exitCode = code
  }
  const [first, second] = args.filter((arg) => !arg.startsWith('-'))
  const wanted = first === 'help' ? second : first
  // A server writes past the stream, whose making would be a tenth of its start.
  if (first !== 'start' || args.includes('--help') || args.includes('-h')) endWithoutReader()
  for (const { name, about, load } of commands) {
    const command = new Command(name).description(about).copyInheritedSettings(program)
    if (name === wanted) (await load()).define(command, exit)
    program.addCommand(command)
  }
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true })
      return 2
    }
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return report(error)
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CommandFailure || error instanceof UsageError) {
    const hint = error.hint ? `\n${error.hint}` : ''
    process.stderr.write(`${PREFIX}${error.message}${hint}\n`)
    return error instanceof UsageError && error.code.startsWith('ERR_CONFIG') ? 2 : 1
  }
  process.stderr.write(`${PREFIX}${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}

const EXAMPLES = `
Examples:
  sallyport start                 serve on http://127.0.0.1:4566, state in .sallyport
  eval "$(sallyport env)"         point cdk, aws and the SDKs of this shell at it
  eval "$(sallyport env --proxy)" the same under AWS's own host names
  sallyport dev                   the CDK app of this folder, deployed anew whenever it changes
  sallyport deploy                the same once
  sallyport status                what is deployed, and the addresses that work here
  sallyport logs --follow         what APIs log, as it comes
  sallyport explain               the last calls; with an id of one, why it was refused
  sallyport clock --advance 61m   let an hour pass, and tokens expire
  sallyport stop                  stop the server`
