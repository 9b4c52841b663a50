import type { Config } from '../../config/config.ts'
import { startRuntime } from '../../runtime/start.ts'
import { CommandFailure } from '../command.ts'
import { findServer, type ServerOptions } from '../find-server.ts'
import { createLogger } from '../logger.ts'

/** The server that a development loop deploys to. */
export interface DevServer {
  readonly origin: string
  readonly isOwn: boolean
  close(): Promise<void>
}

/** The one that runs here, or one of its own for as long as it goes on. `stop` is what `sallyport stop` asks for. */
export async function findOrStartServer(flags: ServerOptions, config: Config, stop: () => void): Promise<DevServer> {
  try {
    return { origin: await findServer(flags, 'change'), isOwn: false, close: async () => {} }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
  }
  const logger = createLogger({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel })
  const runtime = await startRuntime(config, { logger, stop })
  return {
    origin: runtime.origin,
    isOwn: true,
    async close() {
      await runtime.close()
      await logger.flush()
    },
  }
}
