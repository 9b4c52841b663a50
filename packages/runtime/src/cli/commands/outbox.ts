import { Option } from 'commander'
import type { Outbox } from '../../admin/contract/outbox.ts'
import type { OutboxMessage } from '../../kernel/outbox.ts'
import type { CliCommand } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

interface OutboxOptions extends ServerOptions {
  readonly follow?: boolean
  readonly userPool?: string
  readonly format: 'text' | 'json'
}

const PAUSE_MS = 1000

/** `sallyport outbox`: what user pools would have sent to people. */
export const outbox: CliCommand = {
  define: (command) =>
    command
      .argument('[to]', 'an email address, a phone number or a username; without one, all messages are shown')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('-f, --follow', 'go on with what comes, until Ctrl-C')
      .option('--user-pool <id>', 'only messages of this user pool')
      .addOption(new Option('--format <format>', 'how to print messages').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
Examples:
  sallyport outbox
  sallyport outbox ann@example.com
  sallyport outbox --follow --format json | jq -r .code`,
      )
      .action(run),
}

async function run(to: string | undefined, options: OutboxOptions): Promise<void> {
  const origin = await findServer(options)
  let after = 0
  do {
    const query = new URLSearchParams({ after: String(after) })
    if (to !== undefined) query.set('to', to)
    if (options.userPool !== undefined) query.set('userPoolId', options.userPool)
    const { messages } = await callAdmin<Outbox>(origin, `outbox?${query}`)
    for (const message of messages) {
      process.stdout.write(options.format === 'json' ? `${JSON.stringify(message)}\n` : textOf(message))
      after = message.number
    }
    if (options.follow) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  } while (options.follow)
}

function textOf({ sentAt, kind, medium, destination, subject, body, link, userPoolId }: OutboxMessage): string {
  const lines = [
    `${sentAt}  ${medium.toLowerCase()} to ${destination}  (${kind}, ${userPoolId})`,
    ...(subject === undefined ? [] : [`  ${subject}`]),
    ...body.split('\n').map((line) => `  ${line}`),
    ...(link === undefined ? [] : [`  ${link}`]),
  ]
  return `${lines.join('\n')}\n\n`
}
