import { compileJavaRegex, type JavaRegex } from '../java-regex/java-regex.ts'
import { PatternError } from '../java-regex/syntax.ts'
import { Double, List, type Value } from '../velocity/value.ts'
import { type Condition, type Operand, type Path, PathError, type Step } from './syntax.ts'

const MAX_LENGTH = 2000
const MAX_NESTING = 20
const NAME = /[^\s.[\]()'"?@,:*$&|!=<>]+/y

/** Reads a Jayway path: `$.a.b`, `['a']`, `[0]`, `[-1]`, `[1:3]`, `[*]`, `..a`, `[?(@.a == 1)]`. Throws `PathError`. */
export function parsePath(text: string): Path {
  const trimmed = text.trim()
  // Jayway puts the root in front of a path that lacks it.
  const source = /^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`
  if (source.length > MAX_LENGTH) throw new PathError(source, MAX_LENGTH)
  return new PathParser(source).parse()
}

class PathParser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): Path {
    const path = this.#path()
    if (this.#at < this.#text.length) this.#fail()
    return path
  }

  #path(): Path {
    if (++this.#depth > MAX_NESTING) this.#fail()
    const from = (this.#take(/[$@]/y) ?? this.#fail())[0] as '$' | '@'
    const steps: Step[] = []
    for (let step = this.#step(); step; step = this.#step()) {
      if (step.kind !== 'deep') steps.push(step)
      else if (steps.at(-1)?.kind !== 'deep') steps.push(step)
    }
    if (steps.at(-1)?.kind === 'deep') this.#fail()
    this.#depth--
    return { from, steps, definite: steps.every(({ kind }) => kind === 'key' || kind === 'index') }
  }

  #step(): Step | undefined {
    if (this.#look(/\.\./y)) {
      this.#at += this.#look(/\.\.\[/y) ? 2 : 1
      return { kind: 'deep' }
    }
    if (this.#take(/\.\*/y)) return { kind: 'all' }
    if (this.#take(/\.(?=\[)/y) || this.#look(/\[/y)) return this.#bracket()
    if (!this.#take(/\./y)) return undefined
    return { kind: 'key', name: (this.#take(NAME) ?? this.#fail())[0] }
  }

  #bracket(): Step {
    this.#at++
    this.#space()
    const step = this.#bracketContent()
    this.#space()
    if (!this.#take(/\]/y)) this.#fail()
    return step
  }

  #bracketContent(): Step {
    if (this.#take(/\*/y)) return { kind: 'all' }
    if (this.#take(/\?\s*\(/y)) {
      const test = this.#or()
      this.#space()
      if (!this.#take(/\)/y)) this.#fail()
      return { kind: 'filter', test }
    }
    const slice = this.#take(/(-?\d{1,9})?\s*:\s*(-?\d{1,9})?/y)
    if (slice) return { kind: 'slice', from: toNumber(slice[1]), to: toNumber(slice[2]) }
    const numbers = this.#take(/-?\d{1,9}(?:\s*,\s*-?\d{1,9})*/y)
    if (numbers) {
      const indexes = numbers[0].split(',').map(Number)
      return indexes.length === 1 ? { kind: 'index', index: indexes[0] ?? 0 } : { kind: 'indexes', indexes }
    }
    const names = [this.#quoted() ?? this.#fail()]
    while (this.#take(/\s*,\s*/y)) names.push(this.#quoted() ?? this.#fail())
    return names.length === 1 ? { kind: 'key', name: names[0] ?? '' } : { kind: 'keys', names }
  }

  #or(): Condition {
    if (++this.#depth > MAX_NESTING) this.#fail()
    let left = this.#and()
    while (this.#take(/\s*\|\|/y)) left = { kind: 'or', left, right: this.#and() }
    this.#depth--
    return left
  }

  #and(): Condition {
    let left = this.#condition()
    while (this.#take(/\s*&&/y)) left = { kind: 'and', left, right: this.#condition() }
    return left
  }

  #condition(): Condition {
    this.#space()
    if (this.#take(/!(?!=)/y)) {
      if (++this.#depth > MAX_NESTING) this.#fail()
      const operand = this.#condition()
      this.#depth--
      return { kind: 'not', operand }
    }
    if (this.#take(/\(/y)) {
      const inner = this.#or()
      this.#space()
      if (!this.#take(/\)/y)) this.#fail()
      return inner
    }
    const left = this.#operand()
    const operator = this.#take(/\s*(==|!=|<=|>=|=~|<|>|(?:in|nin)\b)\s*/y)?.[1]
    if (operator) return { kind: 'compare', operator, left, right: this.#operand() }
    return left.kind === 'path' ? { kind: 'exists', path: left.path } : this.#fail()
  }

  #operand(): Operand {
    this.#space()
    if (this.#look(/[$@]/y)) return { kind: 'path', path: this.#path() }
    const pattern = this.#take(/\/((?:[^/\\]|\\.)*)\/(i?)/y)
    if (pattern) return { kind: 'pattern', regex: this.#regex(`${pattern[2] ? '(?i)' : ''}${pattern[1]}`) }
    return { kind: 'value', value: this.#literal() }
  }

  #regex(source: string): JavaRegex {
    try {
      return compileJavaRegex(source)
    } catch (error) {
      if (error instanceof PatternError) this.#fail()
      throw error
    }
  }

  #literal(): Value {
    const text = this.#quoted()
    if (text !== undefined) return text
    const word = this.#take(/true\b|false\b|null\b/y)?.[0]
    if (word) return word === 'null' ? null : word === 'true'
    const number = this.#take(/-?\d{1,15}(\.\d+)?/y)
    if (number) return number[1] ? new Double(Number(number[0])) : Number(number[0])
    if (!this.#take(/\[\s*/y)) this.#fail()
    const items: Value[] = []
    while (!this.#take(/\s*\]/y)) {
      if (items.length && !this.#take(/\s*,\s*/y)) this.#fail()
      if (this.#look(/\s*\[/y)) this.#fail()
      items.push(this.#literal())
    }
    return new List(items)
  }

  #quoted(): string | undefined {
    const found = this.#take(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y)
    return found ? (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1') : undefined
  }

  #space(): void {
    this.#take(/\s+/y)
  }

  #look(expected: RegExp): boolean {
    expected.lastIndex = this.#at
    return expected.test(this.#text)
  }

  #take(expected: RegExp): RegExpExecArray | null {
    expected.lastIndex = this.#at
    const found = expected.exec(this.#text)
    if (found) this.#at += found[0].length
    return found
  }

  #fail(): never {
    throw new PathError(this.#text, this.#at)
  }
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
