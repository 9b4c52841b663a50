import type { Fits } from './index.ts'
import { Scanner } from './scanner.ts'
import { compare, takeOperator, takeWanted } from './values.ts'

type Column = (text: string) => boolean

const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy
const BARE = /[^\s,\]&|"]+/y

/**
 * `[ip, user, ..., status = 4* || status = 5*, bytes > 1000]`: as many columns as the event has, each with its
 * conditions; three dots stand for any number of them (documented).
 */
export function compileColumns(text: string): Fits {
  const scanner = new Scanner(text)
  if (!scanner.sign('[')) scanner.fail('[')
  const before: Column[] = []
  let after: Column[] | undefined
  do {
    if (scanner.sign('...')) {
      if (after) scanner.fail('one ellipsis')
      after = []
    } else (after ?? before).push(readColumn(scanner))
  } while (scanner.sign(','))
  if (!scanner.sign(']') || !scanner.done) scanner.fail(']')
  return (message) => fits(columnsOf(message), before, after)
}

function fits(columns: readonly string[], before: readonly Column[], after: readonly Column[] | undefined): boolean {
  const count = before.length + (after?.length ?? 0)
  if (after ? columns.length < count : columns.length !== count) return false
  const tail = columns.slice(columns.length - (after?.length ?? 0))
  return before.every((column, at) => column(columns[at] ?? '')) && (after ?? []).every((c, at) => c(tail[at] ?? ''))
}

/** A name, and what must hold of its value. `&&` binds tighter than `||`. */
function readColumn(scanner: Scanner): Column {
  const alternatives: Column[][] = [[readCondition(scanner)]]
  for (;;) {
    if (scanner.sign('&&')) alternatives.at(-1)?.push(readCondition(scanner))
    else if (scanner.sign('||')) alternatives.push([readCondition(scanner)])
    else return (text) => alternatives.some((conditions) => conditions.every((condition) => condition(text)))
  }
}

function readCondition(scanner: Scanner): Column {
  scanner.skipBlanks()
  if (scanner.take(NAME) === undefined) scanner.fail('the name of a column')
  const operator = takeOperator(scanner)
  if (!operator) return () => true
  const wanted = takeWanted(scanner, BARE)
  return (text) => compare(text, operator, wanted)
}

/** Columns stand between blanks; what is in quotes or brackets is one (documented). */
function columnsOf(message: string): string[] {
  const found = message.match(/"[^"]*"|\[[^\]]*\]|\S+/g) ?? []
  return found.map((text) => (/^(?:".*"|\[.*\])$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text))
}
