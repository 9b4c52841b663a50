import type { TokenInspection } from '../../admin/contract/tokens.ts'
import type { CliCommand } from '../command.ts'
import { CommandFailure } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'
import { withoutWarningsOfOthers } from '../quiet-warnings.ts'
import { cognitoHere, cognitoOfShell } from '../token/cognito.ts'
import { inspectionText, isGood } from '../token/inspection-text.ts'
import { curlLine, sendTokenRequest, tokenRequest } from '../token/take-token.ts'
import { verifyAwsToken } from '../token/verify-aws-token.ts'

interface TokenOptions extends ServerOptions {
  readonly scope: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  readonly pool?: string
  readonly curl?: boolean
  readonly verify?: string
  readonly aws?: boolean
  readonly region?: string
  readonly account?: string
}

/** `sallyport token`: an access token of a deployed client, or what one holds. */
export const token: CliCommand = {
  define: (command, exit) =>
    command
      .argument('[client]', 'the name or id of an app client; its secret and domain are read from its pool')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option(
        '--scope <scope>',
        'ask for this scope, e.g. orders/read; may be repeated (default: all it may have)',
        more,
        [],
      )
      .option('--metadata <name=value>', "hand this to the pool's function; may be repeated", entry, {})
      .option('--pool <pool>', 'the name or id of the pool, where several have such a client')
      .option('--curl', 'print the line that asks for it, with the secret')
      .option('--verify <jwt>', 'say what this token holds, and whether, until when and where it is good; - reads it')
      .option('--aws', "ask AWS, with the shell's region and credentials, not the server that runs here")
      .option('--region <name>', "the pool's region (default: the shell's AWS_REGION, else us-east-1)")
      .option('--account <id>', "the pool's account (default: the one of the shell's AWS_ACCESS_KEY_ID)")
      .addHelpText(
        'after',
        `
Examples:
  curl -H "Authorization: $(sallyport token partner-a)" "$API/orders"
  sallyport token partner-a --scope orders/read --curl
  sallyport token partner-a --aws
  sallyport token partner-a | sallyport token --verify -`,
      )
      .action(async (client: string | undefined, options: TokenOptions) => {
        if (options.verify !== undefined) exit((await verify(options.verify, options)) ? 0 : 1)
        else if (client === undefined) throw new CommandFailure('name a client, or a token after --verify')
        else process.stdout.write(`${await take(client, options)}\n`)
      }),
}

async function take(client: string, options: TokenOptions): Promise<string> {
  withoutWarningsOfOthers()
  const { scope: scopes, metadata, pool } = options
  const origin = options.aws ? undefined : await findServer(options)
  const access = origin === undefined ? await cognitoOfShell() : cognitoHere({ origin, ...shell(options) })
  const request = await tokenRequest({ client, pool, scopes, metadata }, access, origin)
  return options.curl ? curlLine(request) : sendTokenRequest(request)
}

async function verify(given: string, options: TokenOptions): Promise<boolean> {
  const text = (given === '-' ? await standardInput() : given).trim().replace(/^Bearer\s+/i, '')
  const inspection = options.aws
    ? await verifyAwsToken(text)
    : await callAdmin<TokenInspection>(await findServer(options), 'tokens/inspect', { token: text })
  process.stdout.write(inspectionText(inspection))
  return isGood(inspection)
}

function shell({ region, account }: TokenOptions) {
  return {
    region: region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1'),
    accessKeyId: account ?? (process.env.AWS_ACCESS_KEY_ID || 'test'),
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

function entry(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new CommandFailure(`${text} is not of the form name=value`)
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}
