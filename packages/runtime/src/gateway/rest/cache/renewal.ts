import { evaluate } from '../../../kernel/policies/evaluate.ts'
import type { Policy } from '../../../kernel/policies/policy.ts'
import { policyRequestOf } from '../authorizers/policy-request.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'

/** A call's wish for an answer that is not from the cache. */
export type Renewal = 'not-wanted' | 'granted' | 'ignored'

/** `unauthorizedCacheControlHeaderStrategy`, as a method setting holds it. */
export type UnauthorizedStrategy = 'FAIL_WITH_403' | 'SUCCEED_WITH_RESPONSE_HEADER' | 'SUCCEED_WITHOUT_RESPONSE_HEADER'

/**
 * `Cache-Control: max-age=0` asks for it (documented: api-gateway-caching). `whenUnauthorized` says what becomes of the
 * wish of those who have no permission; undefined: nobody needs one. What a refusal answers beside its 403 is inferred.
 */
export function renewalOf(
  exchange: Exchange,
  whenUnauthorized: UnauthorizedStrategy | undefined,
  policy: Policy | undefined,
): Renewal {
  const control = exchange.call.headers['cache-control']
  if (control === undefined || !MAX_AGE_0.test(control)) return 'not-wanted'
  if (whenUnauthorized === undefined || mayInvalidate(exchange, policy)) return 'granted'
  if (whenUnauthorized !== 'FAIL_WITH_403') return 'ignored'
  const reason = 'Cache-Control: max-age=0 from a caller without execute-api:InvalidateCache'
  throw new GatewayError('ACCESS_DENIED', reason, { kind: 'cache-control' })
}

const MAX_AGE_0 = /(?:^|,)\s*max-age\s*=\s*"?0+"?\s*(?:,|$)/i

/**
 * Whoever has signed in the API's own account may: of identities' policies only `execute-api:Invoke` is asked. So may whom the policy of
 * the authorizer's function or the API's own lets (inferred). A `Deny` of either outweighs that.
 */
function mayInvalidate(exchange: Exchange, policy: Policy | undefined): boolean {
  const { api, signer, verdict } = exchange
  const request = { ...policyRequestOf(exchange, signer), action: 'execute-api:InvalidateCache' }
  const decisions = [policy, verdict?.policy].map((each) => each && evaluate(each, request))
  if (decisions.includes('deny')) return false
  return decisions.includes('allow') || signer?.account === api.snapshot.place.account
}
