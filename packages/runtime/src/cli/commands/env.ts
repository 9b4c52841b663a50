import { Option } from 'commander'
import type { CliCommand } from '../command.ts'
import { type Environment, endpointEnvironment } from '../endpoint-environment.ts'
import { environmentText, FORMATS, type Format } from '../environment-text.ts'
import { dataDirOption, findServer, portOption, type ServerOptions, serverSettings } from '../find-server.ts'
import { changesBack, changesTo } from '../shell-changes.ts'

interface EnvOptions extends ServerOptions {
  readonly proxy?: boolean
  readonly unset?: boolean
  readonly region?: string
  readonly format: Format
}

/** `sallyport env`: the variables that point a shell's AWS tools here. */
export const env: CliCommand = {
  define: (command) =>
    command
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--proxy', 'reach it under AWS’s own host names, through HTTPS_PROXY and its certificate authority')
      .option('--region <name>', "region to set (default: the shell's AWS_REGION, else us-east-1)")
      .addOption(new Option('--unset', 'give the shell back what it had before').conflicts(['proxy', 'region']))
      .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('shell'))
      .addHelpText(
        'after',
        `
Examples:
  eval "$(sallyport env)"
  eval "$(sallyport env --proxy)"
  eval "$(sallyport env --unset)"
  sallyport env --format dotenv > .env
  sallyport env --format github >> "$GITHUB_ENV"
  sallyport env --format powershell | Out-String | Invoke-Expression`,
      )
      .action(async (options: EnvOptions) => {
        const changes = options.unset ? changesBack(process.env) : changesTo(await environmentFor(options), process.env)
        if (changes) process.stdout.write(environmentText(changes, options.format))
        else process.stderr.write('sallyport: nothing to undo: no variable of this shell is from sallyport env\n')
      }),
}

async function environmentFor(options: EnvOptions): Promise<Environment> {
  const origin = await findServer(options)
  const region = options.region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1')
  if (!options.proxy) return endpointEnvironment(origin, region, process.env)
  // Certificates take long to load, and nothing else here needs them.
  const { proxyEnvironment } = await import('../proxy-environment.ts')
  return proxyEnvironment({ origin, region, dataDir: serverSettings(options).dataDir, env: process.env })
}
