import { wholeNumber } from './numbers.ts'
import { parseReference } from './parse-reference.ts'
import type { Scanner } from './scanner.ts'
import type { Expression } from './syntax.ts'

const NUMBER = /-?(?:(\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|\d{1,1000})/y

/** Lowest precedence first, as in Velocity's grammar: or, and, equality, relation, sum, product, not. */
export function parseExpression(scanner: Scanner): Expression {
  return scanner.nested(() => parseOr(scanner))
}

function operator(scanner: Scanner, pattern: RegExp): string | undefined {
  scanner.skipSpace()
  return scanner.match(pattern)?.[0]
}

function parseOr(scanner: Scanner): Expression {
  let left = parseAnd(scanner)
  while (operator(scanner, /\|\||or\b/y)) left = { kind: 'or', left, right: parseAnd(scanner) }
  return left
}

function parseAnd(scanner: Scanner): Expression {
  let left = parseEquality(scanner)
  while (operator(scanner, /&&|and\b/y)) left = { kind: 'and', left, right: parseEquality(scanner) }
  return left
}

function parseEquality(scanner: Scanner): Expression {
  let left = parseRelation(scanner)
  for (;;) {
    const found = operator(scanner, /==|!=|eq\b|ne\b/y)
    if (!found) return left
    const kind = found === '==' || found === 'eq' ? 'equal' : 'unequal'
    left = { kind, left, right: parseRelation(scanner) }
  }
}

const RELATIONS = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const
type Relation = '<' | '<=' | '>' | '>='

function parseRelation(scanner: Scanner): Expression {
  let left = parseSum(scanner)
  for (;;) {
    const found = operator(scanner, /<=|>=|<|>|lt\b|le\b|gt\b|ge\b/y)
    if (!found) return left
    const relation = (RELATIONS as Record<string, Relation>)[found] ?? (found as Relation)
    left = { kind: 'compare', operator: relation, left, right: parseSum(scanner) }
  }
}

function parseSum(scanner: Scanner): Expression {
  let left = parseProduct(scanner)
  for (;;) {
    // `3 -1` is two numbers to Velocity, and an error; only `3 - 1` subtracts.
    const found = operator(scanner, /\+|-(?![\d.])/y)
    if (!found) return left
    left = { kind: 'arithmetic', operator: found === '+' ? '+' : '-', left, right: parseProduct(scanner) }
  }
}

function parseProduct(scanner: Scanner): Expression {
  let left = parseNot(scanner)
  for (;;) {
    const found = operator(scanner, /[*/%]/y) as '*' | '/' | '%' | undefined
    if (!found) return left
    left = { kind: 'arithmetic', operator: found, left, right: parseNot(scanner) }
  }
}

function parseNot(scanner: Scanner): Expression {
  if (operator(scanner, /!|not\b/y)) return scanner.nested(() => ({ kind: 'not', operand: parseNot(scanner) }))
  return parsePrimary(scanner)
}

function parsePrimary(scanner: Scanner): Expression {
  scanner.skipSpace()
  const next = scanner.peek()
  if (next === '$') {
    const reference = parseReference(scanner, parseExpression)
    return reference ? { kind: 'reference', reference } : scanner.fail("'$' begins no reference")
  }
  if (next === '"' || next === "'") return parseString(scanner, next)
  if (next === '[') return parseList(scanner)
  if (next === '{') return parseMap(scanner)
  if (scanner.take('(')) {
    const inner = parseExpression(scanner)
    scanner.skipSpace()
    scanner.expect(')', 'after an expression')
    return inner
  }
  const word = scanner.match(/(?:true|false)\b/y)
  if (word) return { kind: 'literal', value: word[0] === 'true' }
  return parseNumber(scanner)
}

function parseNumber(scanner: Scanner): Expression {
  const found = scanner.match(NUMBER)
  if (!found) return scanner.fail('an expression is missing')
  if (found[1] !== undefined) return { kind: 'double', value: Number(found[0]) }
  return { kind: 'literal', value: wholeNumber(BigInt(found[0])) }
}

/** No backslash escapes: a doubled quote stands for one quote. Double quotes interpolate references and directives. */
function parseString(scanner: Scanner, quote: string): Expression {
  const end = endOfString(scanner, quote)
  if (end < 0) return scanner.fail('a string has no end')
  const content = scanner.text.slice(scanner.position + 1, end).replaceAll(quote + quote, quote)
  scanner.position = end + 1
  if (quote === "'" || !/[$#]/.test(content)) return { kind: 'literal', value: content }
  return { kind: 'interpolated', text: content, depth: scanner.depth }
}

function endOfString({ text, position }: Scanner, quote: string): number {
  let end = text.indexOf(quote, position + 1)
  while (end >= 0 && text[end + 1] === quote) end = text.indexOf(quote, end + 2)
  return end
}

function parseList(scanner: Scanner): Expression {
  scanner.position++
  scanner.skipSpace()
  const items: Expression[] = []
  if (scanner.take(']')) return { kind: 'list', items }
  for (;;) {
    const item = parseExpression(scanner)
    items.push(item)
    scanner.skipSpace()
    if (items.length === 1 && scanner.take('..')) {
      const to = parseExpression(scanner)
      scanner.skipSpace()
      scanner.expect(']', 'after a range')
      return { kind: 'range', from: item, to }
    }
    if (scanner.take(']')) return { kind: 'list', items }
    scanner.expect(',', 'between list items')
  }
}

function parseMap(scanner: Scanner): Expression {
  scanner.position++
  scanner.skipSpace()
  const entries: [Expression, Expression][] = []
  if (scanner.take('}')) return { kind: 'map', entries }
  for (;;) {
    const key = parseExpression(scanner)
    scanner.skipSpace()
    scanner.expect(':', 'after a map key')
    entries.push([key, parseExpression(scanner)])
    scanner.skipSpace()
    if (scanner.take('}')) return { kind: 'map', entries }
    scanner.expect(',', 'between map entries')
  }
}
