import { Command, InvalidArgumentError, Option } from 'commander'
import type { CliCommand } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `sallyport clock`: shows or moves the server's one clock. */
export const clock: CliCommand = {
  name: 'clock',
  define: () =>
    new Command('clock')
      .description('Show or move the server’s clock, to see a token expire without waiting.')
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

/** Seconds. */
function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text)
  const unit = UNITS[match?.[2] ?? '']
  if (!match || unit === undefined) throw new InvalidArgumentError('Write it as 90s, 61m, 2h or 1d.')
  return Number(match[1]) * unit
}
