import type { Budget } from '../budget.ts'
import { closingQuote } from './closing-quote.ts'
import { wholeNumber } from './numbers.ts'
import { Double, List, TemplateError, type Value } from './value.ts'

const MAX_DEPTH = 100
/** Of a budget, in steps. */
const PRICES = { value: 1, name: 2, container: 2 }
/** Digits of a number that is exact whatever they are. */
const SHORT = 15
const CODE = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  blank: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  e: 0x65,
  f: 0x66,
  n: 0x6e,
  t: 0x74,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  /** What tells a letter from its capital. */
  lowerCase: 0x20,
} as const
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

/** Reads by the codes of characters, without a text for each: ten megabytes are read while others wait. */
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
    this.#next()
    if (this.#at < this.#text.length) throw new JsonSyntaxError()
    return value
  }

  #value(): Value {
    this.#budget.step(PRICES.value)
    switch (this.#next()) {
      case CODE.openBrace:
        return this.#object()
      case CODE.openBracket:
        return this.#array()
      case CODE.quote:
        return this.#string()
      case CODE.t:
        return this.#word('true', true)
      case CODE.f:
        return this.#word('false', false)
      case CODE.n:
        return this.#word('null', null)
    }
    return this.#number()
  }

  #object(): Value {
    const map = new Map<Value, Value>()
    this.#enter()
    if (this.#next() === CODE.closeBrace) return this.#leave(map)
    for (;;) {
      this.#budget.step(PRICES.name)
      if (this.#next() !== CODE.quote) throw new JsonSyntaxError()
      const key = this.#string()
      if (this.#next() !== CODE.colon) throw new JsonSyntaxError()
      this.#at++
      map.set(key, this.#value())
      const code = this.#next()
      if (code === CODE.closeBrace) return this.#leave(map)
      if (code !== CODE.comma) throw new JsonSyntaxError()
      this.#at++
    }
  }

  #array(): Value {
    const items: Value[] = []
    this.#enter()
    if (this.#next() === CODE.closeBracket) return this.#leave(new List(items, true))
    for (;;) {
      items.push(this.#value())
      const code = this.#next()
      if (code === CODE.closeBracket) return this.#leave(new List(items, true))
      if (code !== CODE.comma) throw new JsonSyntaxError()
      this.#at++
    }
  }

  /** What has no escapes is a part of the text, which costs no copy. */
  #string(): string {
    const start = this.#at
    const quote = closingQuote(this.#text, start + 1)
    if (!quote) throw new JsonSyntaxError()
    this.#budget.scan(quote.at - start)
    this.#at = quote.at + 1
    return quote.isEscaped ? unescaped(this.#text.slice(start, this.#at)) : this.#text.slice(start + 1, quote.at)
  }

  #number(): Value {
    const short = this.#shortNumber()
    if (short !== undefined) return short
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)
    if (!found) throw new JsonSyntaxError()
    this.#at += found[0].length
    return found[1] || found[2] ? new Double(Number(found[0])) : wholeNumber(BigInt(found[0]))
  }

  /** A whole number of few digits, as nearly all are. */
  #shortNumber(): number | undefined {
    const isNegative = this.#text.charCodeAt(this.#at) === CODE.minus
    const start = this.#at + (isNegative ? 1 : 0)
    let value = 0
    let at = start
    let code = this.#text.charCodeAt(at)
    while (code >= CODE.zero && code <= CODE.nine && at - start < SHORT) {
      value = value * 10 + code - CODE.zero
      code = this.#text.charCodeAt(++at)
    }
    const goesOn = code === CODE.dot || (code | CODE.lowerCase) === CODE.e || (code >= CODE.zero && code <= CODE.nine)
    const isPadded = at - start > 1 && this.#text.charCodeAt(start) === CODE.zero
    if (at === start || goesOn || isPadded) return undefined
    this.#at = at
    return isNegative && value !== 0 ? -value : value
  }

  #word(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw new JsonSyntaxError()
    this.#at += word.length
    return value
  }

  /** Into a list or an object, past what opens it. */
  #enter(): void {
    this.#budget.step(PRICES.container)
    if (++this.#depth > MAX_DEPTH) throw new TemplateError(`JSON is nested deeper than ${MAX_DEPTH} levels`)
    this.#at++
  }

  #leave(value: Value): Value {
    this.#depth--
    this.#at++
    return value
  }

  /** The next character that is no space, which is not taken yet. */
  #next(): number {
    let code = this.#text.charCodeAt(this.#at)
    while (code === CODE.blank || code === CODE.lineFeed || code === CODE.carriageReturn || code === CODE.tab) {
      code = this.#text.charCodeAt(++this.#at)
    }
    return code
  }
}

function unescaped(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    throw new JsonSyntaxError()
  }
}
