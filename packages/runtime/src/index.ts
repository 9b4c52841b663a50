import { readConfig } from './config/config.ts'
import type { RuntimeSettings, Settings } from './config/settings.ts'
import { startRuntime } from './runtime/start.ts'
import { open, type Runtime, type RuntimeOptions } from './runtime.ts'

export type { ListenSettings, LogSettings, RuntimeSettings, Settings } from './config/settings.ts'
export { type Clock, manualClock } from './kernel/clock.ts'
export type { Logger, LogLevel } from './kernel/logger.ts'
export { type Random, unsafeSeededRandom } from './kernel/random.ts'
export type { Status } from './kernel/status.ts'
export { type Server, serve } from './runtime/serve.ts'
export type { Snapshot } from './runtime/snapshot.ts'
export type { Runtime, RuntimeClock, RuntimeOptions } from './runtime.ts'
export { VERSION } from './version.ts'

/**
 * Opens AWS within this process, on no port: in memory, unless the settings say otherwise.
 *
 * ```ts
 * const runtime = await openRuntime({}, { clock: manualClock(Date.UTC(2030, 0, 1)) })
 * const response = await runtime.fetch('/_sallyport/health')
 * await runtime.close()
 * ```
 */
export async function openRuntime(settings: RuntimeSettings = {}, options: RuntimeOptions = {}): Promise<Runtime> {
  const runtime = await open(readConfig(inMemory(settings), settings), options)
  runtime.door.resume()
  return runtime
}

/**
 * Opens AWS within this process and serves it: in memory and on a free port, unless the settings say otherwise.
 *
 * ```ts
 * const sallyport = await startSallyport()
 * const cognito = new CognitoIdentityProviderClient({
 *   endpoint: sallyport.origin,
 *   region: 'us-east-1',
 *   credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
 * })
 * await sallyport.close()
 * ```
 */
export async function startSallyport(settings: Settings = {}, options: RuntimeOptions = {}): Promise<Runtime> {
  return startRuntime(readConfig({ port: 0 }, inMemory(settings), settings), options)
}

/** A test wants no files; a data directory has to be asked for. */
function inMemory({ dataDir }: RuntimeSettings): RuntimeSettings {
  return dataDir === undefined ? { memory: true } : {}
}
