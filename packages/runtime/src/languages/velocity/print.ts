import type { Budget } from '../budget.ts'
import { doubleText } from './numbers.ts'
import { Double, Entry, HostObject, List, SilentMap, TemplateError, type Value } from './value.ts'

const MAX_DEPTH = 100

/**
 * How a value appears in the output. Null prints nothing, where plain Velocity would print the reference (observed on
 * AWS); a map prints as Java's `{foo=bar}`, a list out of JSON as JSON, also inside a map (observed).
 */
export function printed(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value
  if (value === null || value instanceof SilentMap) return ''
  const printer = new Printer(budget)
  printer.java(value, 0)
  return printer.text
}

/** Compact JSON text, as `$input.json` gives it. That it is Jackson's spelling is inferred. */
export function jsonText(value: Value, budget: Budget): string {
  const printer = new Printer(budget)
  printer.json(value, 0)
  return printer.text
}

/** Control characters are escaped as well, and halves of a pair that stand alone. */
const NEEDS_ESCAPES = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

/** `JSON.stringify` takes several times as long to find that there is nothing to escape. */
function quoted(text: string): string {
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** Writes into one growing text, so that a deep value costs no more than a flat one of the same length. */
class Printer {
  readonly #budget: Budget
  text = ''

  constructor(budget: Budget) {
    this.#budget = budget
  }

  java(value: Value, depth: number): void {
    this.#enter(depth)
    if (typeof value === 'string') this.#write(value)
    else if (value instanceof Double) this.#write(doubleText(value.value))
    else if (value instanceof List && value.json) this.#jsonList(value, depth)
    else if (value instanceof List) {
      this.#separated('[', value.items, ', ', ']', (item) => this.java(item, depth + 1))
    } else if (value instanceof Map) {
      this.#separated('{', value, ', ', '}', ([key, item]) => this.#javaPair(key, item, depth))
    } else if (value instanceof Entry) this.#javaPair(value.key, value.value, depth)
    else this.#write(value instanceof HostObject ? value.print() : String(value))
  }

  json(value: Value, depth: number): void {
    this.#enter(depth)
    if (typeof value === 'string') this.#write(quoted(value))
    else if (value instanceof Double) this.#write(Number.isFinite(value.value) ? doubleText(value.value) : 'null')
    else if (value instanceof List) this.#jsonList(value, depth)
    else if (value instanceof Map) {
      this.#separated('{', value, ',', '}', ([key, item]) => {
        this.#write(`${quoted(this.#nameOf(key, depth + 1))}:`)
        this.json(item, depth + 1)
      })
    } else this.#write(value instanceof HostObject ? JSON.stringify(value.print()) : String(value))
  }

  #nameOf(key: Value, depth: number): string {
    if (typeof key === 'string') {
      this.#enter(depth)
      return key
    }
    const name = new Printer(this.#budget)
    name.java(key, depth)
    return name.text
  }

  #jsonList({ items }: List, depth: number): void {
    this.#separated('[', items, ',', ']', (item) => this.json(item, depth + 1))
  }

  #javaPair(key: Value, item: Value, depth: number): void {
    this.java(key, depth + 1)
    this.#write('=')
    this.java(item, depth + 1)
  }

  #separated<T>(open: string, items: Iterable<T>, separator: string, close: string, print: (item: T) => void): void {
    this.#write(open)
    let first = true
    for (const item of items) {
      if (!first) this.#write(separator)
      first = false
      print(item)
    }
    this.#write(close)
  }

  #enter(depth: number): void {
    if (depth > MAX_DEPTH) throw new TemplateError('a value is nested too deeply to print')
    this.#budget.step()
  }

  #write(text: string): void {
    this.#budget.text(text.length)
    this.text += text
  }
}
