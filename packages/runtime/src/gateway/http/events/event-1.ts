import { logDate } from '../../../kernel/dates.ts'
import { bodyOf } from '../../../kernel/payload-format-2/event.ts'
import { plainAddress } from '../../../kernel/plain-address.ts'
import type { HttpExchange } from '../exchange.ts'
import { addedHeaders, pathParametersOf, type RequestView, stageVariablesOf } from './request-view.ts'

/**
 * The event of the format 1.0 for an integration: members, their order and spelling as in events of the field
 * (observed: spring-cloud/spring-cloud-function, custom runtime tests), which differ from those of a REST API.
 */
export function event1(exchange: HttpExchange, view: RequestView): Buffer {
  const { request } = exchange.call
  const { body = null, isBase64Encoded } = bodyOf(request.body, request.headers['content-type'])
  return Buffer.from(JSON.stringify({ version: '1.0', ...requestMembers(exchange, view), body, isBase64Encoded }))
}

/** The same for an authorizer. Identity sources stand there twice, joined (documented: http-api-lambda-authorizer). */
export function authorizerEvent1(
  exchange: HttpExchange,
  view: RequestView,
  methodArn: string,
  identity: readonly string[],
): Buffer {
  const joined = identity.join(',')
  const given = { version: '1.0', type: 'REQUEST', methodArn, identitySource: joined, authorizationToken: joined }
  return Buffer.from(JSON.stringify({ ...given, ...requestMembers(exchange, view) }))
}

function requestMembers(exchange: HttpExchange, view: RequestView) {
  const { request } = exchange.call
  const query = listsOf(new URLSearchParams(view.query))
  const headers = headerLists(exchange, view)
  return {
    resource: resourceOf(exchange),
    path: pathOf(exchange, view),
    httpMethod: request.method,
    headers: lastOf(headers) ?? {},
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: lastOf(query),
    multiValueQueryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    requestContext: requestContext(exchange, view),
    pathParameters: pathParametersOf(exchange) ?? null,
    stageVariables: stageVariablesOf(exchange) ?? null,
  }
}

/** What a mapping has set stands as it is. */
function pathOf({ call }: HttpExchange, { rawPath }: RequestView): string {
  return rawPath === call.rawPath ? call.sentPath : rawPath
}

/** `/pets/{petId}` or `$default`. */
function resourceOf({ route }: HttpExchange): string {
  return route.path ?? route.definition.routeKey
}

type Lists = ReadonlyMap<string, readonly string[]>

function listsOf(pairs: Iterable<readonly [string, string]>): Lists {
  const lists = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const list = lists.get(name)
    if (list) list.push(value)
    else lists.set(name, [value])
  }
  return lists
}

/** Of several values the last (inferred, as in a REST API). */
function lastOf(lists: Lists): Record<string, string> | null {
  return lists.size > 0 ? Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1) ?? ''])) : null
}

/** In this spelling whatever the client wrote; others keep the client's, and all are in order (observed there, too). */
const CANONICAL: ReadonlyMap<string, string> = new Map(
  [
    'Content-Length',
    'Content-Type',
    'Host',
    'User-Agent',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'X-Forwarded-Port',
    'X-Forwarded-Proto',
  ].map((name) => [name.toLowerCase(), name]),
)

const NOT_SHOWN: ReadonlySet<string> = new Set(['connection', 'proxy-authorization', 'transfer-encoding'])

function headerLists(exchange: HttpExchange, { rawHeaders }: RequestView): Lists {
  const added = new Map(addedHeaders(exchange))
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    const key = name.toLowerCase()
    if (name.startsWith(':') || added.has(key) || NOT_SHOWN.has(key)) continue
    pairs.push([CANONICAL.get(key) ?? name, rawHeaders[i + 1] as string])
  }
  for (const [key, value] of added) pairs.push([CANONICAL.get(key) ?? key, value])
  return new Map([...listsOf(pairs)].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function requestContext(exchange: HttpExchange, view: RequestView) {
  const { call, caller, stage, route, startedAt } = exchange
  const { request, address } = call
  return {
    accountId: stage.snapshot.place.account,
    apiId: call.apiId,
    authorizer: caller?.event1(),
    domainName: address.domainName,
    domainPrefix: address.domainPrefix,
    extendedRequestId: call.requestId,
    httpMethod: request.method,
    identity: identityOf(exchange),
    path: pathOf(exchange, view),
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: logDate(startedAt),
    requestTimeEpoch: startedAt,
    resourceId: route.definition.routeKey,
    resourcePath: resourceOf(exchange),
    stage: call.stageName,
  }
}

function identityOf({ call, caller }: HttpExchange) {
  const signer = caller?.signer
  return {
    accessKey: signer?.accessKeyId ?? null,
    accountId: signer?.account ?? null,
    caller: signer?.userId ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: plainAddress(call.request.remoteAddress),
    user: signer?.userId ?? null,
    userAgent: call.headers['user-agent'] ?? null,
    userArn: signer?.arn ?? null,
  }
}
