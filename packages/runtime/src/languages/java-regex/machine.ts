import type { Budget } from '../budget.ts'
import { before } from './assertions.ts'
import { Failures } from './failures.ts'
import { type Instruction, OP, type Program } from './program.ts'
import type { CharacterSet } from './syntax.ts'
import { Trail } from './trail.ts'

/** Steps that a machine of its own costs. */
const SETUP = 8
/** Marks the least place of a repetition whose places have been noted: those are below zero then. */
const NOTED = -1

/** Searches one text, from one place after another, for what a program matches. */
export class Machine {
  readonly #program: Program
  readonly #text: string
  readonly #budget: Budget
  readonly #trail: Trail
  readonly #failures: Failures
  #at = 0

  constructor(program: Program, text: string, budget: Budget) {
    budget.step(SETUP)
    this.#program = program
    this.#text = text
    this.#budget = budget
    this.#trail = new Trail(program.registerCount, budget)
    this.#failures = new Failures(program, text.length, budget)
  }

  /** Where a match that begins here ends; -1 if there is none. */
  run(start: number, wholeOnly: boolean): number {
    this.#trail.reset()
    this.#at = start
    this.#budget.step(1 + (this.#program.registerCount >>> 2))
    const { instructions } = this.#program
    let at = 0
    while (at >= 0) {
      const instruction = instructions[at] as Instruction
      this.#budget.step()
      if (instruction.op === OP.match) {
        if (!wholeOnly || this.#at === this.#text.length) return this.#at
        at = this.#fail()
      } else at = this.#execute(instruction, at + 1)
    }
    return -1
  }

  /** After a match. Undefined where a group took no part. */
  groups(start: number, end: number): (string | undefined)[] {
    const groups: (string | undefined)[] = [this.#text.slice(start, end)]
    for (let group = 1; group <= this.#program.groupCount; group++) {
      const from = this.#trail.get(group * 2)
      groups.push(from < 0 ? undefined : this.#text.slice(from, this.#trail.get(group * 2 + 1)))
    }
    return groups
  }

  /** Answers with the instruction to go on with: `next`, where another is not called for; -1 when all has failed. */
  #execute(instruction: Instruction, next: number): number {
    const trail = this.#trail
    const { register } = instruction
    switch (instruction.op) {
      case OP.text:
        this.#budget.step(instruction.text.length >>> 4)
        if (!this.#text.startsWith(instruction.text, this.#at)) return this.#fail()
        this.#at += instruction.text.length
        return next
      case OP.set:
        return this.#take(instruction.set, 1) === 1 ? next : this.#fail()
      case OP.assert:
        return instruction.holds(this.#text, this.#at) ? next : this.#fail()
      case OP.jump:
        return instruction.to
      case OP.split:
        if (this.#hasFailed(instruction)) return this.#fail()
        trail.push(instruction.other, this.#at, 0)
        return instruction.to
      case OP.mark:
        trail.set(register, this.#at)
        return next
      case OP.unmoved:
        return trail.get(register) === this.#at ? instruction.to : next
      case OP.close:
        trail.set(instruction.to, trail.get(register))
        trail.set(instruction.to + 1, this.#at)
        return next
      case OP.back:
        return this.#takeAgain(instruction) ? next : this.#fail()
      case OP.countNone:
        trail.set(register, 0)
        return next
      case OP.count:
        return this.#count(instruction, next)
      case OP.countMore:
        trail.set(register, trail.get(register) + 1)
        trail.set(register + 1, this.#at)
        return next
      case OP.greedySet:
        return this.#takeMost(instruction, next)
      case OP.giveBack:
        return this.#giveBack(instruction, next)
      case OP.lazySet:
        return this.#takeLeast(instruction, next)
      case OP.takeMore:
        return this.#takeMore(instruction, next)
      case OP.possessiveSet:
        return this.#take(instruction.set, instruction.max) >= instruction.min ? next : this.#fail()
      case OP.hold: {
        const { height } = trail
        trail.set(register, height)
        trail.set(register + 1, this.#at)
        return next
      }
      case OP.cut:
        trail.cut(trail.get(register))
        return next
      case OP.returnTo:
        this.#at = trail.get(register + 1)
        return next
      case OP.arrived:
        return this.#at === trail.get(register + 1) ? next : this.#fail()
      case OP.refuse:
        trail.unwind(trail.get(register))
        return this.#fail()
      case OP.stepBack:
        return this.#stepBack(instruction.min, instruction.max - instruction.min, next)
      default:
        return this.#stepBack(1, trail.extra - 1, next - 1)
    }
  }

  #fail(): number {
    const next = this.#trail.pop()
    this.#at = this.#trail.at
    return next
  }

  /** Whether this choice was made at this place before, and so has failed; it is noted. */
  #hasFailed({ choice }: Instruction): boolean {
    return this.#failures.note(choice, this.#at)
  }

  /** Moves on over characters of a set, and says over how many. */
  #take(set: CharacterSet, most: number): number {
    const text = this.#text
    const { ascii } = set
    let at = this.#at
    let count = 0
    while (count < most && at < text.length) {
      const unit = text.charCodeAt(at)
      if (unit < 128) {
        if (ascii[unit] !== 1) break
        at++
        count++
        continue
      }
      const code = unit < 0xd800 || unit > 0xdbff ? unit : (text.codePointAt(at) as number)
      if (!set.has(code)) break
      at += code > 0xffff ? 2 : 1
      count++
    }
    this.#at = at
    this.#budget.step((count * set.cost) >>> 4)
    return count
  }

  #takeMost(instruction: Instruction, next: number): number {
    const { set, min, max } = instruction
    if (this.#take(set, min) < min) return this.#fail()
    const least = this.#at
    if (max === Infinity && this.#failures.areKept) return this.#takeNew(instruction, next)
    this.#take(set, max - min)
    if (this.#at > least) this.#trail.push(next, this.#at, least)
    return this.#hasFailed(instruction) ? this.#fail() : next + 1
  }

  /** Up to where an earlier time was before: from there on all has failed. Notes each place, to be tried from here. */
  #takeNew({ set, choice }: Instruction, next: number): number {
    const least = this.#at
    let end = -1
    while (!this.#failures.note(choice, this.#at)) {
      end = this.#at
      if (this.#take(set, 1) === 0) break
      this.#budget.step((end - least) & 1)
    }
    if (end < 0) return this.#fail()
    this.#at = end
    if (end > least) this.#trail.push(next, end, NOTED - least)
    return next + 1
  }

  #giveBack(instruction: Instruction, next: number): number {
    const { extra } = this.#trail
    const least = extra < 0 ? NOTED - extra : extra
    this.#at = Math.max(least, before(this.#text, this.#at))
    if (this.#at > least) this.#trail.push(next - 1, this.#at, extra)
    return extra >= 0 && this.#hasFailed(instruction) ? this.#fail() : next
  }

  #takeLeast(instruction: Instruction, next: number): number {
    const { set, min } = instruction
    return this.#take(set, min) < min ? this.#fail() : this.#tryLeast(instruction, min, next)
  }

  #takeMore(instruction: Instruction, next: number): number {
    const count = this.#trail.extra + 1
    return this.#take(instruction.set, 1) === 0 ? this.#fail() : this.#tryLeast(instruction, count, next - 1)
  }

  /** Where one without end was before, it has failed with all that it could have taken more. */
  #tryLeast(instruction: Instruction, count: number, more: number): number {
    const failed = this.#hasFailed(instruction)
    const { max } = instruction
    if (count < max && !(failed && max === Infinity)) this.#trail.push(more, this.#at, count)
    return failed ? this.#fail() : more + 1
  }

  /** One more round of a group, if that is called for. A round that took nothing is the last (Java). */
  #count({ register, min, max, lazy, to }: Instruction, next: number): number {
    const trail = this.#trail
    const count = trail.get(register)
    if (count >= max || (count > 0 && trail.get(register + 1) === this.#at)) return to
    if (count < min) return next
    trail.push(lazy ? next : to, this.#at, 0)
    return lazy ? to : next
  }

  #takeAgain({ register, lazy: ignoreCase }: Instruction): boolean {
    const start = this.#trail.get(register)
    if (start < 0) return false
    const wanted = this.#text.slice(start, this.#trail.get(register + 1))
    this.#budget.step(1 + wanted.length)
    const found = this.#text.slice(this.#at, this.#at + wanted.length)
    if (ignoreCase ? found.toLowerCase() !== wanted.toLowerCase() : found !== wanted) return false
    this.#at += wanted.length
    return true
  }

  /** To where a look-behind begins; `more` characters further back it may be tried again. */
  #stepBack(count: number, more: number, next: number): number {
    for (let i = 0; i < count; i++) {
      this.#budget.step()
      if (this.#at === 0) return this.#fail()
      this.#at = before(this.#text, this.#at)
    }
    if (more > 0) this.#trail.push(next, this.#at, more)
    return next + 1
  }
}
