import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { DEFAULT_DATA_DIR } from '../../config/config.ts'
import { findHolder } from '../../config/data-dir-lock.ts'
import { DATABASE_FILES } from '../../store/data-files.ts'
import type { CliCommand } from '../command.ts'
import { CommandFailure } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

/** `sallyport reset`: forgets everything that was deployed; the certificate authority stays. */
export const reset: CliCommand = {
  name: 'reset',
  define: () =>
    new Command('reset')
      .description('Forget everything: stacks, pools, APIs, objects. The certificate authority stays.')
      .option(...dataDirOption)
      .option(...portOption)
      .option('--yes', 'do not ask')
      .addHelpText('after', '\nExamples:\n  sallyport reset\n  sallyport reset --yes --data-dir ci-state')
      .action(async (options: ServerOptions & { yes?: boolean }) => {
        const dataDir = options.dataDir ?? DEFAULT_DATA_DIR
        const stopped = options.port === undefined && !findHolder(dataDir) && existsSync(dataDir)
        if (!options.yes) await ask(stopped ? dataDir : 'the running server')
        if (stopped) for (const file of DATABASE_FILES) rmSync(join(dataDir, file), { force: true })
        else await callAdmin(await findServer(options), 'reset', {})
        process.stdout.write('Everything is forgotten.\n')
      }),
}

async function ask(what: string): Promise<void> {
  if (!process.stdin.isTTY) throw new CommandFailure('this forgets everything', 'Say so with --yes.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Forget everything in ${what}? [y/N] `)
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailure('nothing was changed')
}
