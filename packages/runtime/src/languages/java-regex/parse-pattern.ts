import { atBoundary, atEnd, endAssertion, startAssertion } from './assertions.ts'
import { anyCase, between, characterSet, hasCase, isLineEnd, isVerticalSpace, not } from './character-class.ts'
import { parseClass } from './parse-class.ts'
import { parseEscape } from './parse-escape.ts'
import { type Flags, PatternSource } from './pattern-source.ts'
import { type Assertion, type CharacterTest, type Node, type ParsedPattern, PatternError } from './syntax.ts'
import { widthOf } from './width.ts'

const MAX_PATTERN_LENGTH = 4096
const MAX_REPEAT = 2 ** 31 - 1

/** Reads a Java pattern, as Java 17 does. Throws `PatternError`. */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new PatternError(`more than ${MAX_PATTERN_LENGTH} characters`, pattern)
  return new PatternParser(new PatternSource(pattern)).parse()
}

const assertion = (holds: Assertion): Node => ({ kind: 'assertion', holds })
const set = (test: CharacterTest): Node => ({ kind: 'set', set: characterSet(test) })
const text = (characters: string): Node => ({ kind: 'text', text: characters })
const single = (nodes: readonly Node[], kind: 'sequence' | 'choice'): Node =>
  nodes.length === 1 && nodes[0] ? nodes[0] : { kind, nodes }

class PatternParser {
  readonly #source: PatternSource
  readonly #names = new Map<string, number>()
  #groups = 0

  constructor(source: PatternSource) {
    this.#source = source
  }

  parse(): ParsedPattern {
    const node = this.#choice()
    if (!this.#source.done) this.#source.fail('an unmatched )')
    return { node, groupCount: this.#groups, names: this.#names }
  }

  /** Flags that are set inside of a group end with it. */
  #choice(): Node {
    const source = this.#source
    return source.nested(() => {
      const { flags } = source
      const nodes = [this.#sequence()]
      while (source.take(/\|/y)) nodes.push(this.#sequence())
      source.flags = flags
      return single(nodes, 'choice')
    })
  }

  #sequence(): Node {
    const source = this.#source
    const nodes: Node[] = []
    for (let next = source.peek(); next !== '' && next !== '|' && next !== ')'; next = source.peek()) {
      if (this.#inlineFlags()) continue
      const node = this.#repeated(this.#atom())
      const last = nodes.at(-1)
      if (node.kind === 'text' && last?.kind === 'text') nodes[nodes.length - 1] = text(last.text + node.text)
      else nodes.push(node)
    }
    return single(nodes, 'sequence')
  }

  /** `(?i)`, which goes on to the end of its group. */
  #inlineFlags(): boolean {
    const found = this.#source.take(/\(\?([A-Za-z]*)(?:-([A-Za-z]*))?\)/y)
    if (!found) return false
    this.#setFlags(found)
    this.#forgetCounts()
    return true
  }

  /** Java reads a `{n}` where nothing is left to repeat, and forgets it. */
  #forgetCounts(): void {
    while (this.#source.take(/\{\d+(?:,\d*)?\}[?+]?/y));
  }

  #setFlags([, on = '', off = '']: RegExpExecArray): void {
    const source = this.#source
    const letters = on + off
    if (/[^idmsuxU]/.test(letters)) source.fail(`the unknown flags ${letters}`)
    if (letters.includes('U')) source.unsupported('the flag U')
    const change = (names: string, value: boolean) => Object.fromEntries([...names].map((name) => [name, value]))
    source.flags = { ...source.flags, ...change(on, true), ...change(off, false) } satisfies Flags
  }

  #repeated(node: Node): Node {
    const source = this.#source
    source.peek()
    const found = source.take(/(?:([*+?])|\{(\d+)(,(\d*))?\})([?+])?/y)
    if (!found) {
      if (source.look(/\{/y)) source.fail('an illegal repetition')
      return node
    }
    const [, sign, low, comma, high, suffix] = found
    const mode = suffix === '?' ? 'lazy' : suffix === '+' ? 'possessive' : 'greedy'
    const min = sign ? (sign === '+' ? 1 : 0) : Number(low)
    const max = sign === '?' ? 1 : sign || (comma && !high) ? Infinity : Number(high ?? low)
    if (max < min || min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT)) source.fail('an illegal repetition')
    this.#forgetCounts()
    if (/[*+?]/.test(source.peek())) source.fail(`a dangling ${source.peek()}`)
    return { kind: 'repeat', node, min, max, mode }
  }

