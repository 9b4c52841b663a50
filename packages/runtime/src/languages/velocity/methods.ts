import type { Budget } from '../budget.ts'
import { javaEquals } from './equality.ts'
import { compareNumbers, toDouble, wholeNumber } from './numbers.ts'
import { printed } from './print.ts'
import { stringMethods } from './string-methods.ts'
import { Double, Entry, HostObject, isNumber, List, TemplateError, type Value, type VtlMap } from './value.ts'

type Method<T> = (self: T, args: readonly Value[], budget: Budget) => Value

const listMethods: ReadonlyMap<string, Method<List>> = new Map<string, Method<List>>([
  ['size', ({ items }) => items.length],
  ['isEmpty', ({ items }) => items.length === 0],
  ['get', ({ items }, [index]) => (typeof index === 'number' ? (items[checked(index, items.length)] ?? null) : null)],
  ['contains', (self, [item], budget) => positionOf(self, item ?? null, budget) >= 0],
  ['indexOf', (self, [item], budget) => positionOf(self, item ?? null, budget)],
  ['add', add],
  ['addAll', addAll],
  ['set', set],
  ['remove', remove],
  ['clear', clear],
  ['subList', subList],
  ['equals', (self, [other], budget) => javaEquals(self, other ?? null, budget)],
])

const mapMethods: ReadonlyMap<string, Method<VtlMap>> = new Map<string, Method<VtlMap>>([
  ['size', (self) => self.size],
  ['isEmpty', (self) => self.size === 0],
  ['get', (self, [key]) => self.get(key ?? null) ?? null],
  ['getOrDefault', (self, [key, other]) => self.get(key ?? null) ?? other ?? null],
  ['put', put],
  ['putAll', putAll],
  ['remove', (self, [key]) => taken(self, key ?? null)],
  ['clear', clear],
  ['containsKey', (self, [key]) => self.has(key ?? null)],
  ['containsValue', (self, [value], budget) => hasValue(self, value ?? null, budget)],
  ['keySet', (self, _args, budget) => listOf(self.keys(), self.size, budget)],
  ['values', (self, _args, budget) => listOf(self.values(), self.size, budget)],
  ['entrySet', (self, _args, budget) => new List(entriesOf(self, budget))],
  ['equals', (self, [other], budget) => javaEquals(self, other ?? null, budget)],
])

const numberMethods: ReadonlyMap<string, Method<number | bigint | Double>> = new Map<
  string,
  Method<number | bigint | Double>
>([
  ['intValue', (self) => whole(self)],
  ['longValue', (self) => whole(self)],
  ['doubleValue', (self) => new Double(toDouble(self))],
  ['equals', (self, [other], budget) => javaEquals(self, other ?? null, budget)],
  ['compareTo', (self, [other]) => (isNumber(other ?? null) ? Math.sign(compareNumbers(self, other as number)) : null)],
  // Static methods reached through an instance: the usual way to read a number in a mapping template.
  ['parseInt', (_self, [text]) => parseWhole(text)],
  ['valueOf', (_self, [text]) => parseWhole(text)],
])

/** Calls a method. One that Java does not have for these arguments gives null, as does any method of null. */
export function callMethod(self: Value, name: string, args: readonly Value[], budget: Budget): Value {
  budget.step()
  if (self === null) return null
  if (typeof self === 'string') {
    const result = stringMethods.get(name)?.(self, args, budget) ?? null
    if (typeof result === 'string') budget.text(result.length)
    return result
  }
  if (name === 'toString' && !(self instanceof HostObject)) return printed(self, budget)
  if (self instanceof List) return listMethods.get(name)?.(self, args, budget) ?? null
  if (self instanceof Map) return mapMethods.get(name)?.(self, args, budget) ?? null
  if (isNumber(self)) return numberMethods.get(name)?.(self, args, budget) ?? null
  if (typeof self === 'boolean') return name === 'equals' ? self === args[0] : name === 'booleanValue' ? self : null
  return self.call(name, args, budget)
}

/** `$x.name`: a key of a map, else one of the bean properties that exist (`isEmpty()` as `empty`). */
export function propertyOf(self: Value, name: string): Value {
  if (self instanceof Map) return self.get(name) ?? (name === 'empty' ? self.size === 0 : null)
  if (self instanceof HostObject) return self.property(name)
  if (name !== 'empty') return null
  if (self instanceof List) return self.items.length === 0
  return typeof self === 'string' ? self === '' : null
}

