import type { Policy } from '../../../kernel/policies/policy.ts'
import type { SignatureProblem, Signer } from '../../../kernel/signatures.ts'
import { ASKS_FOR_SIGNATURE } from '../../foreseen.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { GatewayResponseType } from '../gateway-response-types.ts'
import type { Authorizer } from './authorizer.ts'
import { brokenSignature } from './broken-signature.ts'
import { decide, deniedByResource } from './resource-policy.ts'

/** Who has signed may call, in the API's own account: policies of identities are not evaluated. */
export const awsIam: Authorizer = {
  type: 'AWS_IAM',
  definitionTypes: [],
  weighsPolicy: true,
  compile:
    ({ policy }, { signatures }) =>
    (exchange) => {
      const { api, call } = exchange
      const { place } = api.snapshot
      const verdict = signatures.verify(call.sent, { service: 'execute-api', region: place.region })
      if (verdict.kind === 'unsigned') throw unsigned(exchange)
      if (verdict.kind === 'refused') throw refused(verdict.problem, verdict.message)
      weigh(policy, exchange, verdict.signer)
      exchange.signer = verdict.signer
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

/** Another account must be let in by both sides, and the API's is its resource policy (documented: authorization flow). */
function weigh(policy: Policy | undefined, exchange: Exchange, signer: Signer): void {
  const decision = decide(policy, exchange, signer)
  if (decision === 'deny') throw deniedByResource(exchange, decision, signer)
  if (decision === 'allow' || signer.account === exchange.api.snapshot.place.account) return
  throw deniedByResource(exchange, 'none', signer)
}
