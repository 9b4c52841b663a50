import { type Scanner, SyntaxFailure } from './scanner.ts'
import type { Access, Expression, Reference } from './syntax.ts'

/** Hyphens belong to names, as CDK's `$context.responseOverride.header.Access-Control-Allow-Origin` needs. */
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y
const START = /\$!?\{?[A-Za-z_]/y

/** How the expressions inside of a reference (arguments, indexes) are read. */
type ReadExpression = (scanner: Scanner) => Expression

/** Reads `$name…`, `$!name…` or `${name…}`; undefined when the dollar sign is only a dollar sign. */
export function parseReference(scanner: Scanner, read: ReadExpression): Reference | undefined {
  if (!scanner.look(START)) return undefined
  scanner.position++
  scanner.take('!')
  const formal = scanner.take('{')
  const name = readName(scanner)
  const path = scanner.nested(() => readPath(scanner, read))
  if (formal) scanner.expect('}', `after \${${name}`)
  return { name, path }
}

function readName(scanner: Scanner): string {
  return scanner.match(NAME)?.[0] ?? scanner.fail('a name is missing')
}

function readPath(scanner: Scanner, read: ReadExpression): Access[] {
  const path: Access[] = []
  for (;;) {
    if (scanner.look(/\.[A-Za-z_]/y)) {
      scanner.position++
      const name = readName(scanner)
      const args = scanner.peek() === '(' ? attempt(scanner, () => readArguments(scanner, read)) : undefined
      path.push(args ? { kind: 'call', name, args } : { kind: 'property', name })
    } else if (scanner.peek() === '[') {
      const index = attempt(scanner, () => readIndex(scanner, read))
      if (!index) return path
      path.push({ kind: 'index', index })
    } else {
      return path
    }
  }
}

/** A bracket after a reference that is no call or index is text: `$name(see below)`. */
function attempt<T>(scanner: Scanner, read: () => T): T | undefined {
  const start = scanner.position
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    scanner.position = start
    return undefined
  }
}

function readArguments(scanner: Scanner, read: ReadExpression): Expression[] {
  scanner.position++
  scanner.skipSpace()
  const args: Expression[] = []
  if (scanner.take(')')) return args
  for (;;) {
    args.push(read(scanner))
    scanner.skipSpace()
    if (scanner.take(')')) return args
    scanner.expect(',', 'between arguments')
  }
}

function readIndex(scanner: Scanner, read: ReadExpression): Expression {
  scanner.position++
  const index = read(scanner)
  scanner.skipSpace()
  scanner.expect(']', 'after an index')
  return index
}
