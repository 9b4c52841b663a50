import { readConfig } from '../config/config.ts'
import type { RuntimeSettings, Settings } from '../config/settings.ts'
import type { StackDoneEvent } from '../deployment/events.ts'
import { durationSeconds } from '../kernel/duration.ts'
import type { Snapshot } from '../runtime/snapshot.ts'
import { startRuntime } from '../runtime/start.ts'
import { writeWorldFile } from '../runtime/world/world-file.ts'
import { open, type Runtime, type RuntimeOptions } from '../runtime.ts'
import { locate } from './deployable.ts'
import { Deployed, type Outputs } from './deployed.ts'
import { logEvents } from './log-events.ts'
import { createRequestHandler } from './request-handler.ts'
import { requestIdOf } from './request-ids.ts'
import type { DeployOptions, Sallyport } from './sallyport.ts'
import { takeToken } from './tokens.ts'

/**
 * What {@link startSallyport} and `perTest` take.
 *
 * @example
 * ```ts
 * const options: TestingOptions = { region: 'eu-west-1', account: '222222222222', settings: { logLevel: 'warn' } }
 * await using there = await startSallyport(options)
 * const { outputs } = await there.deploy('cdk.out')
 * expect(outputs.Url).toContain('.execute-api.eu-west-1.')
 * ```
 */
export interface TestingOptions extends Omit<RuntimeOptions, 'begin'> {
  /** Twelve digits. Default: `000000000000`. */
  readonly account?: string
  /** Default: `us-east-1`. */
  readonly region?: string
  /** What it begins with: a file of `sallyport export`, or a snapshot. Default: nothing. */
  readonly from?: string | Snapshot
  /** As in `sallyport.json`; with `port`, it is served to other processes, too. */
  readonly settings?: Settings
}

const NEVER = new AbortController().signal

/**
 * Opens AWS within this process: in memory, and on no port unless the settings name one.
 *
 * @example
 * ```ts
 * await using aws = await startSallyport()
 * await aws.deploy('cdk.out')
 * expect(await aws.token('partner', 'orders/read')).toMatch(/^ey/)
 * ```
 */
export async function startSallyport(options: TestingOptions = {}): Promise<Sallyport> {
  const { account = '000000000000', region = 'us-east-1', from, settings = {}, ...runtimeOptions } = options
  const runtime = await openOrServe(
    typeof from === 'string' ? { ...settings, from } : settings,
    typeof from === 'object' ? { ...runtimeOptions, begin: from } : runtimeOptions,
  )
  const place = { account, region }
  const requestHandler = createRequestHandler(runtime.fetch)
  const operations = () => runtime.inside.operationsIn(place)

  async function run(action: 'deploy' | 'destroy', source: Parameters<typeof locate>[0], given: DeployOptions) {
    const { stackName = 'test', parameters = {}, stacks } = given
    const deployer = await runtime.inside.deployer()
    const located = await locate(source)
    const listening = { tell: () => {}, signal: NEVER }
    if (located.kind === 'template') {
      const { template } = located
      return [await deployer.stack(action, { stackName, place, template, parameters }, listening)]
    }
    const { directory } = located
    return deployer.assembly({ action, directory, place, parameters, stacks: stacks ?? located.stacks }, listening)
  }

  const aws: Sallyport = {
    get origin() {
      return runtime.origin
    },
    fetch: runtime.fetch,
    clock: {
      now: runtime.clock.now,
      advance: async (duration) => runtime.clock.advance(millisecondsOf(duration)),
    },
    deploy: async <O extends Outputs>(source: Parameters<typeof locate>[0], given: DeployOptions = {}) =>
      new Deployed<O>((await run('deploy', source, given)) as readonly StackDoneEvent[]),
    async destroy(source, given = {}) {
      await run('destroy', source, given)
    },
    clientConfig: () => ({
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      requestHandler,
    }),
    token: (client, ...scopes) => takeToken(client, scopes, { call: operations(), fetch: runtime.fetch, place }),
    explain(answered) {
      const requestId = requestIdOf(answered)
      const trace = runtime.inside.explain(requestId)
      if (trace) return trace
      throw new Error(
        `no request ${requestId} is kept: calls that went well are not all kept, and none before a restore`,
      )
    },
    logs: (group, query = {}) => logEvents(group, query, operations()),
    async outbox(to) {
      const messages = await runtime.inside.outbox(0)
      return to === undefined ? messages : messages.filter((sent) => sent.destination === to || sent.username === to)
    },
    snapshot: runtime.snapshot,
    exportTo: async (file) => writeWorldFile(file, await runtime.snapshot()),
    restore: runtime.restore,
    reset: runtime.reset,
    close: runtime.close,
    [Symbol.asyncDispose]: runtime.close,
  }
  return aws
}

async function openOrServe(settings: Settings, options: RuntimeOptions): Promise<Runtime> {
  const { dataDir, port } = settings as Settings & RuntimeSettings
  const where = dataDir === undefined ? { memory: true } : {}
  if (port !== undefined) return startRuntime(readConfig(where, settings), options)
  const runtime = await open(readConfig(where, settings), options)
  runtime.door.resume()
  return runtime
}

function millisecondsOf(duration: number | string): number {
  if (typeof duration === 'number') return duration
  const seconds = durationSeconds(duration)
  if (seconds === undefined) throw new TypeError(`${duration} is no duration: write it as 90s, 61m, 2h or 1d`)
  return seconds * 1000
}
