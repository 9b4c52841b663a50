import { own } from '../../../kernel/own.ts'
import { readPolicyText } from '../../../kernel/policies/policy.ts'
import type { MethodCaching, StageSnapshot } from '../../ports.ts'
import type { Backend } from '../backend.ts'
import type { Route } from '../compile/routes.ts'
import type { IntegrationDefinition } from '../definition.ts'
import type { Exchange } from '../exchange.ts'
import type { Invoke } from '../integrations/integration.ts'
import type { Ports } from '../runtime.ts'
import { compileCacheKey } from './cache-key.ts'
import { renewalOf } from './renewal.ts'
import type { StoredAnswer } from './stored-answer.ts'

/** What the cache has done for a call. `shared`: another call was asking the endpoint for the same. */
export interface CacheUse {
  readonly outcome: 'hit' | 'shared' | 'miss' | 'renewed'
  /** Of the answer, in milliseconds. */
  readonly ageMs: number
  /** Whether the client is told that its `Cache-Control` was ignored. */
  readonly warns: boolean
}

/** What `ANY` stands for. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/**
 * The same invocation behind the stage's cache of its endpoints' answers (documented: api-gateway-caching), or the
 * invocation itself where nothing of it is kept: no cache, an endpoint that streams (documented: response-transfer-mode), or
 * none at all, as behind a mock (inferred). What is kept is what the endpoint said: authorizers, limits and mappings are
 * each call's own.
 */
export function throughCache(
  invoke: Invoke,
  route: Route,
  integration: IntegrationDefinition,
  snapshot: StageSnapshot,
  { caches }: Pick<Ports, 'caches'>,
): Invoke {
  const { cache, definition: api, deploymentId } = snapshot
  if (!cache || integration.type === 'MOCK' || integration.responseTransferMode === 'STREAM') return invoke
  const settings = settingsOf(route, cache.methods)
  const { definition: method, resource } = route
  const keyOf = settings.size > 0 && compileCacheKey({ deploymentId, resourceId: resource.id, method, integration })
  if (!keyOf) return invoke
  const answers = caches.of(snapshot, cache.epoch)
  const policy = api.policy ? readPolicyText(api.policy) : undefined

  return (exchange) => {
    const setting = settings.get(exchange.call.httpMethod)
    if (!setting) return invoke(exchange)
    const renewal = renewalOf(exchange, setting.whenUnauthorized, policy)
    const warns = renewal === 'ignored' && setting.whenUnauthorized === 'SUCCEED_WITH_RESPONSE_HEADER'
    const key = keyOf(exchange)
    if (renewal === 'granted') return ask(exchange, key, { outcome: 'renewed', ageMs: 0, warns })
    const now = exchange.runtime.clock.now()
    const found = answers.find(key, now, setting.ttlSeconds * 1000)
    if (found) return given(exchange, found.answer, { outcome: 'hit', ageMs: now - found.storedAt, warns })
    const miss: CacheUse = { outcome: 'miss', ageMs: 0, warns }
    const asked = answers.askedFor(key)
    if (!asked) return ask(exchange, key, miss)
    return asked.then((answer) =>
      answer ? given(exchange, answer, { outcome: 'shared', ageMs: 0, warns }) : ask(exchange, key, miss),
    )
  }

  function given(exchange: Exchange, answer: StoredAnswer, use: CacheUse): Backend {
    exchange.cacheUse = use
    return answer.backendFor(() => exchange.traceId)
  }

  function ask(exchange: Exchange, key: string, use: CacheUse) {
    exchange.cacheUse = use
    const { clock } = exchange.runtime
    const turn = answers.beginTurn()
    const answer = invoke(exchange)
    if (answer instanceof Promise) answers.share(key, turn, answer, () => clock.now())
    else answers.keep(key, turn, answer, clock.now())
    return answer
  }
}

/**
 * By the client's method. The settings for all methods turn caching on for GET only, others need settings of their own
 * (documented). Those of a resource's `ANY` count for GET alone, too (inferred).
 */
function settingsOf(
  { definition, resource }: Route,
  methods: Readonly<Record<string, MethodCaching>>,
): ReadonlyMap<string, MethodCaching> {
  const isAny = definition.httpMethod === 'ANY'
  const settings = new Map<string, MethodCaching>()
  for (const method of isAny ? METHODS : [definition.httpMethod]) {
    const named = own(methods, `${resource.path} ${method}`)
    const general = own(methods, `${resource.path} ANY`) ?? own(methods, '*')
    const setting = named ?? (method === 'GET' ? general : undefined)
    if (setting?.isOn) settings.set(method, setting)
  }
  return settings
}
