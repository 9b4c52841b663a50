import { runInNewContext } from 'node:vm'
import { invalidAllowedPattern, patternMismatch } from './errors.ts'

/** A pattern comes from outside and may take exponential time: it is stopped after this long. */
const TIME_LIMIT_MS = 200

export function checkAllowedPattern(pattern: string, value: string): void {
  let matches: unknown
  try {
    matches = runInNewContext('new RegExp(pattern).test(value)', { pattern, value }, { timeout: TIME_LIMIT_MS })
  } catch {
    throw invalidAllowedPattern()
  }
  if (!matches) throw patternMismatch(pattern)
}
