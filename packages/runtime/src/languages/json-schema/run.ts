import { type Budget, BudgetExceededError } from '../budget.ts'
import type { JsonValue } from './json.ts'
import type { Problems } from './problems.ts'

/** Whether a value fits; why not is told to the run. */
export type Check = (value: JsonValue, run: Run) => boolean

/** To look at one value, name or item is the least there is, and takes some 25 ns. */
const LOOKS_OF_A_STEP = 4
/** Taken from the budget at a time: whole numbers, and few calls. */
const STEPS_AT_ONCE = 256
/** Schemas within one another, by reference too: far from the end of the stack. */
const MAX_DEPTH = 1500

/** One value that is held against a schema. */
export class Run {
  readonly budget: Budget
  #problems: Problems | undefined
  #depth = 0
  #looks = 0

  /** Without `problems` nobody asks why. */
  constructor(budget: Budget, problems: Problems | undefined) {
    this.budget = budget
    this.#problems = problems
  }

  /** Every schema that a value meets begins here, and pays for its keywords. */
  enter(keywords: number): void {
    this.pay(1 + keywords)
    if (++this.#depth > MAX_DEPTH) throw new BudgetExceededError(`${MAX_DEPTH} schemas in one another`)
  }

  leave(): void {
    this.#depth--
  }

  pay(looks: number): void {
    this.#looks -= looks
    if (this.#looks < 0) this.#takeMore()
  }

  #takeMore(): void {
    const steps = Math.max(STEPS_AT_ONCE, Math.ceil(-this.#looks / LOOKS_OF_A_STEP))
    this.budget.step(steps)
    this.#looks += steps * LOOKS_OF_A_STEP
  }

  /** The text is made only where somebody reads it. */
  fail(text: () => string): false {
    this.#problems?.add(text)
    return false
  }

  failMissing(names: readonly string[]): false {
    this.#problems?.addMissing(names)
    return false
  }

  /** Once something does not fit: whether there is nothing more to be learned. */
  get isEnough(): boolean {
    return this.#problems === undefined || this.#problems.isFull
  }

  /** Whether a value fits, whatever would be said of it. */
  quietly(check: Check, value: JsonValue): boolean {
    const problems = this.#problems
    this.#problems = undefined
    const fits = check(value, this)
    this.#problems = problems
    return fits
  }
}
