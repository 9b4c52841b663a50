import type { Assertion, CharacterSet } from './syntax.ts'

/**
 * What a pattern is compiled to: instructions for a machine that keeps what it may have to come back to in a list of
 * its own. So neither the depth of a pattern nor the length of a text costs stack, and each step can be counted.
 */
export const OP = {
  match: 0,
  text: 1,
  set: 2,
  assert: 3,
  jump: 4,
  /** Goes to `to`, and to `other` should that fail. */
  split: 5,
  /** Notes the place in a register. */
  mark: 6,
  /** Goes to `to` if the place is still the one that was noted. */
  unmoved: 7,
  /** A group has ended: it begins where its register says. */
  close: 8,
  back: 9,
  /** Counted repetition of a group; register: how many there were; the next one: where the last one began. */
  countNone: 10,
  count: 11,
  countMore: 12,
  /** A character repeated; the instruction behind each is where it is come back to. */
  greedySet: 13,
  giveBack: 14,
  lazySet: 15,
  takeMore: 16,
  possessiveSet: 17,
  /** Notes the place, and how much there is to come back to: the beginning of what is decided once and for all. */
  hold: 18,
  /** Forgets what there is to come back to since. */
  cut: 19,
  /** Goes back to the place that was noted. */
  returnTo: 20,
  /** Fails unless the place is the one that was noted. */
  arrived: 21,
  /** Fails, and so does all since. */
  refuse: 22,
  /** Steps back by the least width; the instruction behind it by one more each time. */
  stepBack: 23,
  stepBackMore: 24,
} as const

export interface Instruction {
  readonly op: number
  readonly register: number
  readonly min: number
  readonly max: number
  readonly lazy: boolean
  readonly text: string
  readonly set: CharacterSet
  readonly holds: Assertion
  /** Where to go, and where else. */
  to: number
  other: number
  /** Numbers the places where the machine chooses; -1 elsewhere. */
  readonly choice: number
}

export interface Program {
  readonly instructions: readonly Instruction[]
  readonly registerCount: number
  readonly groupCount: number
  /** How many places there are where the machine chooses. */
  readonly choiceCount: number
  /**
   * Whether what follows from a place depends on the place and the instruction only: then what failed there once will
   * fail again. Counts, references, what is decided once and for all, and rounds that take nothing make it depend on
   * more.
   */
  readonly isStateless: boolean
}
