import { notEmulated } from '../../kernel/errors.ts'
import { Budget, BudgetExceededError } from '../../languages/budget.ts'
import { knownJavaRegex } from '../../languages/java-regex/java-regex.ts'
import { PatternError, UnsupportedPatternError } from '../../languages/java-regex/syntax.ts'
import { invalidAllowedPattern, patternMismatch } from './errors.ts'

/** Plenty for a value of 8 KB, and some 10 ms at most. */
const STEPS = 100_000

/** It is enough to find the pattern in the value: the documented example brings its own anchors (inferred). */
export function checkAllowedPattern(pattern: string, value: string): void {
  if (!finds(pattern, value)) throw patternMismatch(pattern)
}

function finds(pattern: string, value: string): boolean {
  try {
    return knownJavaRegex(pattern).find(value, 0, new Budget(STEPS)) !== undefined
  } catch (error) {
    if (error instanceof UnsupportedPatternError) throw notEmulated(`${error.feature} in an AllowedPattern`)
    if (error instanceof PatternError || error instanceof BudgetExceededError) throw invalidAllowedPattern()
    throw error
  }
}
