import type { Budget } from '../../budget.ts'
import { compileJavaRegex } from '../../java-regex/java-regex.ts'
import { simplePattern } from '../../java-regex/simple.ts'
import { type Keyword, numberOf, SchemaError } from '../keyword.ts'
import { shown } from '../problems.ts'
import type { Run } from '../run.ts'

export const minLength: Keyword = {
  name: 'minLength',
  compile(value) {
    const limit = numberOf('minLength', value)
    return (text, run) => {
      if (typeof text !== 'string' || text.length >= 2 * limit) return true
      const length = lengthOf(text, run)
      const words = () => `string ${shown(text)} is too short (length: ${length}, required minimum: ${limit})`
      return length >= limit || run.fail(words)
    }
  },
}

export const maxLength: Keyword = {
  name: 'maxLength',
  compile(value) {
    const limit = numberOf('maxLength', value)
    return (text, run) => {
      if (typeof text !== 'string' || text.length <= limit) return true
      const length = lengthOf(text, run)
      const words = () => `string ${shown(text)} is too long (length: ${length}, maximum allowed: ${limit})`
      return length <= limit || run.fail(words)
    }
  },
}

/** In characters, of which some are two for JavaScript: counted where the number of units does not decide. */
function lengthOf(text: string, run: Run): number {
  run.budget.walk(text.length)
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      length--
      at++
    }
  }
  return length
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** Somewhere in the text: patterns are not anchored. */
export const pattern: Keyword = {
  name: 'pattern',
  compile(value) {
    if (typeof value !== 'string') throw new SchemaError('pattern is no text')
    const isFound = finderOf(value)
    const words = (text: string) => () => `ECMA 262 regex ${shown(value)} does not match input string ${shown(text)}`
    return (text, run) => typeof text !== 'string' || isFound(text, run.budget) || run.fail(words(text))
  },
}

function finderOf(pattern: string): (text: string, budget: Budget) => boolean {
  const simple = simplePattern(pattern)
  if (simple) {
    return (text, budget) => {
      budget.scan(text.length)
      return simple.test(text)
    }
  }
  const regex = compileJavaRegex(pattern)
  return (text, budget) => {
    budget.step()
    return regex.find(text, 0, budget) !== undefined
  }
}
