import type { Budget } from '../budget.ts'
import { compareNumbers } from './numbers.ts'
import { printed } from './print.ts'
import { isNumber, List, TemplateError, type Value } from './value.ts'

/**
 * The operator `==`: numbers by value, equal kinds by content, different kinds by their text (Velocity 1.7). API
 * Gateway's own addition: nothing equals the empty string too (observed).
 */
export function looselyEqual(a: Value, b: Value, budget: Budget): boolean {
  if (a === null || b === null) return (a ?? '') === (b ?? '')
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b, budget)
  if (typeof a === typeof b && typeof a !== 'object') return a === b
  if (sameKind(a, b)) return javaEquals(a, b, budget)
  return sameText(printed(a, budget), printed(b, budget), budget)
}

function sameText(a: string, b: string, budget: Budget): boolean {
  if (a.length !== b.length) return false
  budget.scan(a.length)
  return a === b
}

function sameKind(a: Value, b: Value): boolean {
  return (a instanceof List && b instanceof List) || (a instanceof Map && b instanceof Map)
}

/** Java's `equals`: never true between different kinds. */
export function javaEquals(a: Value, b: Value, budget: Budget, depth = 0): boolean {
  if (depth > 100) throw new TemplateError('values are nested too deeply to compare')
  budget.step()
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b, budget)
  if (isNumber(a) && isNumber(b)) return typeof a === typeof b && compareNumbers(a, b) === 0
  if (a instanceof List && b instanceof List) {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, i) => javaEquals(item, b.items[i] ?? null, budget, depth + 1))
    )
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false
    for (const [key, item] of a) {
      if (!b.has(key) || !javaEquals(item, b.get(key) ?? null, budget, depth + 1)) return false
    }
    return true
  }
  return a === b
}
