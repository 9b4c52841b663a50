/** A template, pattern or path asked for more work than one request may cost. Answered as a failure of the template. */
export class BudgetExceededError extends Error {
  constructor(what: string) {
    super(`the mapping template exceeds ${what}`)
    this.name = 'BudgetExceededError'
  }
}

/**
 * Values, iterations and regular expression moves. Counted, so that a result never depends on the machine's speed; a
 * step takes some 100 ns, so that one request holds the process for some 50 ms at most.
 */
const MAX_STEPS = 500_000
/** Characters that all strings made along the way may have together. */
const MAX_CHARACTERS = 64 * 1024 * 1024
/** API Gateway's payload limit; no string of a template may be longer. */
export const MAX_TEXT_LENGTH = 10_485_760

/** What one request may still spend on templates. Every loop and every copy pays here. */
export class Budget {
  readonly #most: number
  #steps: number
  #characters = MAX_CHARACTERS

  constructor(steps = MAX_STEPS) {
    this.#most = steps
    this.#steps = steps
  }

  step(count = 1): void {
    this.#steps -= count
    if (this.#steps < 0) throw new BudgetExceededError(`${this.#most} steps`)
  }

  /** Pays for reading a text of this length at once: a search, a comparison. Some 64 million characters in all. */
  scan(length: number): void {
    this.step(1 + (length >>> 7))
  }

  /** Pays for reading so many characters one at a time, which is slower by far. Some 8 million in all. */
  walk(length: number): void {
    this.step(1 + (length >>> 4))
  }

  /** Pays for writing a text anew, a character at a time. Some 16 million in all. */
  rewrite(length: number): void {
    this.step(1 + (length >>> 5))
  }

  /** Pays for a new string of this length. */
  text(length: number): void {
    if (length > MAX_TEXT_LENGTH) throw new BudgetExceededError(`${MAX_TEXT_LENGTH} characters in one text`)
    this.#characters -= length
    if (this.#characters < 0) throw new BudgetExceededError(`${MAX_CHARACTERS} characters altogether`)
  }
}
