// What `sallyport env --proxy` has every Node of a shell load first, through NODE_OPTIONS, and every function: `https`
// and `fetch` ask HTTPS_PROXY for a tunnel, and the responses of custom resources find their server. From 22.21 and 24.5
// on Node asks for tunnels by itself where NODE_USE_ENV_PROXY is set, but not in agents that libraries make, such as that
// of AWS SDK v3.
//
// It is built as one file of CommonJS. `--require` costs less than `--import`, leaves alone how a program is loaded, and
// does not stop a Node that is older than `--import`. Modules are loaded where they are needed, for the same reason.
import { type AnyRequest, leadResponses } from './custom-resource-responses.ts'
import { directHosts, type IsDirect } from './direct-hosts.ts'
import { tunnelFetch, type Undici } from './fetch-dispatcher.ts'
import { tunnelAgents } from './https-agents.ts'
import { type Request, tunnelThrough } from './tunnel.ts'

const { https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY } = process.env
const proxy = httpProxy(https_proxy || HTTPS_PROXY)
// undici needs Node 20.
if (proxy && Number.parseInt(process.versions.node, 10) >= 20) heed(proxy, directHosts(no_proxy || NO_PROXY || ''))

function heed(proxy: URL, isDirect: IsDirect): void {
  const https = require('node:https') as typeof import('node:https') & { request: AnyRequest }
  const http = require('node:http') as { request: Request & AnyRequest }
  const { request } = http
  const openTunnel = tunnelThrough(proxy, request)
  tunnelAgents(https.Agent.prototype, openTunnel, isDirect)
  tunnelFetch(globalThis, () => require('undici') as Undici, openTunnel, isDirect)
  const { urlToHttpOptions } = require('node:url') as typeof import('node:url')
  leadResponses([http, https], proxy, request, urlToHttpOptions)
  // For ES modules that import `request` by its name.
  const { syncBuiltinESMExports } = require('node:module') as typeof import('node:module')
  syncBuiltinESMExports()
}

/** A proxy that is itself asked over TLS is somebody else's: Sallyport's is not. */
function httpProxy(text: string | undefined): URL | undefined {
  if (!text) return undefined
  try {
    const url = new URL(text)
    return url.protocol === 'http:' ? url : undefined
  } catch {
    return undefined
  }
}
