import { parseExpression } from './parse-expression.ts'
import { parseReference } from './parse-reference.ts'
import { Scanner, SyntaxFailure } from './scanner.ts'
import { type Branch, type Reference, type Shape, type Statement, TemplateSyntaxError } from './syntax.ts'

/** Directives that API Gateway has. A name that goes on (`#endif`) is text, as in Velocity. */
const DIRECTIVE =
  /#(?:\{(set|if|elseif|else|end|foreach|define|break|stop)\}|(set|if|elseif|else|end|foreach|define|break|stop)(?![A-Za-z0-9_@]))/y
/** Directives that Velocity has and that would reach other templates or make new ones. */
const REFUSED = /#\{?(macro|parse|include|evaluate|literal)\}?(?=\s*\()/y
/** Velocity's token for `#set` includes the blanks before it, so these vanish unless other text stands before them. */
const INDENTED_SET = /[ \t]+(?=#(?:set|\{set\})[ \t]*\()/y
const REST_OF_LINE = /[ \t]*(?:\r\n|\n|\r)/y

/** The directive that ended a block. */
type End = 'end' | 'else' | 'elseif' | 'eof'
interface Block {
  readonly statements: Statement[]
  readonly end: End
}

/** Throws {@link TemplateSyntaxError}. */
export function parseTemplate(text: string, depth = 0): Statement[] {
  const scanner = new Scanner(text, depth)
  try {
    const block = scanner.nested(() => parseBlock(scanner))
    if (block.end !== 'eof') scanner.fail(`#${block.end} has no directive to belong to`)
    return block.statements
  } catch (error) {
    if (error instanceof SyntaxFailure) throw new TemplateSyntaxError(error.message, text, error.position)
    throw error
  }
}

/** Collects statements, joining neighbouring text. */
class StatementList {
  readonly statements: Statement[] = []
  #text = ''

  get hasText(): boolean {
    return this.#text !== ''
  }
  text(text: string): void {
    this.#text += text
  }
  add(shape: Shape, at: number): void {
    this.flush()
    this.statements.push({ ...shape, at })
  }
  /** Ends the running text: what follows starts a token of its own. */
  flush(): void {
    // Text alone does not fail: nobody asks where it stands.
    if (this.#text) this.statements.push({ kind: 'text', text: this.#text, at: 0 })
    this.#text = ''
  }
}

function parseBlock(scanner: Scanner): Block {
  const list = new StatementList()
  const close = (end: End): Block => {
    list.flush()
    return { statements: list.statements, end }
  }
  while (!scanner.done) {
    if (!list.hasText) scanner.match(INDENTED_SET)
    const plain = scanner.match(/[^$#\\]+/y)
    if (plain) list.text(plain[0])
    else if (scanner.peek() === '\\') parseBackslashes(scanner, list)
    else if (scanner.peek() === '$') parseDollar(scanner, list)
    else {
      const end = parseHash(scanner, list)
      if (end) return close(end)
    }
  }
  return close('eof')
}

function parseDollar(scanner: Scanner, list: StatementList): void {
  const start = scanner.position
  const reference = parseReference(scanner, parseExpression)
  if (reference) list.add({ kind: 'reference', reference }, start)
  else {
    list.text('$')
    scanner.position++
  }
}

/** Backslashes count only before a reference or directive: two make one, an odd one escapes what follows. */
function parseBackslashes(scanner: Scanner, list: StatementList): void {
  const count = scanner.match(/\\+/y)?.[0].length ?? 0
  const escaped = count % 2 === 1
  const half = '\\'.repeat(Math.floor(count / 2))
  const directive = scanner.look(DIRECTIVE)
  if (directive) {
    list.text(half)
    if (escaped) {
      list.text(directive[0])
      scanner.position += directive[0].length
    }
    return
  }
  const start = scanner.position
  const reference = scanner.peek() === '$' ? parseReference(scanner, parseExpression) : undefined
  if (!reference) {
    list.text('\\'.repeat(count))
    return
  }
  list.text(half)
  const source = scanner.text.slice(start, scanner.position)
  list.add(escaped ? { kind: 'escaped', reference, source } : { kind: 'reference', reference }, start)
}

/** Reads what begins with `#`; answers with the directive's name when it ends the block. */
function parseHash(scanner: Scanner, list: StatementList): End | undefined {
  if (scanner.match(/##[^\r\n]*(?:\r\n|\n|\r)?/y)) {
    list.flush()
    return undefined
  }
  if (scanner.match(/#\*[\s\S]*?(?:\*#|$)/y)) {
    list.flush()
    return undefined
  }
  if (scanner.take('#[[')) {
    const raw = scanner.match(/([\s\S]*?)\]\]#/y)
    if (!raw) scanner.fail("']]#' is missing")
    list.text(raw?.[1] ?? '')
    return undefined
  }
  const refused = scanner.look(REFUSED)
  if (refused) scanner.fail(`#${refused[1]} is not available in mapping templates`)
  const start = scanner.position
  const directive = scanner.match(DIRECTIVE)
  const name = directive?.[1] ?? directive?.[2]
  switch (name) {
    case 'set':
      if (!scanner.look(/[ \t]*\(/y)) break
      list.add(parseSet(scanner), start)
      return undefined
    case 'if':
      list.add(
        scanner.nested(() => parseIf(scanner)),
        start,
      )
      return undefined
    case 'foreach':
      list.add(
        scanner.nested(() => parseForeach(scanner)),
        start,
      )
      return undefined
    case 'define':
      list.add(
        scanner.nested(() => parseDefine(scanner)),
        start,
      )
      return undefined
    case 'break':
    case 'stop':
      list.add({ kind: name }, start)
      return undefined
    case 'else':
    case 'end':
      scanner.match(REST_OF_LINE)
      return name
    case 'elseif':
      return name
  }
  scanner.position = start + 1
  list.text('#')
  return undefined
}

function openParenthesis(scanner: Scanner, directive: string): void {
  scanner.match(/[ \t]*/y)
  scanner.expect('(', `after #${directive}`)
}

/** The closing parenthesis takes the rest of its line along when nothing else stands there. */
function closeParenthesis(scanner: Scanner, directive: string): void {
  scanner.skipSpace()
  scanner.expect(')', `at the end of #${directive}`)
  scanner.match(REST_OF_LINE)
}

function parseSet(scanner: Scanner): Shape {
  openParenthesis(scanner, 'set')
  scanner.skipSpace()
  const target = requireTarget(scanner)
  scanner.skipSpace()
  scanner.expect('=', 'in #set')
  const value = parseExpression(scanner)
  closeParenthesis(scanner, 'set')
  return { kind: 'set', target, value }
}

function requireTarget(scanner: Scanner): Reference {
  const target = parseReference(scanner, parseExpression) ?? scanner.fail('#set needs a reference to assign to')
  if (target.path.at(-1)?.kind === 'call') scanner.fail('#set cannot assign to a method call')
  return target
}

function parseIf(scanner: Scanner): Shape {
  const branches: Branch[] = []
  for (;;) {
    openParenthesis(scanner, 'if')
    const condition = parseExpression(scanner)
    closeParenthesis(scanner, 'if')
    const block = parseBlock(scanner)
    branches.push({ condition, body: block.statements })
    if (block.end === 'elseif') continue
    if (block.end === 'end') return { kind: 'if', branches, otherwise: [] }
    if (block.end === 'eof') scanner.fail('#end of #if is missing')
    const last = parseBlock(scanner)
    if (last.end !== 'end') scanner.fail('#end of #else is missing')
    return { kind: 'if', branches, otherwise: last.statements }
  }
}

function parseForeach(scanner: Scanner): Shape {
  openParenthesis(scanner, 'foreach')
  scanner.skipSpace()
  const item = parseReference(scanner, parseExpression)
  if (!item || item.path.length) return scanner.fail('#foreach needs a plain $name')
  scanner.skipSpace()
  if (!scanner.match(/in\b/y)) scanner.fail("'in' is missing in #foreach")
  const over = parseExpression(scanner)
  closeParenthesis(scanner, 'foreach')
  const block = parseBlock(scanner)
  if (block.end !== 'end') scanner.fail('#end of #foreach is missing')
  return { kind: 'foreach', name: item.name, over, body: block.statements }
}

function parseDefine(scanner: Scanner): Shape {
  openParenthesis(scanner, 'define')
  scanner.skipSpace()
  const target = parseReference(scanner, parseExpression)
  if (!target || target.path.length) return scanner.fail('#define needs a plain $name')
  closeParenthesis(scanner, 'define')
  const block = parseBlock(scanner)
  if (block.end !== 'end') scanner.fail('#end of #define is missing')
  return { kind: 'define', name: target.name, body: block.statements }
}
