import type { FunctionPrincipal } from '../../../kernel/functions.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { matchesArn, matchesGlob } from '../../../kernel/policies/glob.ts'

/** The values that conditions ask for, by key in lower case: AWS does not look at the case of a key (documented). */
export type ConditionValues = ReadonlyMap<string, string>

/** An identity of another account, which is to be let in by name, or by its account. */
export interface Stranger {
  readonly account: string
  readonly arn: string
}

type Principal = FunctionPrincipal | Stranger | 'anybody'

/** Whether a policy of a function, version or alias lets a caller do something. */
export type Access = (action: string, principal: Principal, values?: ConditionValues) => boolean

const NONE: ConditionValues = new Map()

/**
 * A service needs a statement; an identity of the function's account passes, since identity policies are not evaluated
 * (docs/fidelity.md). What a statement asks and is not understood is not fulfilled.
 */
export function accessOf(statements: readonly JsonObject[]): Access {
  const allows = (action: string, principal: Exclude<Principal, 'account'>, values = NONE) => {
    const known = typeof principal === 'object' && 'service' in principal ? sourceValues(principal) : values
    return statements.some(
      (statement) =>
        statement.Effect === 'Allow' &&
        allowsAction(statement.Action, action) &&
        isFor(statement.Principal, principal) &&
        isFulfilled(statement.Condition, known),
    )
  }
  /** What services have been answered: the same few ask again and again. */
  const answered = new Map<string, boolean>()
  return (action, principal, values) => {
    if (principal === 'account') return true
    if (principal === 'anybody' || !('service' in principal)) return allows(action, principal, values)
    const { service, sourceArn, sourceAccount } = principal
    const question = `${action} ${service} ${sourceAccount} ${sourceArn}`
    const before = answered.get(question)
    if (before !== undefined) return before
    const answer = allows(action, principal)
    if (answered.size >= MAX_ANSWERED) answered.clear()
    answered.set(question, answer)
    return answer
  }
}

const MAX_ANSWERED = 200

function sourceValues({ sourceArn, sourceAccount }: { sourceArn?: string; sourceAccount?: string }): ConditionValues {
  const values = new Map<string, string>()
  if (sourceArn !== undefined) values.set('aws:sourcearn', sourceArn)
  if (sourceAccount !== undefined) values.set('aws:sourceaccount', sourceAccount)
  return values
}

function allowsAction(allowed: JsonValue | undefined, action: string): boolean {
  return typeof allowed === 'string' && matchesGlob(allowed.toLowerCase(), action.toLowerCase())
}

function isFor(allowed: JsonValue | undefined, principal: Exclude<Principal, 'account'>): boolean {
  if (allowed === '*') return true
  if (principal === 'anybody' || !isJsonObject(allowed)) return false
  if ('service' in principal) return allowed.Service === principal.service
  const { account, arn } = principal
  return allowed.AWS === arn || (typeof allowed.AWS === 'string' && isRootOf(allowed.AWS, account))
}

function isRootOf(arn: string, account: string): boolean {
  return arn.endsWith(`:iam::${account}:root`)
}

function isFulfilled(condition: JsonValue | undefined, values: ConditionValues): boolean {
  if (condition === undefined) return true
  if (!isJsonObject(condition)) return false
  return Object.entries(condition).every(([operator, keys]) => {
    const holds = OPERATORS[operator]
    if (!holds || !isJsonObject(keys)) return false
    return Object.entries(keys).every(([key, asked]) => {
      const value = values.get(key.toLowerCase())
      return value !== undefined && typeof asked === 'string' && holds(asked, value)
    })
  })
}

const OPERATORS: Readonly<Record<string, ((asked: string, value: string) => boolean) | undefined>> = {
  StringEquals: (asked, value) => asked === value,
  Bool: (asked, value) => asked === value,
  ArnLike: matchesArn,
}
