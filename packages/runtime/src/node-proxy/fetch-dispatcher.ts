import type { Agent, buildConnector, Dispatcher } from 'undici'
import type { IsDirect } from './direct-hosts.ts'
import type { OpenTunnel } from './tunnel.ts'

export interface Undici {
  readonly Agent: typeof Agent
  readonly buildConnector: typeof buildConnector
}

/** Where `fetch`, and every copy of undici, looks for what sends its requests. */
const PLACES = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')]

/**
 * Has `fetch` ask for a tunnel for each https connection. undici is loaded with the first request, and not before: Node
 * looks at these places while it makes its own `fetch` and `Headers`, and whoever asks for those then gets nothing.
 * What a program puts there, or Node that heeds the proxy by itself, takes the place of this.
 */
export function tunnelFetch(scope: object, loadUndici: () => Undici, openTunnel: OpenTunnel, isDirect: IsDirect): void {
  const value = madeOnUse(() => tunnellingAgent(loadUndici(), openTunnel, isDirect))
  for (const place of PLACES) {
    if (!(place in scope)) Object.defineProperty(scope, place, { value, writable: true, configurable: true })
  }
}

function tunnellingAgent({ Agent, buildConnector }: Undici, openTunnel: OpenTunnel, isDirect: IsDirect): Agent {
  const connect = buildConnector({})
  const agent = new Agent({
    connect(options, callback) {
      const port = Number(options.port || 443)
      if (options.protocol !== 'https:' || isDirect(options.hostname, port)) {
        connect(options, callback)
        return
      }
      openTunnel(options.hostname, port, (error, socket) => {
        if (error) callback(error, null)
        else connect({ ...options, httpSocket: socket }, callback)
      })
    },
  })
  const { dispatch } = agent
  agent.dispatch = (options, handler) => dispatch.call(agent, withOneLength(options), handler)
  return agent
}

/**
 * A program that says how long its body is has that said twice by Node's `fetch`: `5, 5`. Node's own undici reads it, a
 * newer one refuses it.
 */
function withOneLength(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  const { headers } = options
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) return options
  const said = headers['content-length']
  const [, length] = (typeof said === 'string' && /^(\d+)(?:, \1)+$/.exec(said)) || []
  return length === undefined ? options : { ...options, headers: { ...headers, 'content-length': length } }
}

/** Stands for an object that is made when something is first wanted of it. */
function madeOnUse<T extends object>(make: () => T): object {
  let made: T | undefined
  const real = () => (made ??= make())
  return new Proxy(
    {},
    {
      get(_, key) {
        const value: unknown = Reflect.get(real(), key, real())
        return typeof value === 'function' ? value.bind(real()) : value
      },
      set: (_, key, value) => Reflect.set(real(), key, value, real()),
      has: (_, key) => Reflect.has(real(), key),
      getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    },
  )
}
