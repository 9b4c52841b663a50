import { Command, Option } from 'commander'
import { DEFAULT_DATA_DIR } from '../../config/config.ts'
import type { CliCommand } from '../command.ts'
import { endpointEnvironment } from '../endpoint-environment.ts'
import { environmentText, FORMATS, type Format } from '../environment-text.ts'
import { dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'
import { proxyEnvironment } from '../proxy-environment.ts'

/** `sallyport env`: the variables that point a shell's AWS tools here. */
export const env: CliCommand = {
  name: 'env',
  define: () =>
    new Command('env')
      .description('Print the environment that points cdk, aws and the SDKs at the running server.')
      .option(...dataDirOption)
      .option(...portOption)
      .option('--proxy', 'reach it under AWS’s own host names, through HTTPS_PROXY and its certificate authority')
      .option('--region <name>', 'region to set, unless the shell has one', 'us-east-1')
      .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('shell'))
      .addHelpText(
        'after',
        `
Examples:
  eval "$(sallyport env)"
  eval "$(sallyport env --proxy)"
  sallyport env --format dotenv > .env
  sallyport env --format powershell | Out-String | Invoke-Expression`,
      )
      .action(async (options: ServerOptions & { proxy?: boolean; format: Format; region: string }) => {
        const origin = await findServer(options)
        const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? options.region
        const dataDir = options.dataDir ?? DEFAULT_DATA_DIR
        const environment = options.proxy
          ? await proxyEnvironment({ origin, region, dataDir })
          : endpointEnvironment(origin, region)
        process.stdout.write(environmentText(environment, options.format))
      }),
}
