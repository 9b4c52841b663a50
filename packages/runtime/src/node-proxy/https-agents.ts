import type { Agent, RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { IsDirect } from './direct-hosts.ts'
import type { OpenTunnel } from './tunnel.ts'

/** What an agent hands to `createConnection` besides what its types say. */
interface ConnectionOptions extends RequestOptions {
  /** A connection to speak TLS on: an agent derived from this one has made it. */
  socket?: unknown
  /** Set where Node itself takes the agent's connections to the proxy. */
  proxyEnv?: unknown
}

/**
 * Has all agents with this prototype ask for a tunnel and speak TLS in it. All else stays as Node does it: names and
 * certificates, sessions, keeping connections. An agent that connects in a way of its own, as https-proxy-agent does,
 * never comes here.
 */
export function tunnelAgents(
  prototype: Pick<Agent, 'createConnection'>,
  openTunnel: OpenTunnel,
  isDirect: IsDirect,
): void {
  const { createConnection } = prototype
  prototype.createConnection = function (this: Agent, ...args) {
    const [options, callback]: [ConnectionOptions, unknown?] = args
    // Without a callback somebody wants a connection at once, and a tunnel takes a while.
    if (typeof callback !== 'function' || isSeenTo(options)) return createConnection.apply(this, args)
    const host = options.host ?? 'localhost'
    const port = Number(options.port ?? 443)
    if (isDirect(host, port)) return createConnection.apply(this, args)
    openTunnel(host, port, (error, socket) => {
      if (error) callback(error)
      else secure(() => createConnection.call(this, { ...options, socket } as ConnectionOptions), socket, callback)
    })
    return undefined
  }
}

function isSeenTo({ socket, socketPath, proxyEnv }: ConnectionOptions): boolean {
  return [socket, socketPath, proxyEnv].some((value) => value !== undefined && value !== null)
}

/** TLS options that Node refuses are thrown. Without a tunnel, `https.request` throws them. */
function secure(connect: () => Duplex | null | undefined, socket: Socket, callback: CallableFunction): void {
  let connection: Duplex | null | undefined
  try {
    connection = connect()
  } catch (error) {
    socket.destroy()
    callback(error)
    return
  }
  callback(null, connection)
}
