import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import { own } from '../own.ts'

/** A policy document of IAM (documented: reference_policies_grammar), read and ready to be evaluated. */
export interface Policy {
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  /** Undefined in a policy that belongs to an identity. */
  readonly principals: Listed<Principals> | undefined
  readonly actions: Listed<readonly string[]>
  /** Undefined where the policy belongs to the one resource that is asked for. */
  readonly resources: Listed<readonly string[]> | undefined
  readonly conditions: readonly Condition[]
}

/** `Action` or `NotAction`. */
export interface Listed<T> {
  readonly listed: T
  readonly negated: boolean
}

/** By type (`AWS`, `Service`); `*` alone is everybody. */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>

/** One key under one operator. */
export interface Condition {
  /** As written: `StringLike`, `ForAnyValue:StringEqualsIfExists`. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export class PolicyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PolicyError'
  }
}

const VERSIONS: ReadonlySet<JsonValue> = new Set(['2012-10-17', '2008-10-17'])

/** What an `Effect` says; undefined: nothing. */
export type ReadEffect = (value: JsonValue | undefined) => Statement['effect'] | undefined

/** Documented: IAM tells upper and lower case apart. */
const asIam: ReadEffect = (value) => (value === 'Allow' || value === 'Deny' ? value : undefined)

/** Throws a {@link PolicyError} for what IAM would not take. */
export function readPolicy(document: JsonValue | undefined, readEffect = asIam): Policy {
  if (!isJsonObject(document)) throw new PolicyError('the policy is no object')
  const version = own(document, 'Version')
  if (version !== undefined && !VERSIONS.has(version)) throw new PolicyError('the policy has an unknown Version')
  const statement = own(document, 'Statement')
  if (statement === undefined) throw new PolicyError('the policy has no Statement')
  return {
    statements: (Array.isArray(statement) ? statement : [statement]).map((each) => readStatement(each, readEffect)),
  }
}

export function readPolicyText(text: string): Policy {
  let document: JsonValue
  try {
    document = JSON.parse(text) as JsonValue
  } catch {
    throw new PolicyError('the policy is not JSON')
  }
  return readPolicy(document)
}

function readStatement(statement: JsonValue, readEffect: ReadEffect): Statement {
  if (!isJsonObject(statement)) throw new PolicyError('a statement of the policy is no object')
  const effect = readEffect(own(statement, 'Effect'))
  if (!effect) throw new PolicyError('a statement has no Effect of Allow or Deny')
  const actions = eitherOf(statement, 'Action', textsOf)
  if (!actions) throw new PolicyError('a statement has no Action')
  const sid = own(statement, 'Sid')
  return {
    sid: typeof sid === 'string' ? sid : undefined,
    effect,
    principals: eitherOf(statement, 'Principal', principalsOf),
    actions,
    resources: eitherOf(statement, 'Resource', textsOf),
    conditions: conditionsOf(own(statement, 'Condition')),
  }
}

/** `X` or `NotX`, and not both. */
function eitherOf<T>(statement: JsonObject, name: string, read: (value: JsonValue, name: string) => T) {
  const positive = own(statement, name)
  const negative = own(statement, `Not${name}`)
  if (positive !== undefined && negative !== undefined) throw new PolicyError(`a statement has ${name} and Not${name}`)
  const value = positive ?? negative
  return value === undefined ? undefined : { listed: read(value, name), negated: positive === undefined }
}

function textsOf(value: JsonValue, name: string): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.map((item) => {
    if (typeof item === 'string') return item
    // Conditions may write numbers and truth values plainly.
    if (name === 'Condition' && (typeof item === 'number' || typeof item === 'boolean')) return String(item)
    throw new PolicyError(`a value of ${name} is no text`)
  })
}

function principalsOf(value: JsonValue): Principals {
  if (value === '*') return '*'
  if (!isJsonObject(value)) throw new PolicyError('the Principal of a statement is neither * nor an object')
  return Object.fromEntries(Object.entries(value).map(([type, ids]) => [type, textsOf(ids, 'Principal')]))
}

function conditionsOf(value: JsonValue | undefined): Condition[] {
  if (value === undefined) return []
  if (!isJsonObject(value)) throw new PolicyError('the Condition of a statement is no object')
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isJsonObject(keys)) throw new PolicyError(`the condition ${operator} is no object`)
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values, 'Condition') }))
  })
}
