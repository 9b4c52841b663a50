import { Option } from 'commander'
import { DEFAULT_DATA_DIR, DEFAULT_PORT } from '../../config/config.ts'
import { loadConfig } from '../../config/load-config.ts'
import type { CliCommand } from '../command.ts'
import { CommandFailure } from '../command.ts'

const collect = (value: string, list: readonly string[] = []) => [...list, value]

/** `sallyport start`: serves until it is told to stop. */
export const start: CliCommand = {
  define: (command) =>
    command
      .option('--port <number>', `port to listen on, 0 for any free one (default: ${DEFAULT_PORT})`)
      .option('--host <address>', 'loopback address to listen on (default: 127.0.0.1)')
      .option('--data-dir <path>', `where state lives (default: ${DEFAULT_DATA_DIR})`)
      .addOption(new Option('--memory', 'keep nothing on disk').conflicts('dataDir'))
      .option('--from <file>', 'begin with what sallyport export has written, where there is nothing yet')
      .option('--issuer <aws|local|URL>', 'issuer of tokens: as on AWS, this server, or a base URL (default: aws)')
      .option(
        '--record <TYPE>',
        "store this CloudFormation type, or part of one, without effect ('*': any); may be repeated",
        collect,
      )
      .option('--strict', 'refuse the types that are recorded by default, too')
      .option('--log-level <level>', 'debug, info, warn, error or silent (default: info)')
      .option('--json', 'log lines as JSON')
      .option('--proxy-passthrough', 'as a proxy, let names through that are not emulated')
      .option('--allow-origin <origin>', 'let web pages of this origin call the AWS APIs; may be repeated', collect)
      .option('--allow-host <name>', 'another host name that means this machine; may be repeated', collect)
      .option(
        '--hot <function=directory>',
        'run this function from a directory, where an edit is live at the next call; may be repeated',
        collect,
      )
      .option(
        '--forward <service=URL>',
        'another emulator that answers for this service, such as dynamodb=http://127.0.0.1:8000; may be repeated',
        collect,
      )
      .option('--node <path>', 'runs functions of Node (default: the Node of this server)')
      .option(
        '--python <path>',
        'runs functions of Python (default: that of the runtime, or python3) and expands SAM templates',
      )
      .option('--java <path>', 'runs functions of Java (default: java)')
      .option('--java-runtime-client <folder>', "holds the jars of AWS's runtime client, which runs functions of Java")
      .option('--inspect-functions', "open Node's inspector for each environment of a function")
      .option('--account-throttle <aws|off>', 'the 10,000 requests a second that AWS gives an account (default: aws)')
      .option('--quotas <aws|off>', 'the request rates and numbers of resources that AWS gives Cognito (default: off)')
      .option('--function-retries <fast|aws>', 'pauses before a failed event is delivered again (default: fast)')
      .option('--functions-user <uid:gid>', 'user that functions run as; needs root')
      .option('--requests <number>', 'how many of the last refused calls can be explained, 0 for none (default: 2000)')
      .option('--trace-bodies', 'keep the bodies of those calls, too')
      .addHelpText(
        'after',
        `
Examples:
  sallyport start
  sallyport start --memory --port 0
  sallyport start --from world.json
  sallyport start --record AWS::DynamoDB::Table

Each setting may also stand in sallyport.json ("dataDir": "...") or the environment (SALLYPORT_DATA_DIR).`,
      )
      .action(async (flags: Record<string, unknown>) => {
        const config = loadConfig(flags, process.env)
        const { serve } = await import('../serve.ts')
        await serve(config).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EADDRINUSE') throw error
          throw new CommandFailure(
            `port ${config.port} is taken by another program`,
            'Take another with --port, or any free one with --port 0.',
          )
        })
      }),
}
