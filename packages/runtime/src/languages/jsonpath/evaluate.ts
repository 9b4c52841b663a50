import type { Budget } from '../budget.ts'
import { javaEquals } from '../velocity/equality.ts'
import { compareNumbers } from '../velocity/numbers.ts'
import { isNumber, List, type Value } from '../velocity/value.ts'
import type { Condition, Operand, Path, Step } from './syntax.ts'

/** A definite path gives the value or null, any other path a list of what it found (Jayway). */
export function evaluatePath(path: Path, document: Value, budget: Budget): Value {
  const found = walk(path, document, document, budget)
  return path.definite ? (found[0] ?? null) : new List(found, true)
}

function walk(path: Path, root: Value, item: Value, budget: Budget): Value[] {
  let found: Value[] = [path.from === '$' ? root : item]
  for (const step of path.steps) {
    const next: Value[] = []
    for (const value of found) {
      budget.step(1 + reachOf(step, value))
      collect(step, value, root, budget, next)
    }
    found = next
  }
  return found
}

/** How many places a step looks at in one value: paid for before they are gathered, since each may be a list itself. */
function reachOf(step: Step, value: Value): number {
  switch (step.kind) {
    case 'key':
    case 'index':
      return 1
    case 'keys':
      return step.names.length
    case 'indexes':
      return step.indexes.length
    case 'slice':
      return value instanceof List ? lengthOfSlice(step, value.items.length) : 0
    case 'all':
      return value instanceof List ? value.items.length : value instanceof Map ? value.size : 0
    case 'filter':
    case 'deep':
      // These pay for each place themselves.
      return 0
  }
}

function lengthOfSlice({ from = 0, to = Infinity }: Extract<Step, { kind: 'slice' }>, length: number): number {
  const place = (at: number) => Math.min(Math.max(at < 0 ? length + at : at, 0), length)
  return Math.max(place(to) - place(from), 0)
}

function collect(step: Step, value: Value, root: Value, budget: Budget, into: Value[]): void {
  switch (step.kind) {
    case 'key':
      if (value instanceof Map && value.has(step.name)) into.push(value.get(step.name) ?? null)
      break
    case 'keys':
      if (value instanceof Map)
        into.push(new Map(step.names.filter((n) => value.has(n)).map((n) => [n, value.get(n) ?? null])))
      break
    case 'index':
      pushItem(value, step.index, into)
      break
    case 'indexes':
      for (const index of step.indexes) pushItem(value, index, into)
      break
    case 'slice':
      if (value instanceof List) for (const item of value.items.slice(step.from, step.to)) into.push(item)
      break
    case 'all':
      for (const child of childrenOf(value)) into.push(child)
      break
    case 'filter':
      // An object is tested itself, a list item by item.
      for (const item of value instanceof List ? value.items : value instanceof Map ? [value] : []) {
        if (holds(step.test, root, item, budget)) into.push(item)
      }
      break
    case 'deep':
      descend(value, budget, into)
  }
}

function pushItem(value: Value, index: number, into: Value[]): void {
  if (!(value instanceof List)) return
  const item = value.items.at(index)
  if (item !== undefined) into.push(item)
}

function childrenOf(value: Value): Iterable<Value> {
  if (value instanceof List) return value.items
  return value instanceof Map ? value.values() : []
}

/** The value and everything below it. Depth is bounded by the JSON reader. */
function descend(value: Value, budget: Budget, into: Value[]): void {
  budget.step()
  if (!(value instanceof List || value instanceof Map)) return
  into.push(value)
  for (const child of childrenOf(value)) descend(child, budget, into)
}

function holds(condition: Condition, root: Value, item: Value, budget: Budget): boolean {
  budget.step()
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, root, item, budget) && holds(condition.right, root, item, budget)
    case 'or':
      return holds(condition.left, root, item, budget) || holds(condition.right, root, item, budget)
    case 'not':
      return !holds(condition.operand, root, item, budget)
    case 'exists':
      return walk(condition.path, root, item, budget).length > 0
    case 'compare':
      return compare(condition.operator, condition.left, condition.right, root, item, budget)
  }
}

function compare(
  operator: string,
  leftOperand: Operand,
  rightOperand: Operand,
  root: Value,
  item: Value,
  budget: Budget,
): boolean {
  const left = resolved(leftOperand, root, item, budget)
  if (operator === '=~') {
    return rightOperand.kind === 'pattern' && typeof left === 'string' && rightOperand.regex.matches(left, budget)
  }
  const right = resolved(rightOperand, root, item, budget)
  const order = isNumber(left) && isNumber(right) ? compareNumbers(left, right) : textOrder(left, right, budget)
  switch (operator) {
    case '==':
      return order === 0 || javaEquals(left, right, budget)
    case '!=':
      return order !== 0 && !javaEquals(left, right, budget)
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case 'in':
      return right instanceof List && right.items.some((other) => javaEquals(left, other, budget))
    case 'nin':
      return right instanceof List && !right.items.some((other) => javaEquals(left, other, budget))
  }
  return false
}

/** NaN where there is no order, so that every comparison is false. */
function textOrder(left: Value, right: Value, budget: Budget): number {
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN
  budget.scan(Math.min(left.length, right.length))
  return left < right ? -1 : left > right ? 1 : 0
}

function resolved(operand: Operand, root: Value, item: Value, budget: Budget): Value {
  if (operand.kind === 'value') return operand.value
  return operand.kind === 'path' ? evaluatePath(operand.path, rootOf(operand.path, root, item), budget) : null
}

function rootOf(path: Path, root: Value, item: Value): Value {
  return path.from === '$' ? root : item
}
