import { type Decision, judge } from '../../../kernel/policies/evaluate.ts'
import type { Policy } from '../../../kernel/policies/policy.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import type { Exchange } from '../exchange.ts'
import { deniedByResource } from './access-denied.ts'
import type { Authorize } from './authorizer.ts'
import { policyRequestOf } from './policy-request.ts'

/** What the API's resource policy says of a call. Undefined where it has none. */
export function decide(policy: Policy | undefined, exchange: Exchange, signer?: Signer): Decision | undefined {
  if (!policy) return undefined
  exchange.resourceJudgment = judge(policy, policyRequestOf(exchange, signer))
  return exchange.resourceJudgment.decision
}

/**
 * Beside an authorizer that says nothing of single methods the policy must allow the call (documented:
 * apigateway-authorization-flow). What it denies outright is not asked of the authorizer.
 */
export function underResourcePolicy(authorize: Authorize, policy: Policy): Authorize {
  return (exchange) => {
    const decision = decide(policy, exchange)
    if (decision === 'deny') throw deniedByResource(exchange, 'deny')
    const pending = authorize(exchange)
    if (decision === 'allow') return pending
    const refuse = () => {
      throw deniedByResource(exchange, 'none')
    }
    return pending ? pending.then(refuse) : refuse()
  }
}
