import { Budget } from '../../budget.ts'
import { canonical } from '../canonical.ts'
import { isJsonObject, type JsonValue } from '../json.ts'
import { type Keyword, listOf, namesOf, SchemaError } from '../keyword.ts'
import { shown } from '../problems.ts'

const IS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isJsonObject,
  string: (value) => typeof value === 'string',
}

export const type: Keyword = {
  name: 'type',
  compile(value) {
    const names = typeof value === 'string' ? [value] : namesOf('type', value)
    const tests = names.map((name) => {
      const test = Object.hasOwn(IS, name) ? IS[name] : undefined
      if (!test) throw new SchemaError(`there is no type ${name}`)
      return test
    })
    const allowed = JSON.stringify(names.toSorted())
    const words = (given: JsonValue) => () =>
      `instance type (${typeName(given)}) does not match any allowed primitive type (allowed: ${allowed})`
    // The most frequent types are told here, without a further call.
    if (names.length === 1 && names[0] === 'string') {
      return (given, run) => typeof given === 'string' || run.fail(words(given))
    }
    if (names.length === 1 && names[0] === 'object')
      return (given, run) => isJsonObject(given) || run.fail(words(given))
    const [only] = tests
    if (only && tests.length === 1) return (given, run) => only(given) || run.fail(words(given))
    return (given, run) => tests.some((test) => test(given)) || run.fail(words(given))
  },
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

export const enumeration: Keyword = {
  name: 'enum',
  compile(value) {
    const allowed = listOf('enum', value)
    const isPlain = (each: JsonValue) => typeof each !== 'object' || each === null
    const plain = new Set(allowed.filter(isPlain))
    // A schema pays for itself: a call that uses it must not.
    const others = new Set(
      allowed.filter((each) => !isPlain(each)).map((each) => canonical(each, new Budget(Infinity))),
    )
    const possible = shown(allowed)
    const words = (given: JsonValue) => () =>
      `instance value (${shown(given)}) not found in enum (possible values: ${possible})`
    return (given, run) =>
      (isPlain(given) ? plain.has(given) : others.size > 0 && others.has(canonical(given, run.budget))) ||
      run.fail(words(given))
  },
}
