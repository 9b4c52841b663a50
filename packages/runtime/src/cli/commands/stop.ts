import { isRunning } from '../../config/data-dir-lock.ts'
import { type CliCommand, CommandFailure } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

const DEADLINE_MS = 30_000
const POLL_MS = 20

/** `sallyport stop`: what SIGTERM does, to a server of which one does not know the process. */
export const stop: CliCommand = {
  define: (command) =>
    command
      .addOption(dataDirOption())
      .addOption(portOption())
      .addHelpText('after', '\nExamples:\n  sallyport stop\n  sallyport stop --port 4566')
      .action(async (options: ServerOptions) => {
        const origin = await findServer(options, 'change')
        const { pid } = await callAdmin<{ pid: number }>(origin, 'stop', {})
        await untilEnded(pid)
        process.stdout.write(`The Sallyport on ${origin} has stopped.\n`)
      }),
}

async function untilEnded(pid: number): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS
  while (isRunning(pid)) {
    if (Date.now() > deadline) {
      const seconds = DEADLINE_MS / 1000
      throw new CommandFailure(`process ${pid} was asked to stop and is still running ${seconds} seconds later`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