  #atom(): Node {
    const source = this.#source
    const { flags } = source
    const lines = { multiline: flags.m, unixLines: flags.d }
    const next = source.next()
    switch (next) {
      case '.':
        if (flags.s) return set(() => true)
        return set(flags.d ? (code) => code !== 10 : not(isLineEnd))
      case '^':
        return assertion(startAssertion(lines))
      case '$':
        return assertion(endAssertion(lines))
      case '[':
        return { kind: 'set', set: parseClass(source) }
      case '(':
        return this.#group()
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
      case '{':
        return source.fail(`a dangling ${next}`)
    }
    return this.#literal(next.codePointAt(0) ?? 0)
  }

  #literal(code: number): Node {
    const { caseRule } = this.#source
    const character = String.fromCodePoint(code)
    // Half of a pair that stands alone: it must not match half of one that does not.
    if (code >= 0xd800 && code <= 0xdfff) return set(between(code, code))
    if (!hasCase(code, caseRule)) return text(character)
    return set(anyCase(between(code, code), caseRule))
  }

  /** After `(`. */
  #group(): Node {
    const source = this.#source
    const around = source.take(/\?(<?)([=!])/y)
    if (around?.[1]) return this.#behind(this.#closed(), around[2] === '!')
    if (around) return { kind: 'ahead', node: this.#closed(), negated: around[2] === '!' }
    if (source.take(/\?>/y)) return { kind: 'atomic', node: this.#closed() }
    const { flags } = source
    const found = source.take(/\?([A-Za-z]*)(?:-([A-Za-z]*))?:/y)
    if (found) {
      this.#setFlags(found)
      const node = this.#closed()
      source.flags = flags
      return node
    }
    const name = source.take(/\?<([A-Za-z][A-Za-z0-9]*)>/y)?.[1]
    if (name === undefined && source.look(/\?/y)) source.fail('a group of an unknown kind')
    const index = ++this.#groups
    if (name !== undefined) {
      if (this.#names.has(name)) source.fail(`a second group ${name}`)
      this.#names.set(name, index)
    }
    return { kind: 'group', index, node: this.#closed() }
  }

  #closed(): Node {
    const node = this.#choice()
    if (!this.#source.take(/\)/y)) this.#source.fail('an unclosed group')
    return node
  }

  #behind(node: Node, negated: boolean): Node {
    const width = widthOf(node) ?? this.#source.fail('a look-behind without an obvious maximum length')
    return { kind: 'behind', node, negated, width }
  }

  /** After a backslash. */
  #escape(): Node {
    const source = this.#source
    const letter = source.take(/[AzZbBRGX]/y)?.[0]
    switch (letter) {
      case 'A':
        return assertion(startAssertion({ multiline: false, unixLines: false }))
      case 'z':
        return assertion(atEnd)
      case 'Z':
        return assertion(endAssertion({ multiline: false, unixLines: source.flags.d }))
      case 'b':
        if (source.look(/\{g\}/y)) source.unsupported('the boundary of a grapheme')
        return assertion(atBoundary)
      case 'B':
        return assertion((where, at) => !atBoundary(where, at))
      case 'R':
        return { kind: 'choice', nodes: [text('\r\n'), set(isVerticalSpace)] }
      case 'G':
        return source.unsupported('the end of the match before')
      case 'X':
        return source.unsupported('a grapheme')
    }
    const reference = this.#reference()
    if (reference !== undefined) return { kind: 'back', index: reference, ignoreCase: source.flags.i }
    const item = parseEscape(source)
    return typeof item === 'number' ? this.#literal(item) : set(item)
  }

  /** As many digits as make the number of a group that has begun; one digit at least. */
  #reference(): number | undefined {
    const source = this.#source
    const name = source.take(/k<([A-Za-z][A-Za-z0-9]*)>/y)?.[1]
    if (name !== undefined) return this.#names.get(name) ?? source.fail(`a reference to no group ${name}`)
    if (!source.look(/[1-9]/y)) return undefined
    let index = Number(source.next())
    while (source.look(/\d/y) && index * 10 + Number(source.text[source.at]) <= this.#groups) {
      index = index * 10 + Number(source.next())
    }
    return index
  }
}
