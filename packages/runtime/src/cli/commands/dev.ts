import { resolve } from 'node:path'
import { loadConfig } from '../../config/load-config.ts'
import type { CliCommand } from '../command.ts'
import { CommandFailure } from '../command.ts'
import type { FindSource } from '../deployment/run-deployment.ts'
import type { ServerOptions } from '../find-server.ts'
import { withoutWarningsOfOthers } from '../quiet-warnings.ts'

interface DevOptions extends ServerOptions {
  readonly context?: readonly string[]
  readonly stack?: readonly string[]
  readonly parameters?: readonly string[]
  readonly forward?: readonly string[]
  readonly inspect?: boolean
  readonly warm: boolean
  readonly verbose?: boolean
}

/** `sallyport dev`: deploys an app, and again whenever a file of it changes. */
export const dev: CliCommand = {
  define: (command) =>
    command
      .argument('[command...]', 'the command that runs the app, after -- (default: app of cdk.json)')
      .option('--port <number>', 'reach the server on this port, or start one there')
      .option('--data-dir <path>', 'reach the server that has this data directory, or start one with it')
      .option('-c, --context <key=value>', "a value of the app's context; may be repeated", collect)
      .option('--stack <name>', 'only this stack and what it needs, by name or path, with *; may be repeated', collect)
      .option(
        '--parameters <name=value>',
        'a parameter of the stacks that have one of this name; may be repeated',
        collect,
      )
      .option(
        '--forward <service=URL>',
        'another emulator that answers for this service, where this starts the server; may be repeated',
        collect,
      )
      .option('--inspect', "open Node's inspector for each environment of a function, where this starts the server")
      .option('--no-warm', 'start the app only when something has changed, which takes longer and less memory')
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

const collect = (value: string, list: readonly string[] = []) => [...list, value]

async function run(command: readonly string[], options: DevOptions): Promise<void> {
  withoutWarningsOfOthers()
  const [{ findApp }, { findSource }, { synthesize }, { homePlace, deployAssembly, printedOn }, { DevServers }] =
    await Promise.all([
      import('../cdk-app/find-app.ts'),
      import('../cdk-app/find-source.ts'),
      import('../cdk-app/synthesize.ts'),
      import('../deployment/run-deployment.ts'),
      import('../dev/dev-servers.ts'),
    ])
  const [
    { assetSources },
    { runDevLoop },
    { LeftStacks },
    { tellHowToCall },
    { openWarmApp },
    { watchFiles },
    { openScreen },
  ] = await Promise.all([
    import('../dev/asset-sources.ts'),
    import('../dev/dev-loop.ts'),
    import('../dev/left-stacks.ts'),
    import('../dev/tell-how-to-call.ts'),
    import('../dev/warm-app/warm-app.ts'),
    import('../dev/watch-files.ts'),
    import('../screen/screen.ts'),
  ])
  const target = command.length === 0 ? undefined : command.join(' ')
  const find = () => {
    const found = findApp(target, options, homePlace(process.env), process.env)
    if (found.kind === 'app') return found.request
    throw new CommandFailure(
      `${found.directory} holds what an app has written, and there is no app to run again`,
      'Deploy it with: sallyport deploy',
    )
  }
  const { directory, settings } = find()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const now = () => performance.now()
  const screen = openScreen(process.stdout, process.env, now)
  const servers = new DevServers({ flags: options, config: loadConfig(flagsOf(options), process.env), screen, stop })
  const first = await servers.current()
  if (!first.isOwn) refuseWhatOthersDecide(first.origin, options)
  const watching = watchFiles(directory, resolve(directory, settings.output ?? 'cdk.out'), settings.watch, (error) =>
    screen.tell(`sallyport: something cannot be watched: ${error.message}`),
  )
  const locate: FindSource = async (...what) => findSource(find(), ...what)
  const warmApp = options.warm ? await openWarmApp() : undefined
  const known = new Set<string>()
  const stacks = new LeftStacks()
  let shown: readonly string[] | undefined
  try {
    await watching.ready
    await runDevLoop(
      {
        // cdk.json may have changed, or be gone, too.
        synthesize: async () => synthesize({ ...find(), ...printedOn(screen), signal: stopping.signal }, warmApp?.run),
        async deploy(assembly) {
          const { origin } = await servers.current()
          const how = { ...options, changesOnly: shown !== undefined, known, screen, signal: stopping.signal }
          const events = await deployAssembly(origin, 'deploy', assembly, how, locate)
          for (const name of stacks.after(events)) {
            screen.tell(
              `${name} is in the app no more, and stays: aws cloudformation delete-stack --stack-name ${name}`,
            )
          }
          watching.watchContents(assetSources(directory, assembly, watching.leftOut()))
          shown = await tellHowToCall(
            { origin, flags: sameServer(options), home: homePlace(process.env) },
            screen,
            shown,
          )
        },
        rest: () => warmApp?.prepare(),
        watching,
        screen,
        now,
      },
      stopping.signal,
    )
  } finally {
    screen.clear()
    warmApp?.close()
    await watching.close()
    await servers.close()
  }
}

/** Nothing that was asked for is left out without a word. */
function refuseWhatOthersDecide(origin: string, { inspect, forward = [] }: DevOptions): void {
  const flag = inspect ? '--inspect' : forward.length > 0 ? '--forward' : undefined
  if (flag === undefined) return
  throw new CommandFailure(
    `a server runs already on ${origin}, which was started without ${flag}`,
    `Stop it with: sallyport stop. Or start it with: sallyport start ${inspect ? '--inspect-functions' : `--forward ${forward[0]}`}`,
  )
}

function flagsOf({ dataDir, port, forward, inspect }: DevOptions) {
  return { dataDir, port, forward, ...(inspect ? { inspectFunctions: true } : {}) }
}

/** What other commands of this folder have to say to reach the same server. */
function sameServer({ dataDir, port }: ServerOptions): string {
  if (port !== undefined) return `--port ${port}`
  return dataDir === undefined ? '' : `--data-dir ${dataDir}`
}
