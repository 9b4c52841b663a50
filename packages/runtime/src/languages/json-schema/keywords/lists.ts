import { canonical } from '../canonical.ts'
import type { JsonValue } from '../json.ts'
import { type Keyword, numberOf } from '../keyword.ts'
import type { Check, Run } from '../run.ts'

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

export const minItems: Keyword = {
  name: 'minItems',
  compile(value) {
    const limit = numberOf('minItems', value)
    return (list, run) =>
      !isList(list) ||
      list.length >= limit ||
      run.fail(
        () => `array is too short: must have at least ${limit} elements but instance has ${list.length} elements`,
      )
  },
}

export const maxItems: Keyword = {
  name: 'maxItems',
  compile(value) {
    const limit = numberOf('maxItems', value)
    return (list, run) =>
      !isList(list) ||
      list.length <= limit ||
      run.fail(() => `array is too long: must have at most ${limit} elements but instance has ${list.length} elements`)
  },
}

/** In one pass: to compare each with each would hold everybody for a long list. */
export const uniqueItems: Keyword = {
  name: 'uniqueItems',
  compile(value) {
    if (value !== true) return () => true
    return (list, run) =>
      !isList(list) ||
      new Set(list.map((item) => canonical(item, run.budget))).size === list.length ||
      run.fail(() => 'array must not contain duplicate elements')
  },
}

/** One schema for all, or one for each of the first, and `additionalItems` for the rest. */
export const items: Keyword = {
  name: 'items',
  compile(value, { schema, compile }) {
    if (!isList(value)) {
      const check = compile(value)
      return (list, run) => !isList(list) || allFit(list, 0, check, run)
    }
    const first = value.map((each) => compile(each))
    const { additionalItems = true } = schema
    const further: Check = typeof additionalItems === 'boolean' ? () => true : compile(additionalItems)
    return (list, run) => {
      if (!isList(list)) return true
      let fits = true
      for (let i = 0; i < first.length && i < list.length; i++) {
        if ((first[i] as Check)(list[i] as JsonValue, run)) continue
        fits = false
        if (run.isEnough) return false
      }
      if (additionalItems === false && list.length > first.length) return run.fail(() => tooMany(first.length, list))
      return allFit(list, first.length, further, run) && fits
    }
  },
}

function tooMany(limit: number, list: readonly JsonValue[]): string {
  return `array only allows ${limit} items but has ${list.length}`
}

function allFit(list: readonly JsonValue[], from: number, check: Check, run: Run): boolean {
  run.pay(list.length - Math.min(from, list.length))
  let fits = true
  for (let i = from; i < list.length; i++) {
    if (check(list[i] as JsonValue, run)) continue
    fits = false
    if (run.isEnough) return false
  }
  return fits
}
