import { createInterface } from 'node:readline/promises'
import { CommandFailure } from './command.ts'

/** Asks whoever sits at the terminal; throws where nobody does, or the answer is not yes. */
export async function confirm(what: string, question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new CommandFailure(`this ${what}`, 'Say so with --yes.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailure('nothing was changed')
}
