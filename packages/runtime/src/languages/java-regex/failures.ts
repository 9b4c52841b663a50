import type { Budget } from '../budget.ts'
import type { Program } from './program.ts'

/** Choices that a search makes before it begins to remember. */
const KEEP_AFTER = 200
/** Bits of memory at most. */
const MAX_BITS = 16_000_000

/**
 * Which choices a search has made at which places. Where what follows depends on nothing else, a second time fails as
 * the first did. So a pattern such as `(a+)+$` takes time by the length of the text and no longer by its powers, as in
 * Java since 9.
 */
export class Failures {
  readonly #budget: Budget
  readonly #places: number
  readonly #bits: number
  #count = 0
  #noted: Uint32Array | undefined

  constructor({ isStateless, choiceCount }: Program, textLength: number, budget: Budget) {
    this.#budget = budget
    this.#places = textLength + 1
    this.#bits = isStateless ? this.#places * choiceCount : Infinity
  }

  /** A short search is not worth the memory. */
  get areKept(): boolean {
    if (this.#noted) return true
    if (++this.#count < KEEP_AFTER || this.#bits > MAX_BITS) return false
    this.#budget.step(this.#bits >>> 10)
    this.#noted = new Uint32Array((this.#bits + 31) >>> 5)
    return true
  }

  /** Notes a choice at a place; whether it was noted before. */
  note(choice: number, at: number): boolean {
    if (!this.areKept) return false
    const noted = this.#noted as Uint32Array
    const bit = choice * this.#places + at
    const word = noted[bit >>> 5] as number
    const mask = 1 << (bit & 31)
    noted[bit >>> 5] = word | mask
    return (word & mask) !== 0
  }
}
