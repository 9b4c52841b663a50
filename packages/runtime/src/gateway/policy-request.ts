import { plainAddress } from '../kernel/plain-address.ts'
import { Facts, type PolicyRequest } from '../kernel/policies/facts.ts'
import type { Signer } from '../kernel/signatures.ts'
import type { WireRequest } from '../kernel/wire.ts'

/** What a call of an API is to policies. */
export const INVOKE = 'execute-api:Invoke'

export interface InvokedApi {
  readonly request: WireRequest
  /** What is invoked, as policies name it: `arn:aws:execute-api:…`. */
  readonly resource: string
  readonly nowMs: number
  /** Undefined: nobody in particular. */
  readonly signer?: Signer | undefined
}

/**
 * A call as policies see it (keys documented: apigateway-resource-policies-aws-condition-keys). Every call of AWS's is
 * encrypted, so this one counts as such.
 */
export function invocationOf({ request, resource, nowMs, signer }: InvokedApi): PolicyRequest {
  const { headers, remoteAddress } = request
  return {
    action: INVOKE,
    resource,
    ...(signer && { principal: { type: 'AWS' as const, names: namesOf(signer) } }),
    facts: new Facts({
      'aws:PrincipalArn': signer && roleOf(signer),
      'aws:PrincipalAccount': signer?.account,
      'aws:userid': signer?.userId,
      'aws:SourceIp': plainAddress(remoteAddress),
      'aws:UserAgent': headers['user-agent'],
      'aws:Referer': headers.referer,
      'aws:CurrentTime': new Date(nowMs).toISOString(),
      'aws:EpochTime': String(Math.floor(nowMs / 1000)),
      'aws:SecureTransport': 'true',
    }),
  }
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
