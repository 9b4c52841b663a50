import type { Fits } from './index.ts'
import { Scanner } from './scanner.ts'
import { regexFinds, takeQuoted, takeRegex } from './values.ts'

interface Term {
  /** `?` one of these is enough, `-` none of these, else all of these. */
  readonly mark: '' | '?' | '-'
  readonly fits: Fits
}

/**
 * `ERROR "a phrase" -DEBUG`, or `?WARN ?ERROR`, or `%regex%`. The case counts, and a term may stand within a word. Beside
 * other terms those with a question mark are ignored (documented).
 */
export function compileTerms(text: string): Fits {
  const terms = readTerms(new Scanner(text))
  const optional = terms.filter(({ mark }) => mark === '?')
  if (optional.length === terms.length) return (message) => optional.some(({ fits }) => fits(message))
  const counted = terms.filter(({ mark }) => mark !== '?')
  return (message) => counted.every(({ mark, fits }) => fits(message) !== (mark === '-'))
}

function readTerms(scanner: Scanner): Term[] {
  const terms: Term[] = []
  for (scanner.skipBlanks(); !scanner.done; scanner.skipBlanks()) {
    const mark = (scanner.take(/[?-]/y) ?? '') as Term['mark']
    terms.push({ mark, fits: readTerm(scanner) })
  }
  return terms
}

function readTerm(scanner: Scanner): Fits {
  const quoted = takeQuoted(scanner)
  if (quoted !== undefined) return (message) => message.includes(quoted)
  const regex = takeRegex(scanner)
  if (regex) return (message) => regexFinds(regex, message)
  // Documented: what is not alphanumeric must stand in quotes.
  const word = scanner.take(/[\p{L}\p{N}_.*-]+/uy)
  if (word === undefined) scanner.fail('a term')
  return (message) => message.includes(word)
}
