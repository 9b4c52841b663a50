import { Option } from 'commander'
import { type CliCommand, CommandFailure } from '../command.ts'
import { readDuration } from '../duration.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'
import { type EventFormat, eventText, tail } from '../log-tail.ts'
import { LogsClient } from '../logs-client.ts'

interface LogsOptions extends ServerOptions {
  readonly follow?: boolean
  readonly since: number
  readonly filter?: string
  readonly format: EventFormat
  readonly region?: string
  readonly account?: string
}

const PAUSE_MS = 1000
const DEFAULT_SINCE_SECONDS = 600

/** `sallyport logs`: the log groups of CloudWatch Logs here, and what is in them. */
export const logs: CliCommand = {
  define: (command) =>
    command
      .argument('[group]', 'a log group, or a part of its name; without one, groups are listed, or all are followed')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('-f, --follow', 'go on with what comes, until Ctrl-C')
      .addOption(
        new Option('--since <duration>', 'how far to go back: 90s, 10m, 2h, 1d')
          .argParser(readDuration)
          .default(DEFAULT_SINCE_SECONDS, '10m'),
      )
      .option('--filter <pattern>', 'a filter pattern of CloudWatch Logs, e.g. \'{ $.status = "401" }\'')
      .addOption(new Option('--format <format>', 'how to print events').choices(['text', 'json']).default('text'))
      .option('--region <name>', "the groups' region (default: the shell's AWS_REGION, else us-east-1)")
      .option('--account <id>', "the groups' account (default: the one of the shell's AWS_ACCESS_KEY_ID)")
      .addHelpText(
        'after',
        `
Examples:
  sallyport logs
  sallyport logs --follow
  sallyport logs API-Gateway-Execution-Logs --since 1h
  sallyport logs /app/access --filter '{ $.status = "401" }' --format json | jq .message`,
      )
      .action(run),
}

async function run(name: string | undefined, options: LogsOptions): Promise<void> {
  const origin = await findServer(options)
  const region = options.region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1')
  const accessKeyId = options.account ?? (process.env.AWS_ACCESS_KEY_ID || 'test')
  const client = new LogsClient({ origin, region, accessKeyId })
  if (name === undefined && !options.follow) return list(client, region)
  const group = name === undefined ? undefined : await chosen(name, client, region)
  // The server's clock may be ahead of the machine's.
  const { now } = await callAdmin<{ now: string }>(origin, 'clock')
  const events = tail({
    groups: group === undefined ? () => client.groups() : async () => [group],
    events: (one, from) => client.events(one, from, options.filter),
    since: Date.parse(now) - options.since * 1000,
    ...(options.follow ? { pause } : {}),
  })
  for await (const event of events) process.stdout.write(eventText(event, options.format, group === undefined))
}

async function list(client: LogsClient, region: string): Promise<void> {
  const names = await client.groups()
  if (names.length === 0) process.stdout.write(`There are no log groups in ${region}.\n`)
  const width = Math.max(...names.map((name) => name.length))
  for (const name of names) {
    const last = await client.lastEventOf(name)
    const when = last === undefined ? 'empty' : `last event ${new Date(last).toISOString()}`
    process.stdout.write(`${name.padEnd(width)}  ${when}\n`)
  }
}

/** A whole name, or a part of just one. */
async function chosen(text: string, client: LogsClient, region: string): Promise<string> {
  const names = await client.groups()
  if (names.includes(text)) return text
  const fitting = names.filter((name) => name.includes(text))
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0]
  if (fitting.length > 1) throw new CommandFailure(`${text} fits several log groups`, fitting.join('\n'))
  const hint = names.length === 0 ? 'There are none there.' : `There are:\n${names.join('\n')}`
  throw new CommandFailure(`no log group of ${region} has ${text} in its name`, hint)
}

/** Keeps the process alive, as a pause of the server must not. */
async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
