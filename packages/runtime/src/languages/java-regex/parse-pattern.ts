import { between, ESCAPED, eitherCase, isNotLineEnd, not, POSIX } from './character-class.ts'
import { type CharacterTest, type Node, type ParsedPattern, PatternError } from './syntax.ts'

const MAX_PATTERN_LENGTH = 4096
const MAX_NESTING = 50
const MAX_REPEAT = 10_000
/** Each is asked in turn, at every character of the text. */
const MAX_CLASS_ITEMS = 256
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', a: '\x07', e: '\x1b' }

/** Reads a Java pattern. What this engine does not run (look-behind, class intersections, …) is refused. */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new PatternError(`more than ${MAX_PATTERN_LENGTH} characters`, pattern)
  return new PatternParser(pattern).parse()
}

class PatternParser {
  readonly #pattern: string
  readonly #names = new Map<string, number>()
  #at = 0
  #groups = 0
  #depth = 0
  #ignoreCase = false
  #dotAll = false

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  parse(): ParsedPattern {
    this.#leadingFlags()
    const node = this.#choice()
    if (this.#at < this.#pattern.length) this.#fail('an unmatched )')
    return { node, groupCount: this.#groups, names: this.#names }
  }

  #leadingFlags(): void {
    const flags = this.#take(/\(\?([a-z]+)\)/y)?.[1]
    if (flags === undefined) return
    if (/[^is]/.test(flags)) this.#fail(`the flags ${flags}`)
    this.#ignoreCase = flags.includes('i')
    this.#dotAll = flags.includes('s')
  }

  #choice(): Node {
    if (++this.#depth > MAX_NESTING) this.#fail('too many nested groups')
    const nodes = [this.#sequence()]
    while (this.#take(/\|/y)) nodes.push(this.#sequence())
    this.#depth--
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: 'choice', nodes }
  }

  #sequence(): Node {
    const nodes: Node[] = []
    while (this.#at < this.#pattern.length && !/[|)]/.test(this.#peek())) {
      const node = this.#repeated(this.#atom())
      const last = nodes.at(-1)
      if (node.kind === 'text' && last?.kind === 'text') nodes[nodes.length - 1] = textNode(last.text + node.text)
      else nodes.push(node)
    }
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: 'sequence', nodes }
  }

  #repeated(node: Node): Node {
    const found = this.#take(/(?:([*+?])|\{(\d{1,5})(,(\d{1,5})?)?\})([?+])?/y)
    if (!found) return node
    if (this.#look(/[*+?]/y)) this.#fail('a dangling quantifier')
    const [, sign, low, comma, high, suffix] = found
    const mode = suffix === '?' ? 'lazy' : suffix === '+' ? 'possessive' : 'greedy'
    if (sign) return { kind: 'repeat', node, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity, mode }
    const min = Number(low)
    const max = comma === undefined ? min : high === undefined ? Infinity : Number(high)
    if (max < min || min > MAX_REPEAT) this.#fail('an illegal repetition')
    return { kind: 'repeat', node, min, max, mode }
  }

  #atom(): Node {
    const next = this.#peek()
    this.#at++
    switch (next) {
      case '.':
        return { kind: 'set', has: this.#dotAll ? () => true : isNotLineEnd }
      case '^':
        return { kind: 'start' }
      case '$':
        return { kind: 'end' }
      case '[':
        return { kind: 'set', has: this.#characterClass() }
      case '(':
        return this.#group()
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
      case '{':
        return this.#fail(`a dangling ${next}`)
    }
    return this.#literal(next)
  }

  #literal(text: string): Node {
    if (this.#ignoreCase && /[A-Za-z]/.test(text)) {
      const code = text.charCodeAt(0)
      return { kind: 'set', has: eitherCase((c) => c === code) }
    }
    return textNode(text)
  }

