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
export function policyRequestOf(exchange: Exchange, signer?: Signer): PolicyRequest {
  const { call, startedAt } = exchange
  return {
    action: 'execute-api:Invoke',
    resource: methodArnOf(exchange),
    ...(signer && { principal: { type: 'AWS' as const, names: namesOf(signer) } }),
    facts: new Facts({
      'aws:PrincipalArn': signer && roleOf(signer),
      'aws:PrincipalAccount': signer?.account,
      'aws:userid': signer?.userId,
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

/** AWS shows four digits of the account only (observed). */
export function maskedArnOf(exchange: Exchange): string {
  const { account } = exchange.api.snapshot.place
  return methodArnOf(exchange).replace(`:${account}:`, `:********${account.slice(-4)}:`)
}

/** A session is known under its role, too; the role's path is not in its ARN. */
function namesOf(signer: Signer): string[] {
  const { account, arn } = signer
  const [, partition = 'aws'] = arn.split(':')
  return [arn, roleOf(signer), account, `arn:${partition}:iam::${account}:root`]
}

function roleOf({ arn }: Signer): string {
  return arn.replace(/:sts::(\d+):assumed-role\/([^/]+)\/.*$/, ':iam::$1:role/$2')
}
