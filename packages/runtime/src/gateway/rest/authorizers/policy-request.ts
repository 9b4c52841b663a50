import { plainAddress } from '../../../kernel/plain-address.ts'
import { Facts, type PolicyRequest } from '../../../kernel/policies/facts.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { methodArnOf } from '../method-arn.ts'

/**
 * A call as policies see it (keys documented: apigateway-resource-policies-aws-condition-keys). Every call of AWS's is
 * encrypted, so this one counts as such.
 */
export function policyRequestOf(exchange: Exchange): PolicyRequest {
  const { call, startedAt } = exchange
  return {
    action: 'execute-api:Invoke',
    resource: methodArnOf(exchange),
    facts: new Facts({
      'aws:SourceIp': plainAddress(call.request.remoteAddress),
      'aws:UserAgent': call.headers['user-agent'],
      'aws:Referer': call.headers.referer,
      'aws:CurrentTime': new Date(startedAt).toISOString(),
      'aws:EpochTime': String(Math.floor(startedAt / 1000)),
      'aws:SecureTransport': 'true',
    }),
  }
}

/** Refused by the policy that a function has answered with (texts observed). */
export function deniedByAuthorizer(explicitly: boolean): GatewayError {
  const message = explicitly ? 'User is not authorized to access this resource with an explicit deny' : undefined
  const reason = explicitly
    ? "the authorizer's policy denies this method"
    : "the authorizer's policy does not allow this method"
  return new GatewayError('ACCESS_DENIED', reason, { message })
}

/** Refused to somebody who has signed (text observed: https://github.com/aws-amplify/amplify-js/issues/11265). */
export function deniedToSigner(exchange: Exchange, { account, arn }: Signer): GatewayError {
  const message = `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${maskedArnOf(exchange)}`
  return new GatewayError('ACCESS_DENIED', `account ${account} is not the API's own`, { message })
}

/** AWS shows four digits of the account only (observed). */
function maskedArnOf(exchange: Exchange): string {
  const { account } = exchange.api.snapshot.place
  return methodArnOf(exchange).replace(`:${account}:`, `:********${account.slice(-4)}:`)
}
