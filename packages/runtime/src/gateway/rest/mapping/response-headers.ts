import { headerValue, isHeaderName } from '../../header-value.ts'
import type { Header, Reply } from '../../reply.ts'
import type { Exchange } from '../exchange.ts'
import { compileSource, type Source } from './source.ts'

/** A header of the answer: fixed, or read from the exchange. */
export interface MappedHeader {
  readonly name: string
  /** The name in lower case. */
  readonly key: string
  readonly fixed: Header | undefined
  readonly source: Source
}

/**
 * Headers that API Gateway sets itself or that belong to the connection: passed on under another name (observed; of
 * `x-amz-apigw-id` it is inferred).
 */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
])

/** The name under which a mapped header reaches the client; undefined when it does not. */
export function clientName(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (lower === 'transfer-encoding' || !isHeaderName(name)) return undefined
  return REMAPPED.has(lower) ? `x-amzn-Remapped-${name}` : name
}

/**
 * What an API's owner says in a gateway response is no backend's: its challenge reaches the client, and browsers ask for a
 * password (observed: https://medium.com/@Da_vidgf/http-basic-auth-with-api-gateway-and-serverless-5ae14ad0a270).
 * Of the other names it is inferred that they are remapped here, too.
 */
export function gatewayResponseName(name: string): string | undefined {
  return name.toLowerCase() === 'www-authenticate' ? name : clientName(name)
}

/** Compiles the response parameters with this prefix, e.g. `method.response.header.`. */
export function compileHeaders(
  parameters: Readonly<Record<string, string>> | undefined,
  prefix: string,
  nameOf: (name: string) => string | undefined,
): readonly MappedHeader[] {
  const headers: MappedHeader[] = []
  for (const [target, text] of Object.entries(parameters ?? {})) {
    const source = compileSource(text)
    if (!source) throw new Error(`the mapping of ${target} cannot be read`)
    const name = target.startsWith(prefix) ? nameOf(target.slice(prefix.length)) : undefined
    if (!name) continue
    const fixed: Header | undefined = source.constant === undefined ? undefined : [name, headerValue(source.constant)]
    headers.push({ name, key: name.toLowerCase(), fixed, source })
  }
  return headers
}

/** Puts mapped headers on a reply. What has no value is left out. */
export function applyHeaders(headers: readonly MappedHeader[], exchange: Exchange, reply: Reply): void {
  for (const { name, key, fixed, source } of headers) {
    const value = fixed ? undefined : source.read(exchange)
    if (fixed) reply.set(key, fixed)
    else if (value !== undefined) reply.set(key, [name, headerValue(value)])
  }
}