  #cased(test: CharacterTest): CharacterTest {
    return this.#ignoreCase ? eitherCase(test) : test
  }

  #group(): Node {
    const close = (node: Node): Node => {
      if (!this.#take(/\)/y)) this.#fail('an unclosed group')
      return node
    }
    if (this.#take(/\?:/y)) return close(this.#choice())
    const ahead = this.#take(/\?([=!])/y)
    if (ahead) return close({ kind: 'ahead', node: this.#choice(), negated: ahead[1] === '!' })
    const name = this.#take(/\?<([A-Za-z][A-Za-z0-9]*)>/y)?.[1]
    if (!name && this.#peek() === '?') this.#fail('a group of a kind that is not supported')
    const index = ++this.#groups
    if (name) this.#names.set(name, index)
    return close({ kind: 'group', index, node: this.#choice() })
  }

  #escape(): Node {
    const quoted = this.#take(/Q([\s\S]*?)(?:\\E|$)/y)
    if (quoted) return { kind: 'sequence', nodes: [...(quoted[1] ?? '')].map((text) => this.#literal(text)) }
    const anchor = this.#take(/[AzZbB]/y)?.[0]
    if (anchor === 'A') return { kind: 'start' }
    if (anchor === 'z') return { kind: 'hard-end' }
    if (anchor === 'Z') return { kind: 'end' }
    if (anchor) return { kind: anchor === 'b' ? 'boundary' : 'no-boundary' }
    const back = this.#take(/[1-9]/y)?.[0]
    if (back) {
      if (Number(back) > this.#groups) this.#fail('a reference to a group that is not there yet')
      return { kind: 'back', index: Number(back) }
    }
    const item = this.#escapedCharacter()
    return typeof item === 'string' ? this.#literal(item) : { kind: 'set', has: this.#cased(item) }
  }

  /** After a backslash, inside and outside of brackets. */
  #escapedCharacter(): CharacterTest | string {
    const code = this.#take(/u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})/y)
    if (code) return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16))
    const posix = this.#take(/([pP])(?:\{(?:Is)?(\w+)\}|(\w))/y)
    if (posix) {
      const test = POSIX.get(posix[2] ?? posix[3] ?? '') ?? this.#fail('an unknown character property')
      return posix[1] === 'P' ? not(test) : test
    }
    const letter = this.#peek()
    if (letter === '') this.#fail('a backslash at the end')
    this.#at++
    const test = Object.hasOwn(ESCAPED, letter) ? ESCAPED[letter] : undefined
    if (test) return test
    if (Object.hasOwn(CONTROLS, letter)) return CONTROLS[letter] as string
    if (/[A-Za-z0-9]/.test(letter)) this.#fail(`an unknown escape \\${letter}`)
    return letter
  }

  /** After `[`. */
  #characterClass(): CharacterTest {
    if (++this.#depth > MAX_NESTING) this.#fail('too many nested classes')
    const negated = this.#take(/\^/y) !== null
    const tests: CharacterTest[] = []
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#at >= this.#pattern.length) this.#fail('an unclosed character class')
      if (this.#look(/&&/y)) this.#fail('a class intersection')
      if (tests.length === MAX_CLASS_ITEMS) this.#fail(`more than ${MAX_CLASS_ITEMS} items in a class`)
      tests.push(this.#classItem())
    }
    this.#at++
    this.#depth--
    const has = this.#cased((code) => tests.some((test) => test(code)))
    return negated ? not(has) : has
  }

  #classItem(): CharacterTest {
    if (this.#take(/\[/y)) return this.#characterClass()
    const low = this.#classCharacter()
    if (typeof low !== 'string') return low
    const from = low.charCodeAt(0)
    if (!this.#take(/-(?![\]])/y)) return (code) => code === from
    const high = this.#classCharacter()
    if (typeof high !== 'string' || high.charCodeAt(0) < from) return this.#fail('an illegal character range')
    return between(from, high.charCodeAt(0))
  }

  #classCharacter(): CharacterTest | string {
    const next = this.#peek()
    this.#at++
    return next === '\\' ? this.#escapedCharacter() : next
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? ''
  }

  #look(expected: RegExp): RegExpExecArray | null {
    expected.lastIndex = this.#at
    return expected.exec(this.#pattern)
  }

  #take(expected: RegExp): RegExpExecArray | null {
    const found = this.#look(expected)
    if (found) this.#at += found[0].length
    return found
  }

  #fail(what: string): never {
    throw new PatternError(what, this.#pattern)
  }
}

function textNode(text: string): Node {
  return { kind: 'text', text }
}
