import { AwsError } from '../../../kernel/errors.ts'
import type { JsonValue } from '../../../kernel/json.ts'

/**
 * What a whole template may resolve to. A template has at most a megabyte (documented), but functions repeat values, and
 * repeat what they have repeated: without a limit, two kilobytes stand for gigabytes. Four times the largest template is
 * far beyond what any real one comes to.
 */
const MAX_CHARACTERS = 4_000_000
const MAX_VALUES = 500_000

/** No failure of one property, which a plan passes over: nothing more of the template may be resolved. */
export class BudgetExceeded extends AwsError {
  constructor(limit: string) {
    super('ValidationError', `Template error: the functions of the template make more than ${limit}.`)
    this.name = 'BudgetExceeded'
  }
}

/** One for each walk over a template: its conditions, rules, resources and outputs draw on it together. */
export class ResolutionBudget {
  #characters = MAX_CHARACTERS
  #values = MAX_VALUES

  /** To be asked before memory is taken for what a function makes. */
  requireRoomFor(characters: number, values = 0): void {
    if (characters > this.#characters) throw new BudgetExceeded(`${MAX_CHARACTERS} characters`)
    if (values > this.#values) throw new BudgetExceeded(`${MAX_VALUES} values`)
  }

  /** How many values may still be made. */
  get values(): number {
    return this.#values
  }

  /** Takes what a function has made off the budget, with everything inside it. */
  spend(value: JsonValue | undefined): void {
    if (typeof value === 'string') this.#characters -= value.length
    this.#values -= 1
    this.requireRoomFor(0)
    if (typeof value !== 'object' || value === null) return
    for (const inner of Object.values(value)) this.spend(inner as JsonValue)
  }
}
