import { SilentMap } from '../../../languages/velocity/value.ts'
import type { AuthorizerCall, Exchange } from '../exchange.ts'
import { claimsMap } from './claims.ts'

/**
 * `$context.authorizer`: the claims of a token, or what a function has said of the caller. Undefined where neither was
 * asked for.
 */
export function authorizerMap({ authorizerCall, token, verdict }: Exchange): SilentMap | undefined {
  if (token) return new SilentMap([['claims', claimsMap(token.claims)]])
  if (!verdict) return undefined
  const { context, principalId } = verdict
  const map = new SilentMap([
    ['principalId', principalId],
    ['integrationLatency', latencyOf(authorizerCall)],
  ])
  // What the function calls by these names does not take their place (inferred).
  for (const [name, value] of Object.entries(context)) if (!map.has(name)) map.set(name, value)
  return map
}

/** Milliseconds; none where the answer was remembered (inferred). */
function latencyOf(call: AuthorizerCall | undefined): number {
  return call?.answer ? call.answer.endedAt - call.startedAt : 0
}
