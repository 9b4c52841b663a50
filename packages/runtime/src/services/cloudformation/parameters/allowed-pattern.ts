import { notEmulated } from '../../../kernel/errors.ts'
import { Budget, BudgetExceededError } from '../../../languages/budget.ts'
import { knownJavaRegex } from '../../../languages/java-regex/java-regex.ts'
import { PatternError, UnsupportedPatternError } from '../../../languages/java-regex/syntax.ts'
import { validationError } from '../errors.ts'

/** Plenty for a value of 4 KB, and some 10 ms at most. */
const STEPS = 100_000

/** A pattern has to match the value as a whole (documented: CloudFormation user guide, parameters). */
export function matchesWhole(name: string, pattern: string, value: string): boolean {
  try {
    return knownJavaRegex(pattern).matches(value, new Budget(STEPS))
  } catch (error) {
    if (error instanceof UnsupportedPatternError) {
      throw notEmulated(`${error.feature} in the AllowedPattern of parameter '${name}'`)
    }
    if (error instanceof BudgetExceededError) {
      throw validationError(`Parameter '${name}' has an AllowedPattern that takes too long to match: ${pattern}`)
    }
    if (error instanceof PatternError) {
      throw validationError(`Parameter '${name}' has an AllowedPattern that is not a regular expression: ${pattern}`)
    }
    throw error
  }
}
