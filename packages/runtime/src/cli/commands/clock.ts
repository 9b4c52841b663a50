import { Option } from 'commander'
import type { CliCommand } from '../command.ts'
import { readDuration } from '../duration.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

/** `sallyport clock`: shows or moves the server's one clock. */
export const clock: CliCommand = {
  define: (command) =>
    command
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--advance <duration>', 'move it forward: 90s, 61m, 2h, 1d', readDuration)
      .addOption(new Option('--reset', 'go back to the machine’s time').conflicts('advance'))
      .addHelpText(
        'after',
        '\nExamples:\n  sallyport clock\n  sallyport clock --advance 61m\n  sallyport clock --reset',
      )
      .action(async (options: ServerOptions & { advance?: number; reset?: boolean }) => {
        const { advance, reset } = options
        const origin = await findServer(options, reset || advance !== undefined ? 'change' : 'look')
        const body = reset ? { reset: true } : advance === undefined ? undefined : { advanceSeconds: advance }
        const { now, offsetSeconds } = await callAdmin<{ now: string; offsetSeconds: number }>(origin, 'clock', body)
        const offset = offsetSeconds === 0 ? 'the machine’s time' : `${offsetSeconds} s ahead of the machine’s time`
        process.stdout.write(`${now}  (${offset})\n`)
      }),
}
