import { plainAddress } from '../../../../kernel/plain-address.ts'
import type { HttpExchange } from '../../exchange.ts'

/** Of the connection, said anew, or told in another way. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
])

/** Observed in what backends got. */
const VIA = 'HTTP/1.1 AmazonAPIGateway'

/** What a backend gets: the client's headers, and what says how the request came. */
export function forwardedHeaders(exchange: HttpExchange, rawHeaders: readonly string[], url: URL): readonly string[] {
  const { request } = exchange.call
  const raw: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    if (!NOT_PASSED.has(name.toLowerCase()) && !name.startsWith(':')) raw.push(name, rawHeaders[i + 1] as string)
  }
  // Documented (api-gateway-known-issues); which type is inferred.
  if (
    request.body.length === 0 &&
    request.headers['content-type'] === undefined &&
    request.headers['content-length'] === '0'
  ) {
    raw.push('Content-Type', 'application/octet-stream')
  }
  raw.push('Host', url.host, 'Forwarded', forwarded(exchange), 'Via', VIA)
  raw.push('X-Amzn-Trace-Id', exchange.traceId.split(';', 1)[0] as string)
  return raw
}

/**
 * The client's own list goes on, `X-Forwarded-*` becomes part of it, and this hop is added (documented: same; `by`,
 * `for`, `host` and `proto` in this order are observed).
 */
function forwarded({ call }: HttpExchange): string {
  const { headers, request, address } = call
  const client = plainAddress(request.remoteAddress)
  const hop = `by=127.0.0.1;for=${node(client)};host=${node(address.domainName)};proto=${request.scheme}`
  const earlier = earlierHops(headers['x-forwarded-for'], headers['x-forwarded-host'], headers['x-forwarded-proto'])
  const list = headers.forwarded === undefined ? earlier : [headers.forwarded, ...earlier]
  return list.length === 0 ? hop : `${list.join(',')},${hop}`
}

const NO_HOPS: readonly string[] = []

function earlierHops(addresses: string | undefined, host: string | undefined, proto: string | undefined) {
  if (addresses === undefined) return NO_HOPS
  const about = [host && `host=${node(host)}`, proto && `proto=${node(proto)}`].filter(Boolean)
  const hops = addresses.split(',').map((each) => each.trim())
  return hops.filter(Boolean).map((each) => [`for=${node(each)}`, ...about].join(';'))
}

/** What is no token is quoted, and so is an IPv6 address, which has brackets, too (RFC 7239, section 6). */
function node(text: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)) return text
  const isIpv6 = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)
  return isIpv6 ? `"[${text}]"` : `"${text.replaceAll(/["\\]/g, '')}"`
}
