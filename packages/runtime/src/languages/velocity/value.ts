import type { Budget } from '../budget.ts'

/**
 * What a template can hold. Java's numbers: whole ones are `number` while exact and `bigint` beyond, fractions are
 * {@link Double} because `1.0` prints its fraction. Objects are always `Map`, so that no key can reach a prototype.
 */
export type Value = null | boolean | string | number | bigint | Double | List | VtlMap | HostObject
export type VtlMap = Map<Value, Value>

export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** A Java list. Lists that came out of JSON print as JSON, lists made by the template as Java's `[a, b]` (observed). */
export class List {
  readonly items: Value[]
  readonly json: boolean
  constructor(items: Value[], json = false) {
    this.items = items
    this.json = json
  }
}

/** A map that prints as nothing when printed whole: `$context.identity` and its like (observed). */
export class SilentMap extends Map<Value, Value> {}

/** `$input`, `$util`, `$foreach`: only what the class spells out can be reached from a template. */
export abstract class HostObject {
  property(_name: string): Value {
    return null
  }
  call(_name: string, _args: readonly Value[], _budget: Budget): Value {
    return null
  }
  print(): string {
    return ''
  }
}

/** One entry of `$map.entrySet()`. */
export class Entry extends HostObject {
  readonly #map: VtlMap
  readonly key: Value
  constructor(map: VtlMap, key: Value) {
    super()
    this.#map = map
    this.key = key
  }
  get value(): Value {
    return this.#map.get(this.key) ?? null
  }
  override property(name: string): Value {
    if (name === 'key') return this.key
    return name === 'value' ? this.value : null
  }
  override call(name: string): Value {
    if (name === 'getKey') return this.key
    return name === 'getValue' ? this.value : null
  }
}

export function isNumber(value: Value): value is number | bigint | Double {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double
}

/** A template went wrong while it ran: Velocity throws there, API Gateway answers 500. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TemplateError'
  }
}
