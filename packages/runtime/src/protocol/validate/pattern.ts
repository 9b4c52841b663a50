import { Budget, BudgetExceededError } from '../../languages/budget.ts'
import { compileJavaRegex } from '../../languages/java-regex/java-regex.ts'

/** Whether a text as a whole satisfies a pattern (Java's `Matcher.matches`). Undefined: it would take too long to tell. */
export type PatternTest = (text: string) => boolean | undefined

const compiled = new Map<string, PatternTest>()

/** Compiles a model's pattern when it is asked for first. */
export function patternTest(pattern: string): PatternTest {
  let test = compiled.get(pattern)
  if (!test) {
    test = compile(pattern)
    compiled.set(pattern, test)
  }
  return test
}

function compile(pattern: string): PatternTest {
  const regex = compileJavaRegex(pattern)
  return (text) => {
    try {
      return regex.matches(text, new Budget())
    } catch (error) {
      if (error instanceof BudgetExceededError) return undefined
      throw error
    }
  }
}
