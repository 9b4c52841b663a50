import { Budget } from '../../../languages/budget.ts'
import { compileJavaRegex, type JavaRegex } from '../../../languages/java-regex/java-regex.ts'
import { PatternError } from '../../../languages/java-regex/syntax.ts'
import { PatternSyntaxError, type Scanner } from './scanner.ts'

/** The right side of a comparison: a text in which `*` stands for anything, a regular expression, or a number. */
export type Wanted =
  | { readonly kind: 'text'; readonly text: string; readonly pieces: readonly string[] | undefined }
  | { readonly kind: 'regex'; readonly regex: JavaRegex }

export const OPERATORS = ['!=', '<=', '>=', '=', '<', '>'] as const
export type Operator = (typeof OPERATORS)[number]

export function takeOperator(scanner: Scanner): Operator | undefined {
  return OPERATORS.find((operator) => scanner.sign(operator))
}

/** Reads `"quoted"`, `%regex%` or a bare word. */
export function takeWanted(scanner: Scanner, bare: RegExp): Wanted {
  const quoted = takeQuoted(scanner)
  if (quoted !== undefined) return { kind: 'text', text: quoted, pieces: undefined }
  const regex = takeRegex(scanner)
  if (regex) return { kind: 'regex', regex }
  const word = scanner.take(bare)
  if (word === undefined || word === '') scanner.fail('a value')
  return { kind: 'text', text: word, pieces: word.includes('*') ? word.split('*') : undefined }
}

export function takeQuoted(scanner: Scanner): string | undefined {
  return scanner
    .take(/"(?:[^"\\]|\\.)*"/sy)
    ?.slice(1, -1)
    .replace(/\\(.)/gs, '$1')
}

/** Documented: a regular expression between percent signs. */
export function takeRegex(scanner: Scanner): JavaRegex | undefined {
  const text = scanner.take(/%(?:[^%\\]|\\.)+%/sy)?.slice(1, -1)
  if (text === undefined) return undefined
  try {
    return compileJavaRegex(text)
  } catch (error) {
    if (error instanceof PatternError) throw new PatternSyntaxError(`${error.message} in %${text}%`)
    throw error
  }
}

export function regexFinds(regex: JavaRegex, text: string): boolean {
  return regex.find(text, 0, new Budget()) !== undefined
}

/** Whether the pieces stand in a text one after another, the first at its start and the last at its end. */
function fitsPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= text.length - last.length
}

/** Compares what an event holds with what is wanted. Texts that are numbers compare as numbers. */
export function compare(actual: string | number, operator: Operator, wanted: Wanted): boolean {
  if (operator === '=') return equals(actual, wanted)
  if (operator === '!=') return !equals(actual, wanted)
  if (wanted.kind === 'regex') return false
  const left = Number(actual)
  const right = Number(wanted.text)
  if (operator === '<') return left < right
  if (operator === '>') return left > right
  return operator === '<=' ? left <= right : left >= right
}

function equals(actual: string | number, wanted: Wanted): boolean {
  const text = String(actual)
  if (wanted.kind === 'regex') return regexFinds(wanted.regex, text)
  if (wanted.pieces) return fitsPieces(text, wanted.pieces)
  return text === wanted.text || (isNumber(actual) && isNumber(wanted.text) && Number(actual) === Number(wanted.text))
}

function isNumber(value: string | number): boolean {
  return typeof value === 'number' || /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)
}
