import { logDate } from '../../../kernel/dates.ts'
import { plainAddress } from '../../../kernel/plain-address.ts'
import { SilentMap, type Value, type VtlMap } from '../../../languages/velocity/value.ts'
import type { Exchange } from '../exchange.ts'
import { authorizerMap } from './authorizer.ts'
import { requestOverride, responseOverride } from './overrides.ts'

/**
 * `$context.authorizer` is an empty map without an authorizer, yet no key of the context (observed). That the mark of a
 * canary's call is none either is inferred: its text was recorded on AWS, also for a stage without a canary.
 */
class Context extends Map<Value, Value> {
  readonly #hidden: ReadonlyMap<Value, Value>

  constructor(members: Iterable<[Value, Value]>, hidden: ReadonlyMap<Value, Value>) {
    super(members)
    this.#hidden = hidden
  }

  override get(key: Value): Value | undefined {
    return super.get(key) ?? this.#hidden?.get(key)
  }
}

/** `$context`, keys in the order that AWS shows them. */
export function createContext(exchange: Exchange): VtlMap {
  const hidden = new Map<Value, Value>([
    ['authorizer', new SilentMap()],
    ['isCanaryRequest', String(exchange.api.isCanary)],
  ])
  const context = new Context(membersOf(exchange, requestOverride(), responseOverride()), hidden)
  const authorizer = authorizerMap(exchange)
  if (authorizer) context.set('authorizer', authorizer)
  return context
}

/**
 * What an event shows of `$context`: all but what templates may change, and the authorizer, which has a place of its own
 * there. Whatever has been put into the context of this call counts; else none is made.
 */
export function contextMembers(exchange: Exchange): Iterable<[Value, Value]> {
  return exchange.usedContext ?? membersOf(exchange, null, null)
}

function membersOf(exchange: Exchange, forRequest: Value, forResponse: Value): [Value, Value][] {
  const { call, matched, startedAt } = exchange
  const { snapshot } = exchange.api
  const { address } = call
  return [
    ['resourceId', matched?.resourceId ?? null],
    ['resourcePath', matched?.resourcePath ?? null],
    ['httpMethod', call.httpMethod],
    ['extendedRequestId', call.extendedRequestId],
    ['requestTime', logDate(startedAt)],
    ['path', call.fullPath],
    ['accountId', snapshot.place.account],
    // Also towards HTTP/2 clients (observed).
    ['protocol', 'HTTP/1.1'],
    ['requestOverride', forRequest],
    ['stage', call.stageName],
    ['domainPrefix', address.domainPrefix],
    ['requestTimeEpoch', startedAt],
    ['requestId', call.requestId],
    ['identity', identity(exchange)],
    ['domainName', address.domainName],
    ['deploymentId', snapshot.deploymentId],
    ['responseOverride', forResponse],
    ['apiId', snapshot.apiId],
  ]
}

/** Who has signed, if somebody has (documented: api-gateway-mapping-template-reference). */
function identity({ call, signer, apiKey }: Exchange): SilentMap {
  const values: [Value, Value][] = [
    ['cognitoIdentityPoolId', null],
    ['accountId', signer?.account ?? null],
    ['cognitoIdentityId', null],
    ['caller', signer?.userId ?? null],
    ['sourceIp', plainAddress(call.request.remoteAddress)],
    ['principalOrgId', null],
    ['accessKey', signer?.accessKeyId ?? null],
    ['cognitoAuthenticationType', null],
    ['cognitoAuthenticationProvider', null],
    ['userArn', signer?.arn ?? null],
    ['userAgent', call.headers['user-agent'] ?? null],
    ['user', signer?.userId ?? null],
  ]
  // There only with a key (observed).
  if (apiKey) values.push(['apiKey', apiKey.value], ['apiKeyId', apiKey.id])
  return new SilentMap(values)
}

/** A text under a dotted name such as `identity.sourceIp`; undefined for what is not there or not a text. */
export function contextText(exchange: Exchange, name: string): string | undefined {
  let value: Value | undefined = exchange.context
  for (const part of name.split('.')) {
    if (!(value instanceof Map)) return undefined
    value = value.get(part)
  }
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}
