import { compileJavaRegex } from '../../java-regex/java-regex.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import { type Keyword, mapOf, namesOf, numberOf } from '../keyword.ts'
import { shown } from '../problems.ts'
import type { Check, Run } from '../run.ts'

export const required: Keyword = {
  name: 'required',
  compile(value, { schema }) {
    const names = namesOf('required', value)
    return seenByProperties(schema) ? () => true : requiring(names)
  },
}

/** Whether each name that is required is described too: whoever looks at the properties then sees which are missing. */
function seenByProperties({ properties: described, required: names }: JsonObject): boolean {
  if (described === undefined || names === undefined) return false
  const map = mapOf('properties', described)
  return namesOf('required', names).every((name) => Object.hasOwn(map, name))
}

function requiring(names: readonly string[]): Check {
  return (object, run) => {
    if (!isJsonObject(object)) return true
    const missing = missingOf(object, names, run)
    return missing === undefined || run.failMissing(missing)
  }
}

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** JSON knows no `undefined`: what is there and not inherited is the object's own. */
function memberOf(object: JsonObject, name: string, isInherited = INHERITED.has(name)): JsonValue | undefined {
  return isInherited && !Object.hasOwn(object, name) ? undefined : object[name]
}

function missingOf(object: JsonObject, names: readonly string[], run: Run): readonly string[] | undefined {
  run.pay(names.length)
  let missing: string[] | undefined
  for (const name of names) {
    if (memberOf(object, name) !== undefined) continue
    missing ??= []
    missing.push(name)
  }
  return missing
}

export const minProperties: Keyword = {
  name: 'minProperties',
  compile(value) {
    const limit = numberOf('minProperties', value)
    return (object, run) =>
      !isJsonObject(object) ||
      keysOf(object, run).length >= limit ||
      run.fail(() => `object has too few properties (required at least ${limit})`)
  },
}

export const maxProperties: Keyword = {
  name: 'maxProperties',
  compile(value) {
    const limit = numberOf('maxProperties', value)
    return (object, run) =>
      !isJsonObject(object) ||
      keysOf(object, run).length <= limit ||
      run.fail(() => `object has too many properties (allowed at most ${limit})`)
  },
}

function keysOf(object: JsonObject, run: Run): readonly string[] {
  const keys = Object.keys(object)
  // To list them takes longer than to look at them.
  run.pay(8 * keys.length)
  return keys
}

export const properties: Keyword = {
  name: 'properties',
  compile(value, { schema, compile }) {
    const names = seenByProperties(schema) ? namesOf('required', schema.required ?? []) : []
    const required = new Set(names)
    const checkMissing = requiring(names)
    const checks = Object.entries(mapOf('properties', value)).map(([name, inner]) => ({
      name,
      isRequired: required.has(name),
      isInherited: INHERITED.has(name),
      check: compile(inner),
    }))
    return (object, run) => {
      if (!isJsonObject(object)) return true
      run.pay(checks.length)
      let fits = true
      let isMissing = false
      for (const { name, isRequired, isInherited, check } of checks) {
        const value = memberOf(object, name, isInherited)
        if (value === undefined) {
          isMissing ||= isRequired
          continue
        }
        if (check(value, run)) continue
        fits = false
        if (run.isEnough) return false
      }
      return isMissing ? checkMissing(object, run) : fits
    }
  },
}

export const patternProperties: Keyword = {
  name: 'patternProperties',
  compile(value, { compile }) {
    const checks = Object.entries(mapOf('patternProperties', value)).map(
      ([text, schema]) => [named(text), compile(schema)] as const,
    )
    return (object, run) => {
      if (!isJsonObject(object)) return true
      let fits = true
      for (const key of keysOf(object, run)) {
        for (const [isNamed, check] of checks) {
          if (!isNamed(key, run) || check(object[key] as JsonValue, run)) continue
          fits = false
          if (run.isEnough) return false
        }
      }
      return fits
    }
  },
}

type Named = (key: string, run: Run) => boolean

function named(pattern: string): Named {
  const regex = compileJavaRegex(pattern)
  return (key, run) => {
    run.budget.step()
    return regex.find(key, 0, run.budget) !== undefined
  }
}

/** For what neither `properties` nor `patternProperties` speaks of. */
export const additionalProperties: Keyword = {
  name: 'additionalProperties',
  compile(value, { schema, compile }) {
    if (value === true) return () => true
    const known = new Set(Object.keys(mapOf('properties', schema.properties ?? {})))
    const patterns = Object.keys(mapOf('patternProperties', schema.patternProperties ?? {})).map(named)
    const check: Check = value === false ? () => false : compile(value)
    return (object, run) => {
      if (!isJsonObject(object)) return true
      let fits = true
      for (const key of keysOf(object, run)) {
        if (known.has(key) || patterns.some((isNamed) => isNamed(key, run))) continue
        if (check(object[key] as JsonValue, run)) continue
        fits = false
        if (value === false) run.fail(() => notAllowed(key))
        if (run.isEnough) return false
      }
      return fits
    }
  },
}

function notAllowed(key: string): string {
  return `object instance has properties which are not allowed by the schema: ${shown([key])}`
}

/** What an object with this property must have too: other properties, or the form of a schema. */
export const dependencies: Keyword = {
  name: 'dependencies',
  compile(value, { compile }) {
    const checks = Object.entries(mapOf('dependencies', value)).map(
      ([name, wanted]) =>
        [name, Array.isArray(wanted) ? having(name, namesOf(name, wanted)) : compile(wanted)] as const,
    )
    return (object, run) => {
      if (!isJsonObject(object)) return true
      run.pay(checks.length)
      let fits = true
      for (const [name, check] of checks) if (Object.hasOwn(object, name) && !check(object, run)) fits = false
      return fits
    }
  },
}

function having(property: string, names: readonly string[]): Check {
  return (object, run) => {
    const missing = missingOf(object as JsonObject, names, run)
    return (
      missing === undefined ||
      run.fail(() => `property ${shown(property)} of object has missing property dependencies (${shown(missing)})`)
    )
  }
}
