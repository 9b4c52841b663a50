import type { FunctionPrincipal } from '../../../kernel/functions.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { evaluate } from '../../../kernel/policies/evaluate.ts'
import { Facts, type RequestPrincipal } from '../../../kernel/policies/facts.ts'
import { readPolicy } from '../../../kernel/policies/policy.ts'

/** An identity that is to be let in by name, or by its account. */
export interface Stranger {
  readonly account: string
  readonly arn: string
}

type Principal = FunctionPrincipal | Stranger | 'anybody'

/** Whether a policy of a function, version or alias lets a caller do something. `facts` are what conditions ask for. */
export type Access = (action: string, principal: Principal, facts?: Facts) => boolean

const NOTHING = new Facts({})

/**
 * A service needs a statement; an identity of the function's account passes, since AWS's own APIs ask no policies of
 * identities here (docs/fidelity.md).
 */
export function accessOf(statements: readonly JsonObject[], resource: string): Access {
  const policy = readPolicy({ Statement: statements })
  const allows = (action: string, principal: RequestPrincipal | undefined, facts: Facts) =>
    evaluate(policy, { action, resource, facts, ...(principal && { principal }) }) === 'allow'
  /** What services have been answered: the same few ask again and again. */
  const answered = new Map<string, boolean>()
  return (action, principal, facts = NOTHING) => {
    if (principal === 'account') return true
    if (principal === 'anybody') return allows(action, undefined, facts)
    if (!('service' in principal)) return allows(action, { type: 'AWS', names: namesOf(principal) }, facts)
    const { service, sourceArn, sourceAccount } = principal
    const question = `${action} ${service} ${sourceAccount} ${sourceArn}`
    const before = answered.get(question)
    if (before !== undefined) return before
    const source = new Facts({ 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceAccount })
    const answer = allows(action, { type: 'Service', names: [service] }, source)
    if (answered.size >= MAX_ANSWERED) answered.clear()
    answered.set(question, answer)
    return answer
  }
}

const MAX_ANSWERED = 200

function namesOf({ account, arn }: Stranger): string[] {
  const [, partition = 'aws'] = arn.split(':')
  return [arn, account, `arn:${partition}:iam::${account}:root`]
}
