import { isInRange } from './addresses.ts'
import type { Facts } from './facts.ts'
import { matchesArn, matchesGlob } from './glob.ts'
import type { Condition } from './policy.ts'

/** `unknown`: an operator that nobody here knows, or a value that it cannot read. It never opens anything. */
export type Held = boolean | 'unknown'

/** Whether a value of the policy fits one of the request. Undefined: the policy's value cannot be read. */
type Compare = (wanted: string, actual: string) => boolean | undefined

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/

/** Negated operators hold where none of the values fits, and where the key is missing (documented). */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

/** Documented: reference_policies_elements_condition_operators. `ArnEquals` and `ArnLike` are the same. */
const COMPARE: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', (wanted, actual) => wanted === actual],
  ['StringEqualsIgnoreCase', (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase()],
  ['StringLike', matchesGlob],
  ['NumericEquals', numeric((a, b) => a === b)],
  ['NumericLessThan', numeric((a, b) => a < b)],
  ['NumericLessThanEquals', numeric((a, b) => a <= b)],
  ['NumericGreaterThan', numeric((a, b) => a > b)],
  ['NumericGreaterThanEquals', numeric((a, b) => a >= b)],
  ['DateEquals', dated((a, b) => a === b)],
  ['DateLessThan', dated((a, b) => a < b)],
  ['DateLessThanEquals', dated((a, b) => a <= b)],
  ['DateGreaterThan', dated((a, b) => a > b)],
  ['DateGreaterThanEquals', dated((a, b) => a >= b)],
  ['Bool', (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase()],
  ['BinaryEquals', (wanted, actual) => wanted === actual],
  ['IpAddress', isInRange],
  ['ArnEquals', matchesArn],
  ['ArnLike', matchesArn],
])

/** Whether one condition holds for a request. */
export function holds({ operator, key, values }: Condition, facts: Facts): Held {
  const [, set, name = '', ifExists] = OPERATOR.exec(operator) ?? []
  const actual = facts.of(key)
  if (name === 'Null') return isNull(values, actual)
  const positive = Object.hasOwn(NEGATED, name) ? NEGATED[name] : undefined
  const compare = COMPARE.get(positive ?? name)
  if (!compare) return 'unknown'
  if (actual === undefined || actual.length === 0) {
    return ifExists !== undefined || set === 'ForAllValues' || (positive !== undefined && set === undefined)
  }
  const wanted = values.map((value) => facts.filled(value)).filter((value) => value !== undefined)
  const fits = actual.map((value) => fitsAny(value, wanted, compare))
  if (fits.includes('unknown')) return 'unknown'
  const held = positive === undefined ? fits : fits.map((fit) => !fit)
  return set === 'ForAnyValue' || (set === undefined && positive === undefined)
    ? held.includes(true)
    : !held.includes(false)
}

function fitsAny(actual: string, wanted: readonly string[], compare: Compare): Held {
  let found: Held = false
  for (const value of wanted) {
    const fits = compare(value, actual)
    if (fits) return true
    if (fits === undefined) found = 'unknown'
  }
  return found
}

/** `true`: the key is missing. `false`: it is there. */
function isNull(values: readonly string[], actual: readonly string[] | undefined): Held {
  const isMissing = actual === undefined || actual.length === 0
  if (!values.every((value) => /^(?:true|false)$/i.test(value))) return 'unknown'
  return values.some((value) => (value.toLowerCase() === 'true') === isMissing)
}

function numeric(compare: (actual: number, wanted: number) => boolean): Compare {
  return compared((text) => (/^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined), compare)
}

/** Times of ISO 8601 or seconds since the epoch. */
function dated(compare: (actual: number, wanted: number) => boolean): Compare {
  return compared((text) => {
    const time = /^\d+$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text)
    return Number.isNaN(time) ? undefined : time
  }, compare)
}

function compared(
  read: (text: string) => number | undefined,
  compare: (actual: number, wanted: number) => boolean,
): Compare {
  return (wanted, actual) => {
    const limit = read(wanted)
    if (limit === undefined) return undefined
    const value = read(actual)
    return value !== undefined && compare(value, limit)
  }
}
