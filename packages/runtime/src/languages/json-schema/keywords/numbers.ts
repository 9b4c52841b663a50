import type { JsonValue } from '../json.ts'
import { type Keyword, numberOf } from '../keyword.ts'
import type { Check } from '../run.ts'

function onNumbers(fits: (value: number) => boolean, words: (value: number) => string): Check {
  return (value, run) => typeof value !== 'number' || fits(value) || run.fail(() => words(value))
}

const isExclusive = (value: JsonValue | undefined) => value === true

export const minimum: Keyword = {
  name: 'minimum',
  compile(value, { schema }) {
    const limit = numberOf('minimum', value)
    const fits = isExclusive(schema.exclusiveMinimum) ? (n: number) => n > limit : (n: number) => n >= limit
    return onNumbers(
      fits,
      (found) => `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${found})`,
    )
  },
}

export const maximum: Keyword = {
  name: 'maximum',
  compile(value, { schema }) {
    const limit = numberOf('maximum', value)
    const fits = isExclusive(schema.exclusiveMaximum) ? (n: number) => n < limit : (n: number) => n <= limit
    return onNumbers(
      fits,
      (found) => `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${found})`,
    )
  },
}

export const multipleOf: Keyword = {
  name: 'multipleOf',
  compile(value) {
    const divisor = numberOf('multipleOf', value)
    return onNumbers(
      (n) => Number.isInteger(n / divisor),
      () => `remainder of division is not zero (divisor: ${divisor})`,
    )
  },
}
