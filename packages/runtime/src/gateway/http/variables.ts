import { logDate } from '../../kernel/dates.ts'
import { plainAddress } from '../../kernel/plain-address.ts'
import type { HttpExchange } from './exchange.ts'

type Variable = (exchange: HttpExchange) => string | undefined

/** `$context.{name}`, as far as it is known while a call is under way (documented: http-api-logging-variables). */
const VARIABLES: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['accountId', ({ stage }) => stage.snapshot.place.account],
  ['apiId', ({ call }) => call.apiId],
  ['customDomain.basePathMatched', ({ call }) => call.address.mapping?.key],
  ['domainName', ({ call }) => call.address.domainName],
  ['domainPrefix', ({ call }) => call.address.domainPrefix],
  ['extendedRequestId', ({ call }) => call.requestId],
  ['httpMethod', ({ call }) => call.request.method],
  ['identity.accessKey', ({ caller }) => caller?.signer?.accessKeyId],
  ['identity.accountId', ({ caller }) => caller?.signer?.account],
  ['identity.caller', ({ caller }) => caller?.signer?.userId],
  ['identity.sourceIp', ({ call }) => plainAddress(call.request.remoteAddress)],
  ['identity.user', ({ caller }) => caller?.signer?.userId],
  ['identity.userAgent', ({ call }) => call.headers['user-agent']],
  ['identity.userArn', ({ caller }) => caller?.signer?.arn],
  ['path', ({ call }) => call.rawPath],
  ['protocol', () => 'HTTP/1.1'],
  ['requestId', ({ call }) => call.requestId],
  ['requestTime', ({ startedAt }) => logDate(startedAt)],
  ['requestTimeEpoch', ({ startedAt }) => String(startedAt)],
  ['routeKey', ({ matched }) => matched?.definition.routeKey],
  ['stage', ({ call }) => call.stageName],
])

/** A variable by its name; one that no call has a value for is none. */
export function contextVariable(name: string): Variable {
  const known = VARIABLES.get(name)
  if (known) return known
  const [, authorizer] = /^authorizer\.(.+)$/.exec(name) ?? []
  return authorizer === undefined ? () => undefined : (exchange) => authorizerText(exchange, authorizer)
}

/** Objects and lists have no text of their own (inferred). */
function authorizerText({ caller }: HttpExchange, name: string): string | undefined {
  const value = caller?.variable(name)
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}
