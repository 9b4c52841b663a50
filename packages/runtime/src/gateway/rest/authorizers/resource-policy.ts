import { type Decision, judge } from '../../../kernel/policies/evaluate.ts'
import type { Policy } from '../../../kernel/policies/policy.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { Authorize } from './authorizer.ts'
import { maskedArnOf, policyRequestOf } from './policy-request.ts'

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

/** Texts observed in the field, with and without the end that tells of the policy; this is the later one. */
export function deniedByResource(exchange: Exchange, decision: 'deny' | 'none', signer?: Signer): GatewayError {
  const who = signer?.arn ?? 'anonymous'
  const why =
    decision === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : 'because no resource-based policy allows the execute-api:Invoke action'
  const what = `is not authorized to perform: execute-api:Invoke on resource: ${maskedArnOf(exchange)}`
  const { statement } = exchange.resourceJudgment ?? { statement: 0 }
  const reason =
    decision === 'deny'
      ? `statement ${statement} of the API's resource policy denies this call`
      : "the API's resource policy does not allow this call"
  const kind = decision === 'deny' ? 'resource-policy-denies' : 'resource-policy-silent'
  return new GatewayError('ACCESS_DENIED', reason, { message: `User: ${who} ${what} ${why}`, kind })
}
