import { cookiesOf, forwardedFor, forwardedPort, joinedHeaders } from '../../../kernel/payload-format-2/event.ts'
import { plainAddress } from '../../../kernel/plain-address.ts'
import type { HttpExchange } from '../exchange.ts'
import type { MappedRequest } from '../mapping/request.ts'

/** A request as events show it, with what parameter mappings have made of it. */
export interface RequestView {
  /** With the stage that it names, unless a mapping has set it (that it shows in events is inferred). */
  readonly rawPath: string
  readonly query: string
  readonly rawHeaders: readonly string[]
  readonly cookieHeader: string | undefined
}

/** As the client sent it. */
export function sentRequest({ call }: HttpExchange): RequestView {
  const { rawHeaders, query } = call.request
  return { rawPath: call.rawPath, query, rawHeaders, cookieHeader: call.headers.cookie }
}

export function mappedView(exchange: HttpExchange, { rawHeaders, query, path }: MappedRequest): RequestView {
  const { rawPath, cookieHeader } = sentRequest(exchange)
  return {
    rawPath: path ?? rawPath,
    query,
    rawHeaders,
    cookieHeader: rawHeaders === exchange.call.request.rawHeaders ? cookieHeader : cookiesIn(rawHeaders),
  }
}

function cookiesIn(rawHeaders: readonly string[]): string | undefined {
  const cookies = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'cookie')
  return cookies.length > 0 ? cookies.join('; ') : undefined
}

/** What says how a request came, under the names in lower case. */
export function addedHeaders(exchange: HttpExchange): readonly (readonly [key: string, value: string])[] {
  const { call, traceId } = exchange
  const { request, headers, address } = call
  return [
    ['content-length', String(request.body.length)],
    ['host', headers.host ?? address.domainName],
    ['x-amzn-trace-id', traceId.split(';', 1)[0] as string],
    ['x-forwarded-for', forwardedFor(headers, plainAddress(request.remoteAddress))],
    ['x-forwarded-port', forwardedPort(request)],
    ['x-forwarded-proto', request.scheme],
  ]
}

/** Names in lower case and in order, as AWS shows them (documented, and observed in events of the field). */
export function headersOf(exchange: HttpExchange, { rawHeaders }: RequestView): Record<string, string> {
  const shown = joinedHeaders(rawHeaders)
  for (const [key, value] of addedHeaders(exchange)) shown.set(key, value)
  return Object.fromEntries([...shown].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function cookieList({ cookieHeader }: RequestView): string[] {
  return cookiesOf(cookieHeader)
}

/** By name; undefined where the route has no variables. */
export function pathParametersOf({ pathParameters }: HttpExchange): Record<string, string> | undefined {
  if (pathParameters.length === 0) return undefined
  const named: [string, string][] = []
  for (let i = 0; i < pathParameters.length; i += 2) named.push([pathParameters[i] ?? '', pathParameters[i + 1] ?? ''])
  return Object.fromEntries(named)
}

/** Undefined where the stage has none. */
export function stageVariablesOf({ stage }: HttpExchange): Readonly<Record<string, string>> | undefined {
  const { variables } = stage.snapshot
  return Object.keys(variables).length > 0 ? variables : undefined
}
