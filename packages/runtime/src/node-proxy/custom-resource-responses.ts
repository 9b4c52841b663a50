import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'

type Callback = (response: IncomingMessage) => void
type Arguments = readonly (string | URL | RequestOptions | Callback | undefined)[]
/** As `http.request` and `https.request` are called. */
export type AnyRequest = (...args: never[]) => ClientRequest
interface HasRequest {
  request: AnyRequest
}

const PATH = '/_aws/custom-resource/'
const PORTS: ReadonlySet<string> = new Set(['', '80', '443'])

/**
 * Leads the responses of custom resources to the server that they belong to. Their address is on its own port, without
 * TLS, while handlers written for AWS (the CDK's among them) keep the host and the path of it and ask `https`, or hand
 * the address to `https` as it is, which refuses it. What is asked for another host or path is left alone.
 */
export function leadResponses(
  modules: readonly HasRequest[],
  server: URL,
  request: AnyRequest,
  optionsOf: (url: URL) => object,
): void {
  for (const module of modules) {
    const { request: original } = module
    module.request = function (this: unknown, ...args: never[]): ClientRequest {
      const options = responseOptions(args, server, optionsOf)
      if (!options) return original.apply(this, args)
      const callback = (args as Arguments).find((arg) => typeof arg === 'function')
      return request(options as never, callback as never)
    }
  }
}

/** Undefined: it is no response of ours. */
function responseOptions(
  [first, second]: Arguments,
  server: URL,
  optionsOf: (url: URL) => object,
): RequestOptions | undefined {
  const isAddress = typeof first === 'string' || first instanceof URL
  if (isAddress && !String(first).includes(PATH)) return undefined
  const given = isAddress ? optionsOf(new URL(first)) : first
  const more = isAddress && typeof second === 'object' ? second : undefined
  const options = { ...(given as RequestOptions | undefined), ...more } as RequestOptions
  if (!options.path?.startsWith(PATH)) return undefined
  // `host` has a port in it where it comes from `url.parse`.
  const { hostname = options.host, port } = options
  const isHere = hostname === server.hostname.replace(/^\[(.*)\]$/, '$1') || hostname === server.hostname
  if (!isHere || !(PORTS.has(String(port ?? '')) || String(port) === server.port)) return undefined
  const { agent: _, defaultPort: __, protocol: ___, host: ____, ...rest } = options
  return { ...rest, protocol: 'http:', hostname, port: server.port || 80 }
}
