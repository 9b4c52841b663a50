import type { Agent, RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { IsDirect } from './direct-hosts.ts'
import { PendingTunnel } from './pending-tunnel.ts'
import type { OpenTunnel } from './tunnel.ts'

/** What an agent hands to `createConnection` besides what its types say. */
interface ConnectionOptions extends RequestOptions {
  /** A connection to speak TLS on: an agent derived from this one has made it. */
  socket?: unknown
  /** Set where Node itself takes the agent's connections to the proxy. */
  proxyEnv?: unknown
}

/**
 * Has all agents with this prototype speak TLS in a tunnel. All else stays as Node does it: names and certificates,
 * sessions, keeping connections. An agent that connects in a way of its own, as https-proxy-agent does, never comes
 * here.
 *
 * The connection is there at once, before its tunnel is: those who borrow this method (agentkeepalive) or wrap it (msw)
 * count on that.
 */
export function tunnelAgents(
  prototype: Pick<Agent, 'createConnection'>,
  openTunnel: OpenTunnel,
  isDirect: IsDirect,
): void {
  const { createConnection } = prototype
  prototype.createConnection = function (this: Agent, ...args) {
    const options: ConnectionOptions = args[0]
    const host = options.host ?? 'localhost'
    const port = Number(options.port ?? 443)
    if (isSeenTo(options) || isDirect(host, port)) return createConnection.apply(this, args)
    const tunnel = new PendingTunnel(openTunnel, host, port)
    try {
      return held(createConnection.call(this, { ...options, socket: tunnel } as ConnectionOptions), tunnel)
    } catch (error) {
      tunnel.destroy()
      throw error
    }
  }
}

function isSeenTo({ socket, socketPath, proxyEnv }: ConnectionOptions): boolean {
  return [socket, socketPath, proxyEnv].some((value) => value !== undefined && value !== null)
}

/** TLS tells only a socket whether it keeps the process alive. */
function held(connection: Duplex | null | undefined, tunnel: PendingTunnel): Duplex | null | undefined {
  const hold = (isHeld: boolean) => () => {
    tunnel.hold(isHeld)
    return connection
  }
  return connection && Object.assign(connection, { ref: hold(true), unref: hold(false) })
}
