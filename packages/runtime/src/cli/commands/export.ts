import { writeWorldText } from '../../runtime/world/world-file.ts'
import { askServer } from '../ask-server.ts'
import { type CliCommand, CommandFailure } from '../command.ts'
import { dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

/** `sallyport export`: all that is deployed, as a file to start from. */
export const exportWorld: CliCommand = {
  define: (command) =>
    command
      .argument('<file>', 'world.json, or world.json.gz for a packed one')
      .addOption(dataDirOption())
      .addOption(portOption())
      .addHelpText(
        'after',
        `
The file holds signing keys, client secrets and whatever else the stacks keep, readable to whoever has it: keep it with
the sources of an app only if nothing in it is a secret elsewhere.

Examples:
  sallyport export world.json
  sallyport start --memory --from world.json`,
      )
      .action(async (file: string, options: ServerOptions) => {
        const origin = await findServer(options)
        const { status, text } = await askServer(`${origin}/_sallyport/world`)
        if (status !== 200) throw new CommandFailure(`the server refused: ${text.trim()}`)
        await writeWorldText(file, text)
        process.stdout.write(`Everything in the Sallyport on ${origin} is in ${file}, with its keys and secrets.\n`)
      }),
}
