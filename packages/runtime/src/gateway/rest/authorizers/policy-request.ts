import type { PolicyRequest } from '../../../kernel/policies/facts.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import { invocationOf } from '../../policy-request.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { methodArnOf } from '../method-arn.ts'

/** A call of a method as policies see it. */
export function policyRequestOf(exchange: Exchange, signer?: Signer): PolicyRequest {
  const { call, startedAt: nowMs } = exchange
  return invocationOf({ request: call.request, resource: methodArnOf(exchange), nowMs, signer })
}

/** Refused by a statement of the policy that a function has answered with (text observed). The first is number 1. */
export function deniedByAuthorizer(statement: number): GatewayError {
  return new GatewayError('ACCESS_DENIED', `statement ${statement} of the authorizer's policy denies this method`, {
    message: 'User is not authorized to access this resource with an explicit deny',
    kind: 'policy-denies',
  })
}

export function notAllowedByAuthorizer(): GatewayError {
  return new GatewayError('ACCESS_DENIED', "the authorizer's policy does not allow this method", {
    kind: 'policy-silent',
  })
}

/** AWS shows four digits of the account only (observed). */
export function maskedArnOf(exchange: Exchange): string {
  const { account } = exchange.api.snapshot.place
  return methodArnOf(exchange).replace(`:${account}:`, `:********${account.slice(-4)}:`)
}
