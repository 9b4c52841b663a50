import type { Budget } from '../budget.ts'
import { HostObject, List, type Value } from './value.ts'

/** Documented quota: iterations of one `#foreach`; it stops there without an error. */
const MAX_ITERATIONS = 1000

/** The `$foreach` of a running loop. */
export class Foreach extends HostObject {
  index = 0
  readonly #length: number
  readonly #parent: Foreach | null

  constructor(length: number, parent: Foreach | null) {
    super()
    this.#length = length
    this.#parent = parent
  }

  get hasNext(): boolean {
    return this.index + 1 < this.#length
  }

  override property(name: string): Value {
    switch (name) {
      case 'index':
        return this.index
      case 'count':
        return this.index + 1
      case 'hasNext':
        return this.hasNext
      case 'first':
        return this.index === 0
      case 'last':
        return !this.hasNext
      case 'parent':
        return this.#parent
      case 'topmost':
        return this.#parent ? this.#parent.property('topmost') : this
    }
    return null
  }

  override call(name: string): Value {
    const bean = /^(?:get|is)([A-Z])(\w*)$/.exec(name)
    return this.property(bean ? `${bean[1]?.toLowerCase()}${bean[2]}` : name)
  }
}

/** A list's items or a map's values; nothing for what cannot be walked. */
export function iterationOf(value: Value, budget: Budget): readonly Value[] {
  if (value instanceof List) return value.items.slice(0, MAX_ITERATIONS)
  if (!(value instanceof Map)) return []
  budget.step(value.size)
  return [...value.values()].slice(0, MAX_ITERATIONS)
}
