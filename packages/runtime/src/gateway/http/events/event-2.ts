import { logDate } from '../../../kernel/dates.ts'
import { bodyOf, joinedQuery } from '../../../kernel/payload-format-2/event.ts'
import { plainAddress } from '../../../kernel/plain-address.ts'
import type { HttpExchange } from '../exchange.ts'
import { cookieList, headersOf, pathParametersOf, type RequestView, stageVariablesOf } from './request-view.ts'

/**
 * The event of the format 2.0 for an integration, members in AWS's order; what is not there is left out (documented).
 */
export function event2(exchange: HttpExchange, view: RequestView): Buffer {
  const { request } = exchange.call
  const { body, isBase64Encoded } = bodyOf(request.body, request.headers['content-type'])
  return Buffer.from(
    JSON.stringify({
      version: '2.0',
      ...requestMembers(exchange, view),
      body,
      pathParameters: pathParametersOf(exchange),
      isBase64Encoded,
      stageVariables: stageVariablesOf(exchange),
    }),
  )
}

/** The same for an authorizer, which is not shown the body (documented: http-api-lambda-authorizer). */
export function authorizerEvent2(
  exchange: HttpExchange,
  view: RequestView,
  routeArn: string,
  identity: readonly string[],
): Buffer {
  return Buffer.from(
    JSON.stringify({
      version: '2.0',
      type: 'REQUEST',
      routeArn,
      identitySource: identity.length > 0 ? identity : null,
      ...requestMembers(exchange, view),
      pathParameters: pathParametersOf(exchange),
      stageVariables: stageVariablesOf(exchange),
    }),
  )
}

function requestMembers(exchange: HttpExchange, view: RequestView) {
  const { routeKey } = exchange.route.definition
  const cookies = cookieList(view)
  return {
    routeKey,
    rawPath: view.rawPath,
    rawQueryString: view.query,
    cookies: cookies.length > 0 ? cookies : undefined,
    headers: headersOf(exchange, view),
    queryStringParameters: view.query === '' ? undefined : joinedQuery(view.query),
    requestContext: requestContext(exchange, view),
  }
}

function requestContext({ call, caller, stage, route, startedAt }: HttpExchange, { rawPath }: RequestView) {
  const { request, address } = call
  return {
    accountId: stage.snapshot.place.account,
    apiId: call.apiId,
    authorizer: caller?.event2(),
    domainName: address.domainName,
    domainPrefix: address.domainPrefix,
    http: {
      method: request.method,
      path: rawPath,
      protocol: 'HTTP/1.1',
      sourceIp: plainAddress(request.remoteAddress),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: call.requestId,
    routeKey: route.definition.routeKey,
    stage: call.stageName,
    time: logDate(startedAt),
    timeEpoch: startedAt,
  }
}
