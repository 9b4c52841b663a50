import { type IdentityVerdict, whyNot } from '../../../kernel/policies/identity.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import { INVOKE } from '../../policy-request.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { methodArnOf } from '../method-arn.ts'
import { maskedArnOf } from './policy-request.ts'

/** The API's resource policy denies the call, or does not allow what it would have to. */
export function deniedByResource(exchange: Exchange, decision: 'deny' | 'none', signer?: Signer): GatewayError {
  const why =
    decision === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${INVOKE} action`
  const { statement } = exchange.resourceJudgment ?? { statement: 0 }
  const reason =
    decision === 'deny'
      ? `statement ${statement} of the API's resource policy denies this call`
      : "the API's resource policy does not allow this call"
  const kind = decision === 'deny' ? 'resource-policy-denies' : 'resource-policy-silent'
  return new GatewayError('ACCESS_DENIED', reason, { message: textFor(exchange, signer, why), kind })
}

/** A policy of whoever has signed denies the call, or none allows it. */
export function deniedByIdentity(exchange: Exchange, verdict: IdentityVerdict, signer: Signer): GatewayError {
  const isDenied = verdict.decision === 'deny'
  const verb = isDenied ? 'denies' : 'allows'
  const reason = `${isDenied ? 'a' : 'no'} ${verdict.by} of ${signer.arn} ${verb} ${INVOKE} on ${methodArnOf(exchange)}`
  return new GatewayError('ACCESS_DENIED', reason, {
    message: textFor(exchange, signer, whyNot(verdict, INVOKE)),
    kind: isDenied ? 'identity-denies' : 'identity-silent',
  })
}

/** Observed in the field, with and without the end that tells of the policy; this is the later one. */
function textFor(exchange: Exchange, signer: Signer | undefined, why: string): string {
  const who = signer?.arn ?? 'anonymous'
  return `User: ${who} is not authorized to perform: ${INVOKE} on resource: ${maskedArnOf(exchange)} ${why}`
}
