import type { Decision } from '../../../kernel/policies/evaluate.ts'
import type { IdentityVerdict } from '../../../kernel/policies/identity.ts'
import type { SignatureProblem, Signer } from '../../../kernel/signatures.ts'
import { ASKS_FOR_SIGNATURE } from '../../foreseen.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { GatewayResponseType } from '../gateway-response-types.ts'
import { deniedByIdentity, deniedByResource } from './access-denied.ts'
import type { Authorizer } from './authorizer.ts'
import { brokenSignature } from './broken-signature.ts'
import { policyRequestOf } from './policy-request.ts'
import { decide } from './resource-policy.ts'

/** Who has signed may call what their own policies and the API's let them. */
export const awsIam: Authorizer = {
  type: 'AWS_IAM',
  definitionTypes: [],
  weighsPolicy: true,
  compile:
    ({ policy }, { judgeIdentity, signatures }) =>
    (exchange) => {
      const { api, call } = exchange
      const { place } = api.snapshot
      const verdict = signatures.verify(call.sent, { service: 'execute-api', region: place.region })
      if (verdict.kind === 'unsigned') throw unsigned(exchange)
      if (verdict.kind === 'refused') throw refused(verdict.problem, verdict.message)
      const { signer } = verdict
      const resource = decide(policy, exchange, signer)
      if (resource === 'deny') throw deniedByResource(exchange, 'deny', signer)
      const admit = (identity: IdentityVerdict) => {
        weigh(exchange, signer, resource, identity)
        exchange.signer = signer
      }
      const identity = judgeIdentity(signer, policyRequestOf(exchange, signer))
      return identity instanceof Promise ? identity.then(admit) : admit(identity)
    },
  foresee: () => ASKS_FOR_SIGNATURE,
}

function unsigned({ call }: Exchange): GatewayError {
  const reason = 'AWS_IAM method called without a signature'
  return brokenSignature(call.headers, reason) ?? new GatewayError('MISSING_AUTHENTICATION_TOKEN', reason)
}

/** By problem: the gateway response, and the error's type where it is not that of the response (inferred). */
const RESPONSES: Readonly<Record<SignatureProblem, readonly [type: GatewayResponseType, errorType?: string]>> = {
  incomplete: ['INVALID_SIGNATURE', 'IncompleteSignatureException'],
  'unknown-key': ['INVALID_SIGNATURE', 'UnrecognizedClientException'],
  'expired-token': ['EXPIRED_TOKEN'],
  invalid: ['INVALID_SIGNATURE'],
}

function refused(problem: SignatureProblem, message: string): GatewayError {
  const [type, errorType] = RESPONSES[problem]
  const [reason = ''] = message.split('\n')
  return new GatewayError(type, reason, { message, ...(errorType !== undefined && { errorType }) })
}

/**
 * In the API's own account one side has to allow the call, and none may deny it; another account must be let in by both
 * sides (documented: authorization flow).
 */
function weigh(exchange: Exchange, signer: Signer, resource: Decision | undefined, identity: IdentityVerdict): void {
  exchange.identityVerdict = identity
  if (identity.decision === 'deny') throw deniedByIdentity(exchange, identity, signer)
  const isOwn = signer.account === exchange.api.snapshot.place.account
  const byResource = resource === 'allow'
  const byIdentity = identity.decision === 'allow'
  if (isOwn ? byResource || byIdentity : byResource && byIdentity) return
  throw isOwn || byResource ? deniedByIdentity(exchange, identity, signer) : deniedByResource(exchange, 'none', signer)
}
