import type { Budget } from '../budget.ts'

/** Numbers of one entry. */
const SIZE = 3

/**
 * What a search has to come back to, newest last: places where it chose, and what registers held before they were set.
 * An entry is an instruction, a place, and a number of the instruction's own; or a register (below zero) and its value.
 */
export class Trail {
  readonly #budget: Budget
  readonly #registers: Int32Array
  readonly #entries: number[] = []
  /** How many numbers of it are in use. */
  height = 0
  /** What {@link pop} has come back to. */
  at = 0
  extra = 0

  constructor(registerCount: number, budget: Budget) {
    this.#registers = new Int32Array(registerCount)
    this.#budget = budget
  }

  reset(): void {
    this.#registers.fill(-1)
    this.height = 0
  }

  get(register: number): number {
    return this.#registers[register] as number
  }

  set(register: number, value: number): void {
    this.push(-1 - register, this.get(register), 0)
    this.#registers[register] = value
  }

  /** Each entry is paid for, which bounds their number. */
  push(instruction: number, at: number, extra: number): void {
    this.#budget.step()
    const entries = this.#entries
    entries[this.height] = instruction
    entries[this.height + 1] = at
    entries[this.height + 2] = extra
    this.height += SIZE
  }

  /** Goes back to the last choice: the instruction to go on with, -1 where there is none. */
  pop(): number {
    const entries = this.#entries
    while (this.height > 0) {
      this.height -= SIZE
      const instruction = entries[this.height] as number
      this.at = entries[this.height + 1] as number
      if (instruction < 0) this.#registers[-1 - instruction] = this.at
      else {
        this.extra = entries[this.height + 2] as number
        return instruction
      }
    }
    return -1
  }

  /** Undoes all that was done above a height. */
  unwind(height: number): void {
    const entries = this.#entries
    while (this.height > height) {
      this.height -= SIZE
      const instruction = entries[this.height] as number
      if (instruction < 0) this.#registers[-1 - instruction] = entries[this.height + 1] as number
    }
  }

  /** Forgets the choices above a height. What registers held is kept, for those that are come back to from below. */
  cut(height: number): void {
    const entries = this.#entries
    this.#budget.step((this.height - height) >>> 3)
    let kept = height
    for (let from = height; from < this.height; from += SIZE) {
      if ((entries[from] as number) >= 0) continue
      entries[kept] = entries[from] as number
      entries[kept + 1] = entries[from + 1] as number
      kept += SIZE
    }
    this.height = kept
  }
}
