import { headerValue } from '../../../header-value.ts'
import type { Exchange } from '../../exchange.ts'
import { misconfigured } from '../../gateway-error.ts'
import type { RequestParameter } from '../../mapping/request-parameters.ts'
import { receivedHeaders } from '../../received-headers.ts'

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

/** Mapped, they vanish without a word (recorded on AWS); of `upgrade` AWS sends the text, which undici refuses to. */
const DROPPED = new Set(['connection', 'expect', 'proxy-authenticate', 'te', 'upgrade', 'via'])
/** Mapped, they end the call (recorded on AWS). */
const REFUSED = new Set(['content-length', 'transfer-encoding'])

/** Mapped headers by their names in lower case; of a name that is mapped twice the last one counts. */
type Mapped = ReadonlyMap<string, RequestParameter>

const NONE: Mapped = new Map()

/** What a mapped call says beside the mapped headers (recorded on AWS). Name, value, name, value. */
export function ownHeaders(exchange: Exchange, url: URL, hasBody: boolean): readonly string[] {
  const mapped = mappedHeaders(exchange)
  const raw: string[] = []
  add(raw, mapped, 'Accept', 'accept', 'application/json')
  // The client's type also stands on what a template has made of its body (inferred).
  if (hasBody) {
    add(raw, mapped, 'Content-Type', 'content-type', exchange.call.headers['content-type'] ?? 'application/json')
  }
  add(raw, mapped, 'User-Agent', 'user-agent', agentOf(exchange))
  return finished(raw, mapped, exchange, url)
}

/** What a proxy passes on. */
export function passedHeaders(exchange: Exchange, url: URL): readonly string[] {
  const received = receivedHeaders(exchange)
  const mapped = mappedHeaders(exchange)
  const raw: string[] = []
  let hasAgent = false
  for (let i = 0; i + 1 < received.length; i += 2) {
    const name = received[i] as string
    const value = received[i + 1] as string
    const key = name.toLowerCase()
    if (NOT_PASSED.has(key) || mapped.has(key) || name.startsWith(':')) continue
    if (key === 'authorization' && isSignature(value)) continue
    if (key === 'user-agent') hasAgent = true
    raw.push(name, value)
  }
  if (!hasAgent) add(raw, mapped, 'User-Agent', 'user-agent', agentOf(exchange))
  return finished(raw, mapped, exchange, url)
}

function agentOf({ call }: Exchange): string {
  return `AmazonAPIGateway_${call.apiId}`
}

/** A signature was meant for API Gateway (documented: api-gateway-known-issues). */
function isSignature(authorization: string): boolean {
  return authorization.startsWith('AWS4-HMAC-SHA256')
}

function mappedHeaders({ parameters }: Exchange): Mapped {
  if (!parameters.length) return NONE
  const mapped = new Map<string, RequestParameter>()
  for (const parameter of parameters) {
    if (parameter.place !== 'header') continue
    const { name } = parameter
    const key = name.toLowerCase()
    if (REFUSED.has(key)) throw misconfigured(`the header ${name} cannot be mapped`)
    if (!DROPPED.has(key)) mapped.set(key, parameter)
  }
  return mapped
}

/** Mapped headers come last, and replace what would be there. */
function finished(raw: string[], mapped: Mapped, exchange: Exchange, url: URL): readonly string[] {
  add(raw, mapped, 'Host', 'host', url.host)
  add(raw, mapped, 'X-Amzn-Apigateway-Api-Id', 'x-amzn-apigateway-api-id', exchange.call.apiId)
  add(raw, mapped, 'X-Amzn-Trace-Id', 'x-amzn-trace-id', exchange.receivedTraceId)
  for (const { name, values } of mapped.values()) for (const value of values) raw.push(name, headerValue(value))
  return raw
}

function add(raw: string[], mapped: Mapped, name: string, key: string, value: string): void {
  if (!mapped.has(key)) raw.push(name, value)
}
