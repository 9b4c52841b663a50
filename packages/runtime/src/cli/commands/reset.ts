import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { findHolder, lockDataDir } from '../../config/data-dir-lock.ts'
import { DATABASE_FILES } from '../../store/data-files.ts'
import { dropNext } from '../../store/next-world.ts'
import type { CliCommand } from '../command.ts'
import { confirm } from '../confirm.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions, serverSettings } from '../find-server.ts'

/** `sallyport reset`: forgets everything that was deployed; the certificate authority stays. */
export const reset: CliCommand = {
  define: (command) =>
    command
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--yes', 'do not ask')
      .addHelpText('after', '\nExamples:\n  sallyport reset\n  sallyport reset --yes --data-dir ci-state')
      .action(async (options: ServerOptions & { yes?: boolean }) => {
        const stopped = options.port === undefined ? stoppedDataDir(serverSettings(options)) : undefined
        if (stopped !== undefined) await reset(stopped, async () => forget(stopped))
        else {
          const origin = await findServer(options, 'change')
          await reset(`the Sallyport on ${origin}`, () => callAdmin(origin, 'reset', {}))
        }

        async function reset(where: string, forgetAll: () => Promise<unknown>): Promise<void> {
          if (!options.yes) await confirm('forgets everything', `Forget everything in ${where}?`)
          await forgetAll()
          process.stdout.write(`Everything in ${where} is forgotten.\n`)
        }
      }),
}

function stoppedDataDir({ dataDir }: Config): string | undefined {
  return dataDir !== undefined && existsSync(dataDir) && !findHolder(dataDir) ? dataDir : undefined
}

/** Holds the directory meanwhile, so that no server opens a database that is about to go. */
function forget(dataDir: string): void {
  const lock = lockDataDir(dataDir, Date.now())
  dropNext(dataDir)
  for (const file of DATABASE_FILES) rmSync(join(dataDir, file), { force: true })
  lock.release()
}
