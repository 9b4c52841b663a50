import type { HeaderList } from '../../../../kernel/wire.ts'
import type { Exchange } from '../../exchange.ts'
import { misconfigured } from '../../gateway-error.ts'
import { headerValue } from '../../mapping/response-headers.ts'

/** What a proxy keeps of the client's headers from its backend (recorded on AWS). */
const NOT_PASSED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'www-authenticate',
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
])

/** Mapped, they vanish without a word (recorded on AWS). */
const DROPPED = new Set(['connection', 'expect', 'proxy-authenticate', 'te', 'upgrade', 'via'])
/** Mapped, they end the call (recorded on AWS). */
const REFUSED = new Set(['content-length', 'transfer-encoding'])

/** Headers by lower-case name, in the order in which they were first set; each may have several values. */
type Headers = Map<string, [name: string, values: string[]]>

/** What a mapped call says beside the mapped headers (recorded on AWS). */
export function ownHeaders(exchange: Exchange, url: URL, hasBody: boolean): HeaderList {
  const headers: Headers = new Map()
  set(headers, 'Accept', 'application/json')
  set(headers, 'Host', url.host)
  set(headers, 'User-Agent', `AmazonAPIGateway_${exchange.call.apiId}`)
  // The client's type also stands on what a template has made of its body (inferred).
  if (hasBody) set(headers, 'Content-Type', exchange.call.headers['content-type'] ?? 'application/json')
  return finished(headers, exchange)
}

/** What a proxy passes on. */
export function passedHeaders(exchange: Exchange, url: URL): HeaderList {
  const { rawHeaders } = exchange.call.request
  const headers: Headers = new Map()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    const value = rawHeaders[i + 1] ?? ''
    const key = name.toLowerCase()
    if (NOT_PASSED.has(key) || name.startsWith(':') || (key === 'authorization' && isSignature(value))) continue
    const known = headers.get(key)
    if (known) known[1].push(value)
    else headers.set(key, [name, [value]])
  }
  set(headers, 'Host', url.host)
  if (!headers.has('user-agent')) set(headers, 'User-Agent', `AmazonAPIGateway_${exchange.call.apiId}`)
  return finished(headers, exchange)
}

/** A signature was meant for API Gateway (documented: api-gateway-known-issues). */
function isSignature(authorization: string): boolean {
  return authorization.startsWith('AWS4-HMAC-SHA256')
}

/** Mapped headers come last, and replace what is there. */
function finished(headers: Headers, exchange: Exchange): HeaderList {
  set(headers, 'X-Amzn-Apigateway-Api-Id', exchange.call.apiId)
  set(headers, 'X-Amzn-Trace-Id', exchange.traceId)
  for (const { place, name, values } of exchange.parameters) {
    if (place !== 'header') continue
    const key = name.toLowerCase()
    if (REFUSED.has(key)) throw misconfigured(`the header ${name} cannot be mapped`)
    if (!DROPPED.has(key)) headers.set(key, [name, values.map(headerValue)])
  }
  const list: [string, string][] = []
  for (const [name, values] of headers.values()) for (const value of values) list.push([name, value])
  return list
}

function set(headers: Headers, name: string, value: string): void {
  headers.set(name.toLowerCase(), [name, [value]])
}
