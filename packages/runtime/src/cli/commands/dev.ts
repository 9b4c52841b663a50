import { resolve } from 'node:path'
import { Command } from 'commander'
import { loadConfig } from '../../config/load-config.ts'
import type { CliCommand } from '../command.ts'
import { CommandFailure } from '../command.ts'
import type { ServerOptions } from '../find-server.ts'
import { withoutExperimentalWarnings } from '../quiet-warnings.ts'

interface DevOptions extends ServerOptions {
  readonly context?: readonly string[]
  readonly inspect?: boolean
  readonly verbose?: boolean
}

/** `sallyport dev`: deploys an app, and again whenever a file of it changes. */
export const dev: CliCommand = {
  name: 'dev',
  define: () =>
    new Command('dev')
      .description('Deploy the CDK app of this folder, and again whenever one of its files changes.')
      .argument('[command...]', 'the command that runs the app, after -- (default: app of cdk.json)')
      .option('--port <number>', 'reach the server on this port, or start one there')
      .option('--data-dir <path>', 'reach the server that has this data directory, or start one with it')
      .option(
        '-c, --context <key=value>',
        "a value of the app's context; may be repeated",
        (value: string, list: readonly string[] = []) => [...list, value],
      )
      .option('--inspect', "open Node's inspector for each environment of a function, where this starts the server")
      .option('--verbose', 'show what is done to each resource')
      .addHelpText(
        'after',
        `
It deploys to the server that runs here, or starts one until Ctrl-C. What cdk.json says under "watch" is heeded.

Examples:
  sallyport dev
  sallyport dev -c stage=test -- npx tsx bin/app.ts`,
      )
      .action(run),
}

async function run(command: readonly string[], options: DevOptions): Promise<void> {
  withoutExperimentalWarnings()
  const [{ findApp }, { synthesize }, { homePlace, deployAssembly }, { findOrStartServer }, { callAdmin }] =
    await Promise.all([
      import('../cdk-app/find-assembly.ts'),
      import('../cdk-app/synthesize.ts'),
      import('../deployment/run-deployment.ts'),
      import('../dev/dev-server.ts'),
      import('../find-server.ts'),
    ])
  const [{ runDevLoop }, { readyLines }, { watchFiles }] = await Promise.all([
    import('../dev/dev-loop.ts'),
    import('../dev/ready-lines.ts'),
    import('../dev/watch-files.ts'),
  ])
  const target = command.length === 0 ? undefined : command.join(' ')
  const find = () => findApp(target, options, homePlace(process.env), process.env)
  const found = find()
  if (found.kind === 'assembly') {
    throw new CommandFailure(
      `${found.directory} holds what an app has written, and there is no app to run again`,
      'Deploy it with: sallyport deploy',
    )
  }
  const { directory, settings } = found.request
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const config = loadConfig(flagsOf(options), process.env)
  const server = await findOrStartServer(options, config, () => stopping.abort())
  const tell = (line: string) => process.stdout.write(`${line}\n`)
  tell(server.isOwn ? `Sallyport serves on ${server.origin} until Ctrl-C` : `Deploying to ${server.origin}`)
  const watching = watchFiles(directory, resolve(directory, settings.output ?? 'cdk.out'), settings.watch)
  let shown: string | undefined
  try {
    await watching.ready
    await runDevLoop(
      {
        // cdk.json may have changed, too.
        synthesize: () => {
          const now = find()
          return now.kind === 'app' ? synthesize(now.request) : Promise.resolve(now.directory)
        },
        async deploy(assembly) {
          await deployAssembly(server.origin, 'deploy', assembly, { ...options, changesOnly: shown !== undefined })
          const lines = readyLines(await callAdmin(server.origin, 'status')).join('\n')
          if (lines !== shown && lines !== '') tell(`\n${lines}\n`)
          shown = lines
        },
        watching,
        tell,
        now: () => performance.now(),
      },
      stopping.signal,
    )
  } finally {
    await watching.close()
    await server.close()
  }
}

function flagsOf({ dataDir, port, inspect }: DevOptions) {
  return { dataDir, port, ...(inspect ? { inspectFunctions: true } : {}) }
}
