import { readConfig } from '../config/config.ts'
import type { ListenSettings } from '../config/settings.ts'
import { listen } from '../http/listen.ts'
import type { Runtime } from '../runtime.ts'

/** Where a runtime is reached from outside. */
export interface Server {
  readonly port: number
  /** For example `http://127.0.0.1:4566`. */
  readonly origin: string
  /** Takes no more connections, finishes what is in flight, and gives back the port. The runtime stays open. */
  close(): Promise<void>
}

/**
 * Lets a runtime be reached on a port of this machine, for HTTP, TLS and as a proxy: any free port, unless the settings
 * say otherwise. Closing the runtime closes its server.
 *
 * ```ts
 * const runtime = await openRuntime()
 * const { origin } = await serve(runtime, { port: 4566 })
 * ```
 */
export async function serve(runtime: Runtime, settings: ListenSettings = {}): Promise<Server> {
  const { door } = runtime
  const { host, port, proxyPassthrough } = readConfig({ port: 0 }, settings)
  const listener = await listen({
    host,
    port,
    handler: door.handle,
    authority: door.authority,
    passthrough: proxyPassthrough,
    pass: door.pass,
    logger: door.logger,
    allowHosts: door.allowHosts,
    forwards: door.forwards,
    isApiDomain: door.isApiDomain,
    admit: door.admit,
  })
  door.opened(listener)
  return listener
}
