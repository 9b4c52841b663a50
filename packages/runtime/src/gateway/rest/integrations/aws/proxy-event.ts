import { isUtf8 } from 'node:buffer'
import type { Value, VtlMap } from '../../../../languages/velocity/value.ts'
import type { Exchange } from '../../exchange.ts'
import { authorizerMap } from '../../variables/authorizer.ts'
import { contextMembers, type Members } from '../../variables/context.ts'
import { jsonText } from './json-text.ts'

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
      `"resource":${jsonText(method.resourcePath)},"path":${jsonText(pathOf(call.shownPath))}` +
      `,"httpMethod":${jsonText(call.httpMethod)},"headers":${headers},"multiValueHeaders":${multiValueHeaders}` +
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

/** `null` where a test gives none (observed in events of functions that were tested). */
function headersOf({ values }: Exchange): { headers: string; multiValueHeaders: string } {
  if (values.header.size === 0) return { headers: 'null', multiValueHeaders: 'null' }
  const single: string[] = []
  const multi: string[] = []
  for (const [name, value] of values.header as Map<string, string>) {
    const written = jsonText(name)
    const text = jsonText(value)
    const all = values.headerValues(name.toLowerCase())
    single.push(`${written}:${text}`)
    multi.push(`${written}:${all.length === 1 ? `[${text}]` : JSON.stringify(all)}`)
  }
  return { headers: `{${single.join(',')}}`, multiValueHeaders: `{${multi.join(',')}}` }
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

/** `$context` without what only templates have. Whatever they have put into the one of this call counts. */
function requestContextOf(exchange: Exchange): string {
  const { usedContext, method } = exchange
  const authorizer = usedContext ? usedContext.get('authorizer') : authorizerMap(exchange)
  const text = authorizer instanceof Map && authorizer.size > 0 ? `,"authorizer":${jsonOfMap(authorizer)}` : ''
  const members = usedContext ? shownOf(usedContext, text) : knownOf(exchange, text)
  const { operationName } = method.definition
  return operationName === undefined ? `{${members}}` : `{${members},"operationName":${jsonText(operationName)}}`
}

/** The authorizer follows the resource. */
function knownOf(exchange: Exchange, authorizer: string): string {
  const { members, identity } = contextMembers(exchange)
  let json = ''
  for (let i = 0; i < members.length; i += 2) {
    const name = members[i] as string
    if (NOT_IN_EVENTS.has(name)) continue
    json += `${i === 0 ? '' : ','}"${name}":${name === 'identity' ? jsonOfMembers(identity) : jsonOf(members[i + 1])}`
    if (name === 'resourceId') json += authorizer
  }
  return json
}

function shownOf(context: VtlMap, authorizer: string): string {
  const members: string[] = []
  for (const [name, value] of context) {
    if (NOT_IN_EVENTS.has(name)) continue
    members.push(`"${name}":${jsonOf(value)}${name === 'resourceId' ? authorizer : ''}`)
  }
  return members.join(',')
}

function jsonOfMembers(members: Members): string {
  let json = '{'
  for (let i = 0; i < members.length; i += 2) json += `${i === 0 ? '' : ','}"${members[i]}":${jsonOf(members[i + 1])}`
  return `${json}}`
}

function jsonOfMap(map: VtlMap): string {
  const members: string[] = []
  for (const [name, value] of map) members.push(`${JSON.stringify(name)}:${jsonOf(value)}`)
  return `{${members.join(',')}}`
}

function jsonOf(value: Value | undefined): string {
  if (typeof value === 'string') return jsonText(value)
  if (value === null) return 'null'
  return value instanceof Map ? jsonOfMap(value) : JSON.stringify(value)
}