/** `$x[index]`: negative positions count from the end (Velocity 1.7). */
export function itemOf(self: Value, index: Value): Value {
  if (self instanceof Map) return self.get(index) ?? null
  if (self instanceof List && typeof index === 'number') {
    const { items } = self
    return items[checked(index < 0 ? index + items.length : index, items.length)] ?? null
  }
  return null
}

/** Assignment through `#set($x.name = …)` or `#set($x[index] = …)`; what cannot be assigned to stays as it is. */
export function assign(self: Value, key: Value, value: Value): void {
  if (self instanceof Map) put(self, [key, value])
  else if (self instanceof List && typeof key === 'number') {
    const at = key < 0 ? key + self.items.length : key
    self.items[checked(at, self.items.length)] = value
  }
}

function clear(self: List | VtlMap): null {
  if (self instanceof Map) self.clear()
  else self.items.length = 0
  return null
}

function checked(index: number, length: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new TemplateError(`Index: ${index}, Size: ${length}`)
  }
  return index
}

function positionOf(list: List, item: Value, budget: Budget): number {
  return list.items.findIndex((other) => javaEquals(other, item, budget))
}

function add(self: List, args: readonly Value[], budget: Budget): Value {
  const [first, second] = args
  if (args.length === 1) return self.items.push(first ?? null) > 0
  if (args.length !== 2 || typeof first !== 'number') return null
  budget.step(self.items.length)
  self.items.splice(checked(first, self.items.length + 1), 0, second ?? null)
  return null
}

function addAll(self: List, [other]: readonly Value[], budget: Budget): Value {
  if (!(other instanceof List)) return null
  budget.step(other.items.length)
  for (const item of other.items.slice()) self.items.push(item)
  return other.items.length > 0
}

function set(self: List, [index, value]: readonly Value[]): Value {
  if (typeof index !== 'number') return null
  const at = checked(index, self.items.length)
  const previous = self.items[at] ?? null
  self.items[at] = value ?? null
  return previous
}

function remove(self: List, [which]: readonly Value[], budget: Budget): Value {
  budget.step(self.items.length)
  if (typeof which === 'number') return self.items.splice(checked(which, self.items.length), 1)[0] ?? null
  const at = positionOf(self, which ?? null, budget)
  if (at >= 0) self.items.splice(at, 1)
  return at >= 0
}

function subList(self: List, [from, to]: readonly Value[], budget: Budget): Value {
  if (typeof from !== 'number' || typeof to !== 'number') return null
  checked(from, self.items.length + 1)
  checked(to, self.items.length + 1)
  budget.step(self.items.length)
  return new List(self.items.slice(from, to), self.json)
}

function put(self: VtlMap, [key, value]: readonly Value[]): Value {
  const previous = self.get(key ?? null) ?? null
  self.set(key ?? null, value ?? null)
  return previous
}

function putAll(self: VtlMap, [other]: readonly Value[], budget: Budget): Value {
  if (!(other instanceof Map)) return null
  budget.step(other.size)
  for (const [key, value] of [...other]) self.set(key, value)
  return null
}

function hasValue(self: VtlMap, value: Value, budget: Budget): boolean {
  for (const item of self.values()) if (javaEquals(item, value, budget)) return true
  return false
}

function taken(self: VtlMap, key: Value): Value {
  const previous = self.get(key) ?? null
  self.delete(key)
  return previous
}

function listOf(values: Iterable<Value>, size: number, budget: Budget): List {
  budget.step(size)
  return new List([...values])
}

export function entriesOf(map: VtlMap, budget: Budget): Entry[] {
  budget.step(map.size)
  return [...map.keys()].map((key) => new Entry(map, key))
}

function whole(self: number | bigint | Double): Value {
  if (!(self instanceof Double)) return self
  return Number.isFinite(self.value) ? wholeNumber(BigInt(Math.trunc(self.value))) : 0
}

function parseWhole(text: Value | undefined): Value {
  if (typeof text !== 'string') return null
  if (!/^[+-]?\d{1,19}$/.test(text)) throw new TemplateError('a text is not a number')
  return wholeNumber(BigInt(text))
}
