import type { Config } from '../../config/settings.ts'
import { UsageError } from '../../kernel/errors.ts'
import { startRuntime } from '../../runtime/start.ts'
import { CommandFailure } from '../command.ts'
import { answers, findServer, type ServerOptions } from '../find-server.ts'
import { createLogger } from '../logger.ts'
import type { Screen } from '../screen/screen.ts'
import { tellingOfDebuggers } from './telling-of-debuggers.ts'

/** The server that a development loop deploys to. */
export interface DevServer {
  readonly origin: string
  readonly isOwn: boolean
}

interface OwnServer extends DevServer {
  close(): Promise<void>
}

export interface DevServersDeps {
  readonly flags: ServerOptions
  readonly config: Config
  readonly screen: Screen
  /** What `sallyport stop` asks a server of its own for. */
  readonly stop: () => void
}

/**
 * The one that runs here, or one of its own for as long as the loop goes on. One that goes away is not waited for: the
 * next deployment looks for another one again, or starts one on the same data directory.
 */
export class DevServers {
  readonly #deps: DevServersDeps
  #server: DevServer | undefined
  #own: OwnServer | undefined

  constructor(deps: DevServersDeps) {
    this.#deps = deps
  }

  async current(): Promise<DevServer> {
    const { screen } = this.#deps
    if (this.#server && (this.#server.isOwn || (await answers(this.#server.origin)))) return this.#server
    if (this.#server) screen.tell(`no server answers on ${this.#server.origin} any more`)
    const server = (await this.#find()) ?? (await this.#start())
    const { origin, isOwn } = server
    screen.tell(isOwn ? `Sallyport serves on ${origin} until Ctrl-C` : `Deploying to ${origin}`)
    this.#server = server
    return server
  }

  async close(): Promise<void> {
    await this.#own?.close()
  }

  async #find(): Promise<DevServer | undefined> {
    try {
      return { origin: await findServer(this.#deps.flags, 'change'), isOwn: false }
    } catch (error) {
      if (error instanceof CommandFailure) return undefined
      throw error
    }
  }

  async #start(): Promise<DevServer> {
    const { config, screen, stop } = this.#deps
    const settings = { ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel } as const
    const logger = tellingOfDebuggers(
      screen.isDrawn ? createLogger(settings, linesOn(screen)) : createLogger(settings),
      screen,
    )
    try {
      const runtime = await startRuntime(config, { logger, stop })
      this.#own = {
        origin: runtime.origin,
        isOwn: true,
        async close() {
          await runtime.close()
          await logger.flush()
        },
      }
      return this.#own
    } catch (error) {
      if (error instanceof UsageError) throw new CommandFailure(error.message, error.hint)
      throw error
    }
  }
}

/** Between the lines of a screen, what a server logs does not disturb what is drawn there. */
function linesOn(screen: Screen) {
  return {
    write(text: string) {
      for (const line of text.trimEnd().split('\n')) screen.tell(line)
      return true
    },
    flush: async () => {},
  }
}
