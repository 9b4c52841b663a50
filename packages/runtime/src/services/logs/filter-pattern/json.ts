import { isJsonObject } from '../../../kernel/json.ts'
import type { Fits } from './index.ts'
import { Scanner } from './scanner.ts'
import { compare, type Operator, takeOperator, takeQuoted, takeWanted, type Wanted } from './values.ts'

type Condition = (event: unknown) => boolean
/** What a selector's part does: a name, an index, or every element. */
type Part = string | number | '*'

const MAX_DEPTH = 100
/** A value without quotes. */
const BARE = /[\p{L}\p{N}_.:*+/@#-]+/uy

/** `{ $.level = "ERROR" && ($.status > 499 || $.user.id IS NULL) }`. An event that is no JSON does not fit. */
export function compileJson(text: string): Fits {
  const scanner = new Scanner(text)
  if (!scanner.sign('{')) scanner.fail('{')
  const condition = readOr(scanner, 0)
  if (!scanner.sign('}') || !scanner.done) scanner.fail('}')
  return (message) => {
    const event = parsed(message)
    return event !== undefined && condition(event)
  }
}

function parsed(message: string): unknown {
  try {
    const value: unknown = JSON.parse(message)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function readOr(scanner: Scanner, depth: number): Condition {
  const parts = [readAnd(scanner, depth)]
  while (scanner.sign('||')) parts.push(readAnd(scanner, depth))
  return (event) => parts.some((part) => part(event))
}

function readAnd(scanner: Scanner, depth: number): Condition {
  const parts = [readOne(scanner, depth)]
  while (scanner.sign('&&')) parts.push(readOne(scanner, depth))
  return (event) => parts.every((part) => part(event))
}

function readOne(scanner: Scanner, depth: number): Condition {
  if (depth > MAX_DEPTH) scanner.fail('less depth')
  if (!scanner.sign('(')) return readComparison(scanner)
  const inner = readOr(scanner, depth + 1)
  if (!scanner.sign(')')) scanner.fail(')')
  return inner
}

function readComparison(scanner: Scanner): Condition {
  const path = readSelector(scanner)
  scanner.skipBlanks()
  const state = scanner.take(/IS\s+(?:NULL|TRUE|FALSE)|NOT\s+EXISTS|EXISTS/iy)
  if (state !== undefined) return stateOf(path, state.toUpperCase().replace(/\s+/, ' '))
  const operator = takeOperator(scanner)
  if (!operator) scanner.fail('an operator')
  const wanted = takeWanted(scanner, BARE)
  return (event) => select(event, path).some((value) => holds(value, operator, wanted))
}

/** What is not there equals nothing, and differs from nothing (inferred). */
function holds(value: unknown, operator: Operator, wanted: Wanted): boolean {
  if (typeof value === 'string' || typeof value === 'number') return compare(value, operator, wanted)
  return typeof value === 'boolean' && compare(String(value), operator, wanted)
}

function stateOf(path: readonly Part[], state: string): Condition {
  switch (state) {
    case 'IS NULL':
      return (event) => select(event, path).includes(null)
    case 'IS TRUE':
      return (event) => select(event, path).includes(true)
    case 'IS FALSE':
      return (event) => select(event, path).includes(false)
    case 'EXISTS':
      return (event) => select(event, path).length > 0
    default:
      return (event) => select(event, path).length === 0
  }
}

/** `$.a.b[0]["c d"].e[*]`. */
function readSelector(scanner: Scanner): Part[] {
  scanner.skipBlanks()
  if (scanner.take(/\$/y) === undefined) scanner.fail('a selector such as $.name')
  const parts: Part[] = []
  for (;;) {
    const name = scanner.take(/\.[\p{L}\p{N}_-]+/uy)
    if (name !== undefined) {
      parts.push(name.slice(1))
      continue
    }
    if (scanner.take(/\[/y) === undefined) return parts
    parts.push(readIndex(scanner))
    if (scanner.take(/\]/y) === undefined) scanner.fail(']')
  }
}

function readIndex(scanner: Scanner): Part {
  const number = scanner.take(/\d+/y)
  if (number !== undefined) return Number(number)
  if (scanner.take(/\*/y) !== undefined) return '*'
  return takeQuoted(scanner) ?? scanner.fail('an index')
}

/** All values at a path: none where it leads nowhere. */
function select(event: unknown, path: readonly Part[]): unknown[] {
  let found: unknown[] = [event]
  for (const part of path) found = found.flatMap((value) => step(value, part))
  return found
}

function step(value: unknown, part: Part): unknown[] {
  if (Array.isArray(value)) {
    if (part === '*') return value
    return typeof part === 'number' && part < value.length ? [value[part]] : []
  }
  return isJsonObject(value) && typeof part === 'string' && Object.hasOwn(value, part) ? [value[part]] : []
}
