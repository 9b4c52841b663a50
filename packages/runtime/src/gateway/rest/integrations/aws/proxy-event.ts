import { isUtf8 } from 'node:buffer'
import { plainAddress } from '../../../../kernel/plain-address.ts'
import type { VtlMap } from '../../../../languages/velocity/value.ts'
import type { Exchange } from '../../exchange.ts'
import { authorizerMap } from '../../variables/authorizer.ts'
import { contextMembers } from '../../variables/context.ts'

/** Makes the event of a call, as JSON. */
export type ProxyEvent = (exchange: Exchange) => Buffer

/** Of `$context`: what templates may change is not part of an event, and the authorizer has a place of its own. */
const NOT_IN_EVENTS: ReadonlySet<unknown> = new Set(['requestOverride', 'responseOverride', 'authorizer'])

/** The event of the format 1.0, with the members and in the order that AWS shows (recorded: lambda_aws_proxy_integration). */
export function compileProxyEvent(variables: Readonly<Record<string, string>>): ProxyEvent {
  const membersOf = compileRequestMembers(variables)
  return (exchange) => {
    const { text, isBase64Encoded } = bodyOf(exchange)
    return Buffer.from(`{${membersOf(exchange)},"body":${text},"isBase64Encoded":${isBase64Encoded}}`)
  }
}

/** All but the body, which an authorizer is not shown: members of a JSON object without its braces. */
export function compileRequestMembers(variables: Readonly<Record<string, string>>): (exchange: Exchange) => string {
  const stageVariables = Object.keys(variables).length > 0 ? JSON.stringify(variables) : 'null'
  return (exchange) => {
    const { call, method, values } = exchange
    const query = queryOf(exchange)
    const { headers, multiValueHeaders } = headersOf(exchange)
    return (
      `"resource":${JSON.stringify(method.resourcePath)},"path":${JSON.stringify(pathOf(call.path))}` +
      `,"httpMethod":${JSON.stringify(call.httpMethod)},"headers":${headers},"multiValueHeaders":${multiValueHeaders}` +
      `,"queryStringParameters":${query.single},"multiValueQueryStringParameters":${query.multi}` +
      `,"pathParameters":${values.path.size > 0 ? jsonOfMap(values.path) : 'null'}` +
      `,"stageVariables":${stageVariables},"requestContext":${requestContextOf(exchange)}`
    )
  }
}

/** Slashes right after the stage count as one (recorded). */
function pathOf(path: string): string {
  return path.startsWith('//') ? path.replace(/^\/+/, '/') : path
}

function queryOf({ values }: Exchange): { single: string; multi: string } {
  const { querystring } = values
  if (querystring.size === 0) return { single: 'null', multi: 'null' }
  const multi: string[] = []
  for (const name of querystring.keys()) {
    multi.push(`${JSON.stringify(name)}:${JSON.stringify(values.queryValues(String(name)))}`)
  }
  return { single: jsonOfMap(querystring), multi: `{${multi.join(',')}}` }
}

/** The client's, and what says how it came (recorded: 4.2.4). */
function headersOf({ call, traceId, values }: Exchange): { headers: string; multiValueHeaders: string } {
  const { request } = call
  const added: [name: string, value: string][] = [
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', forwardedFor(call.headers['x-forwarded-for'], plainAddress(request.remoteAddress))],
    ['X-Forwarded-Port', request.scheme === 'https' ? '443' : portOf(request.origin)],
    ['X-Forwarded-Proto', request.scheme],
  ]
  const single: string[] = []
  const multi: string[] = []
  for (const [name, value] of values.header) {
    const key = String(name).toLowerCase()
    if (ADDED_KEYS.has(key)) continue
    const written = JSON.stringify(name)
    single.push(`${written}:${JSON.stringify(value)}`)
    multi.push(`${written}:${JSON.stringify(values.headerValues(key))}`)
  }
  for (const [name, value] of added) {
    single.push(`"${name}":${JSON.stringify(value)}`)
    multi.push(`"${name}":[${JSON.stringify(value)}]`)
  }
  return { headers: `{${single.join(',')}}`, multiValueHeaders: `{${multi.join(',')}}` }
}

const ADDED_KEYS: ReadonlySet<string> = new Set([
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
])

/** Each hop adds the one before it. */
function forwardedFor(received: string | undefined, address: string): string {
  return received === undefined ? address : `${received}, ${address}`
}

function portOf(origin: string): string {
  return /:(\d+)$/.exec(origin)?.[1] ?? '80'
}

/** Bytes whose type is binary arrive as Base64; any other body is text (documented: lambda-proxy-binary-media). */
function bodyOf({ api, call, values }: Exchange): { text: string; isBase64Encoded: boolean } {
  const { body } = call.request
  if (body.length === 0) return { text: 'null', isBase64Encoded: false }
  if (api.binaryTypes.has(call.headers['content-type'])) {
    return { text: `"${body.toString('base64')}"`, isBase64Encoded: true }
  }
  return { text: JSON.stringify(isUtf8(body) ? values.body : body.toString('utf8')), isBase64Encoded: false }
}

/** `$context` without what only templates have. */
function requestContextOf(exchange: Exchange): string {
  const { usedContext, method } = exchange
  const members: string[] = []
  for (const [name, value] of contextMembers(exchange)) {
    if (NOT_IN_EVENTS.has(name)) continue
    members.push(`"${name}":${value instanceof Map ? jsonOfMap(value) : JSON.stringify(value)}`)
    if (name !== 'resourceId') continue
    const authorizer = usedContext ? usedContext.get('authorizer') : authorizerMap(exchange)
    if (authorizer instanceof Map && authorizer.size > 0) members.push(`"authorizer":${jsonOfMap(authorizer)}`)
  }
  const { operationName } = method.definition
  if (operationName !== undefined) members.push(`"operationName":${JSON.stringify(operationName)}`)
  return `{${members.join(',')}}`
}

function jsonOfMap(map: VtlMap): string {
  const members: string[] = []
  for (const [name, value] of map) {
    members.push(`${JSON.stringify(name)}:${value instanceof Map ? jsonOfMap(value) : JSON.stringify(value)}`)
  }
  return `{${members.join(',')}}`
}
