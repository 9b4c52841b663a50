import type { JsonObject } from '../../../kernel/json.ts'
import { iamOf } from '../../../kernel/payload-format-2/event.ts'
import { type IdentityVerdict, whyNot } from '../../../kernel/policies/identity.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import { ASKS_FOR_SIGNATURE } from '../../foreseen.ts'
import { INVOKE, invocationOf } from '../../policy-request.ts'
import { routeArnOf } from '../arns.ts'
import { HttpApiError } from '../http-api-error.ts'
import type { Authorizer } from './authorizer.ts'
import type { Caller } from './caller.ts'

/**
 * Who has signed may call what their own policies let them, in the API's own account: an HTTP API has no resource policy
 * that could let another account in. Whatever is wrong with a signature, or that there is none, is 403
 * (observed in a suite of LocalStack's that was run against AWS).
 */
export const awsIam: Authorizer = {
  type: 'AWS_IAM',
  definitionType: undefined,
  compile:
    (_route, { judgeIdentity, signatures }) =>
    (exchange) => {
      const { place } = exchange.stage.snapshot
      const verdict = signatures.verify(exchange.call.request, { service: 'execute-api', region: place.region })
      if (verdict.kind === 'unsigned') throw refused('AWS_IAM route called without a signature')
      if (verdict.kind === 'refused') throw refused(verdict.message.split('\n', 1)[0] ?? '')
      const { signer } = verdict
      if (signer.account !== place.account) throw refused(`${signer.arn} is of another account`)
      const { call, startedAt: nowMs } = exchange
      const invocation = invocationOf({ request: call.request, resource: routeArnOf(exchange), nowMs, signer })
      const admit = (identity: IdentityVerdict) => {
        if (identity.decision !== 'allow') throw refused(`${signer.arn} may not: ${whyNot(identity, INVOKE)}`)
        exchange.caller = new SignedCaller(signer)
      }
      const identity = judgeIdentity(signer, invocation)
      return identity instanceof Promise ? identity.then(admit) : admit(identity)
    },
  foresee: () => ASKS_FOR_SIGNATURE,
}

function refused(reason: string): HttpApiError {
  return new HttpApiError(403, reason, { part: 'authorizer' })
}

class SignedCaller implements Caller {
  readonly signer: Signer

  constructor(signer: Signer) {
    this.signer = signer
  }

  event2(): JsonObject {
    return { iam: iamOf(this.signer) }
  }

  /** There it stands under `identity`. */
  event1(): undefined {
    return undefined
  }

  variable(): undefined {
    return undefined
  }
}
