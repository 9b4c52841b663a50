import { readConfig, type Settings } from './config/config.ts'
import { type Logger, silentLogger } from './kernel/logger.ts'
import { type Runtime, startRuntime } from './runtime.ts'

export type { Settings } from './config/config.ts'
export type { Logger, LogLevel } from './kernel/logger.ts'
export type { WireHandler, WireRequest, WireResponse } from './kernel/wire.ts'
export type { Runtime } from './runtime.ts'
export { VERSION } from './version.ts'

/**
 * Starts Sallyport within this process: in memory and on a free port, unless the settings say otherwise.
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
export function startSallyport(settings: Settings = {}, logger: Logger = silentLogger): Promise<Runtime> {
  const where = settings.dataDir === undefined ? { memory: true } : {}
  return startRuntime(readConfig({ port: 0, ...where }, settings), logger)
}
