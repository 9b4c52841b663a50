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

/** Refused by the policy that a function has answered with (texts observed). */
export function deniedByAuthorizer(explicitly: boolean): GatewayError {
  const message = explicitly ? 'User is not authorized to access this resource with an explicit deny' : undefined
  const reason = explicitly
    ? "the authorizer's policy denies this method"
    : "the authorizer's policy does not allow this method"
  return new GatewayError('ACCESS_DENIED', reason, { message })
}

/** AWS shows four digits of the account only (observed). */
export function maskedArnOf(exchange: Exchange): string {
  const { account } = exchange.api.snapshot.place
  return methodArnOf(exchange).replace(`:${account}:`, `:********${account.slice(-4)}:`)
}
