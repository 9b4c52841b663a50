import { resolve } from 'node:path'
import type { CliCommand } from '../command.ts'
import { confirm } from '../confirm.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

/** `sallyport import`: goes on with what a file says. */
export const importWorld: CliCommand = {
  define: (command) =>
    command
      .argument('<file>', 'what sallyport export has written')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--yes', 'do not ask')
      .addHelpText(
        'after',
        `
A file that is damaged, or was written by a newer version, changes nothing.

Examples:
  sallyport import world.json
  sallyport import world.json.gz --yes --port 4566`,
      )
      .action(async (file: string, options: ServerOptions & { yes?: boolean }) => {
        const origin = await findServer(options, 'change')
        const where = `the Sallyport on ${origin}`
        if (!options.yes)
          await confirm('forgets everything that is there', `Forget everything in ${where} for ${file}?`)
        await callAdmin(origin, 'world', { file: resolve(file) })
        process.stdout.write(`Everything in ${where} is what ${file} says.\n`)
      }),
}
