import { type Clock, systemClock } from '../kernel/clock.ts'
import { FunctionRefusal } from '../kernel/functions.ts'
import { lazy } from '../kernel/lazy.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import { directoryState } from './code/directory-state.ts'
import { externalExtensions } from './code/extensions.ts'
import type { Lease } from './code/leases.ts'
import { Environment } from './environment/environment.ts'
import { EnvironmentLog } from './environment/log.ts'
import { logStreamName } from './environment/names.ts'
import { startProcess } from './environment/process.ts'
import { variablesOf } from './environment/variables.ts'
import { DebuggerPorts } from './host/debugger-ports.ts'
import { type HostFolder, openHostFolder } from './host/host-folder.ts'
import { type PoolLimits, Pools } from './pools.ts'
import { DEBUGGABLE, type FunctionEngine, type FunctionHost, type FunctionLogs, type FunctionVersion } from './ports.ts'
import { runtimeFamily } from './runtimes/index.ts'
import type { RuntimeFamily } from './runtimes/runtime.ts'

export interface EngineOptions {
  readonly host: FunctionHost
  readonly logs: FunctionLogs
  readonly logger: Logger
  readonly random: Random
  /** The machine's, by default: functions read that one too, for example to compare it with their deadline. */
  readonly clock?: Clock
  /** Default: all. */
  readonly family?: (runtime: string) => RuntimeFamily | undefined
  /** Default: what this machine bears. */
  readonly limits?: PoolLimits
}

/** Touches nothing until the first function is run. */
export function createFunctionEngine(options: EngineOptions): FunctionEngine {
  const { host, logs, logger, random, clock = systemClock, family = runtimeFamily, limits } = options
  const folder = lazy(() => openHostFolder(host, random))
  const debuggerPorts = new DebuggerPorts()

  const openEnvironment = async (version: FunctionVersion): Promise<Environment> => {
    const runs = family(version.runtime)
    if (!runs)
      throw new FunctionRefusal(
        'not-runnable',
        `Functions of the runtime ${version.runtime} cannot be run here. Those of Node, Python and Java can, and those ` +
          'that bring a bootstrap of their own (provided).',
      )
    const opened = await folder.get()
    const code = version.layers.length > 0 ? opened.codeWithLayers : opened.code
    const leases = await leasesOf([code.task(version.code), code.layers(version.layers)])
    const [taskRoot = '', optRoot = ''] = leases.map(({ path }) => path)
    const release = () => {
      for (const lease of leases) lease.release()
    }
    try {
      return await begin(opened, version, runs, { taskRoot, optRoot, release })
    } catch (error) {
      release()
      throw error
    }
  }

  const begin = async (opened: HostFolder, version: FunctionVersion, runs: RuntimeFamily, code: Unpacked) => {
    const { taskRoot, optRoot, release } = code
    const awsNames = await host.awsNames()
    const { name, ...own } = await opened.makeEnvironment()
    const logStream = logStreamName(version, clock.now(), random)
    const log = new EnvironmentLog({ version, logs, clock, stream: logStream })
    for (const extension of version.layers.length > 0 ? await externalExtensions(optRoot) : []) {
      log.platform(log.lines.extensionNotStarted(extension), false)
    }
    const { tmp } = own
    const variables = variablesOf({ version, host, awsNames, taskRoot, optRoot, tmp, logStream })
    const place = { version, host, taskRoot, optRoot, tmp, variables: { ...variables.defaults, ...variables.own } }
    return new Environment({
      version,
      instanceId: name,
      log,
      start: async () =>
        startProcess({
          family: runs,
          place: host.inspect ? { ...place, debuggerPort: await debuggerPorts.take(version.functionArn) } : place,
          variables,
          log,
          started: own.started,
          onDebuggable(url) {
            logger.log('info', DEBUGGABLE, { function: version.functionName, url })
          },
        }),
      async remove() {
        await own.remove()
        release()
      },
    })
  }
  const pools = new Pools(openEnvironment, limits)

  return {
    invoke(version, invocation) {
      const { code } = version
      if (!('directory' in code)) return pools.run(version.id, version, invocation)
      return directoryState(code.directory).then((state) => pools.run(`${version.id} ${state}`, version, invocation))
    },
    retire: (functionArn) => pools.retire(functionArn),
    async endLeftovers() {
      await folder.get()
    },
    get environments() {
      return pools.size
    },
    async close() {
      await pools.close()
      await folder.begun()?.then(
        (opened) => opened.close(),
        () => {},
      )
    },
  }
}

/** Where an environment's code is. It stays there until it is released. */
interface Unpacked {
  readonly taskRoot: string
  readonly optRoot: string
  release(): void
}

/** All, or none of them. */
async function leasesOf(taken: readonly Promise<Lease>[]): Promise<Lease[]> {
  const settled = await Promise.allSettled(taken)
  const leases = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = settled.find((one) => one.status === 'rejected')
  if (!failed) return leases
  for (const lease of leases) lease.release()
  throw failed.reason
}
