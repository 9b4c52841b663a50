import type { Budget } from '../budget.ts'
import { wholeNumber } from './numbers.ts'
import { Double, List, TemplateError, type Value } from './value.ts'

const MAX_DEPTH = 100
/** Of a budget, in steps. */
const PRICES = { value: 1, name: 2, container: 2 }
const NUMBER = /-?(?:0|[1-9]\d{0,999})(\.\d+)?([eE][+-]?\d+)?/y

/**
 * JSON as template values. Not `JSON.parse`, because Java tells `1.0` from `1`, keeps the order of keys such as `"1"`
 * and has no prototypes to protect. Undefined when the text is not JSON.
 */
export function parseJson(text: string, budget: Budget): Value | undefined {
  budget.text(text.length)
  const reader = new JsonReader(text, budget)
  try {
    return reader.document()
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

class JsonSyntaxError extends Error {}

class JsonReader {
  readonly #text: string
  readonly #budget: Budget
  #at = 0
  #depth = 0

  constructor(text: string, budget: Budget) {
    this.#text = text
    this.#budget = budget
  }

  document(): Value {
    const value = this.#value()
    this.#space()
    if (this.#at < this.#text.length) throw new JsonSyntaxError()
    return value
  }

  #value(): Value {
    this.#budget.step(PRICES.value)
    this.#space()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object())
      case '[':
        return this.#nested(() => this.#array())
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
    }
    return this.#number()
  }

  #nested(read: () => Value): Value {
    this.#budget.step(PRICES.container)
    if (++this.#depth > MAX_DEPTH) throw new TemplateError(`JSON is nested deeper than ${MAX_DEPTH} levels`)
    const value = read()
    this.#depth--
    return value
  }

  #object(): Value {
    const map = new Map<Value, Value>()
    this.#at++
    this.#space()
    if (this.#take('}')) return map
    for (;;) {
      this.#space()
      this.#budget.step(PRICES.name)
      const key = this.#string()
      this.#space()
      if (!this.#take(':')) throw new JsonSyntaxError()
      map.set(key, this.#value())
      this.#space()
      if (this.#take('}')) return map
      if (!this.#take(',')) throw new JsonSyntaxError()
    }
  }

  #array(): Value {
    const items: Value[] = []
    this.#at++
    this.#space()
    if (this.#take(']')) return new List(items, true)
    for (;;) {
      items.push(this.#value())
      this.#space()
      if (this.#take(']')) return new List(items, true)
      if (!this.#take(',')) throw new JsonSyntaxError()
    }
  }

  #string(): string {
    if (this.#text[this.#at] !== '"') throw new JsonSyntaxError()
    let end = this.#at + 1
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1
    this.#budget.scan(end - this.#at)
    const literal = this.#text.slice(this.#at, end + 1)
    this.#at = end + 1
    try {
      return JSON.parse(literal) as string
    } catch {
      throw new JsonSyntaxError()
    }
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)
    if (!found) throw new JsonSyntaxError()
    this.#at += found[0].length
    return found[1] || found[2] ? new Double(Number(found[0])) : wholeNumber(BigInt(found[0]))
  }

  #word(word: string, value: Value): Value {
    if (!this.#take(word)) throw new JsonSyntaxError()
    return value
  }

  #take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false
    this.#at += expected.length
    return true
  }

  #space(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
    }
  }
}
