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
  const { members, identity } = contextMembers(exchange)
  const context = new Context(pairsOf(members), hidden)
  context.set('requestOverride', requestOverride())
  context.set('identity', new SilentMap(pairsOf(identity)))
  context.set('responseOverride', responseOverride())
  const authorizer = authorizerMap(exchange)
  if (authorizer) context.set('authorizer', authorizer)
  return context
}

/** Names and values in turn, which costs a call less than pairs of them. */
export type Members = readonly Value[]

/**
 * What a call knows of itself, for its `$context` and for an event, which needs no map of it. Only the places of its three
 * maps are among `members`.
 */
export function contextMembers(exchange: Exchange): { readonly members: Members; readonly identity: Members } {
  const { call, matched, startedAt } = exchange
  const { snapshot } = exchange.api
  const { address } = call
  const members: Value[] = [
    'resourceId',
    matched?.resourceId ?? null,
    'resourcePath',
    matched?.resourcePath ?? null,
    'httpMethod',
    call.httpMethod,
    'extendedRequestId',
    call.extendedRequestId,
    'requestTime',
    logDate(startedAt),
    'path',
    call.fullPath,
    'accountId',
    snapshot.place.account,
    // Also towards HTTP/2 clients (observed).
    'protocol',
    'HTTP/1.1',
    'requestOverride',
    null,
    'stage',
    call.stageName,
    'domainPrefix',
    address.domainPrefix,
    'requestTimeEpoch',
    startedAt,
    'requestId',
    call.requestId,
    'identity',
    null,
    'domainName',
    address.domainName,
    'deploymentId',
    snapshot.deploymentId,
    'responseOverride',
    null,
    'apiId',
    snapshot.apiId,
  ]
  return { members, identity: identityMembers(exchange) }
}

/** Who has signed, if somebody has (documented: api-gateway-mapping-template-reference). */
function identityMembers({ call, signer, apiKey }: Exchange): Members {
  const members: Value[] = [
    'cognitoIdentityPoolId',
    null,
    'accountId',
    signer?.account ?? null,
    'cognitoIdentityId',
    null,
    'caller',
    signer?.userId ?? null,
    'sourceIp',
    plainAddress(call.request.remoteAddress),
    'principalOrgId',
    null,
    'accessKey',
    signer?.accessKeyId ?? null,
    'cognitoAuthenticationType',
    null,
    'cognitoAuthenticationProvider',
    null,
    'userArn',
    signer?.arn ?? null,
    'userAgent',
    call.headers['user-agent'] ?? null,
    'user',
    signer?.userId ?? null,
  ]
  // There only with a key (observed).
  if (apiKey) members.push('apiKey', apiKey.value, 'apiKeyId', apiKey.id)
  return members
}

function* pairsOf(members: Members): Generator<[Value, Value]> {
  for (let i = 0; i < members.length; i += 2) yield [members[i] as Value, members[i + 1] as Value]
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
