import { characterSet } from './character-class.ts'
import { type Instruction, OP, type Program } from './program.ts'
import type { CharacterSet, Node, ParsedPattern, Repeat } from './syntax.ts'
import { canBeEmpty } from './width.ts'

const NO_SET = characterSet(() => false)
const BLANK: Omit<Instruction, 'op'> = {
  register: 0,
  min: 0,
  max: 0,
  lazy: false,
  text: '',
  set: NO_SET,
  holds: () => false,
  to: 0,
  other: 0,
  choice: -1,
}

export function assemble({ node, groupCount }: ParsedPattern): Program {
  const assembler = new Assembler(groupCount)
  assembler.add(node)
  return assembler.program()
}

class Assembler {
  readonly #instructions: Instruction[] = []
  readonly #groupCount: number
  /** The first two for each group are its start and end. */
  #registers: number
  #choices = 0
  #isStateless = true

  constructor(groupCount: number) {
    this.#groupCount = groupCount
    this.#registers = (groupCount + 1) * 2
  }

  program(): Program {
    this.#emit(OP.match)
    return {
      instructions: this.#instructions,
      registerCount: this.#registers,
      groupCount: this.#groupCount,
      choiceCount: this.#choices,
      isStateless: this.#isStateless,
    }
  }

  add(node: Node): void {
    switch (node.kind) {
      case 'text':
        this.#emit(OP.text, { text: node.text })
        break
      case 'set':
        this.#emit(OP.set, { set: node.set })
        break
      case 'sequence':
        for (const part of node.nodes) this.add(part)
        break
      case 'choice':
        this.#addChoice(node.nodes)
        break
      case 'group': {
        const register = this.#reserve(1)
        this.#emit(OP.mark, { register })
        this.add(node.node)
        this.#emit(OP.close, { register, to: node.index * 2 })
        break
      }
      case 'back':
        this.#isStateless = false
        if (node.index > this.#groupCount) this.#emit(OP.set)
        else this.#emit(OP.back, { register: node.index * 2, lazy: node.ignoreCase })
        break
      case 'assertion':
        this.#emit(OP.assert, { holds: node.holds })
        break
      case 'repeat':
        this.#addRepeat(node)
        break
      default:
        this.#addDecided(node)
    }
  }

  get #here(): number {
    return this.#instructions.length
  }

  #emit(op: number, rest: Partial<Omit<Instruction, 'op'>> = {}): Instruction {
    const instruction = { ...BLANK, ...rest, op }
    this.#instructions.push(instruction)
    return instruction
  }

  #split(): Instruction {
    return this.#emit(OP.split, { to: this.#here + 1, choice: this.#choices++ })
  }

  #reserve(count: number): number {
    const register = this.#registers
    this.#registers += count
    return register
  }

  #addChoice(nodes: readonly Node[]): void {
    const ends: Instruction[] = []
    nodes.forEach((node, index) => {
      const split = index < nodes.length - 1 ? this.#split() : undefined
      this.add(node)
      if (!split) return
      ends.push(this.#emit(OP.jump))
      split.other = this.#here
    })
    for (const end of ends) end.to = this.#here
  }

  #addRepeat(repeat: Repeat): void {
    const { node, min, max, mode } = repeat
    const set = singleSet(node)
    const lazy = mode === 'lazy'
    if (set) this.#addRepeatedSet(set, repeat)
    else if (mode === 'possessive') this.#addDecided({ kind: 'atomic', node: { ...repeat, mode: 'greedy' } })
    else if (min === 1 && max === 1) this.add(node)
    else if (min === 0 && max === 1) this.#addOptional(() => this.add(node), lazy)
    else if (min === 0 && max === Infinity) this.#addOptional(() => this.#addLoop(node, lazy), lazy)
    else if (min === 1 && max === Infinity) this.#addLoop(node, lazy)
    else this.#addCounted(repeat)
  }

  #addRepeatedSet(set: CharacterSet, { min, max, mode }: Repeat): void {
    if (mode === 'possessive') {
      this.#emit(OP.possessiveSet, { set, min, max })
      return
    }
    const rest = { set, min, max, choice: this.#choices++ }
    this.#emit(mode === 'lazy' ? OP.lazySet : OP.greedySet, rest)
    this.#emit(mode === 'lazy' ? OP.takeMore : OP.giveBack, rest)
  }

  #addOptional(add: () => void, lazy: boolean): void {
    const split = this.#split()
    add()
    split.other = this.#here
    if (lazy) swap(split)
  }

  /** Once or more often. A round that takes nothing is the last (Java). */
  #addLoop(node: Node, lazy: boolean): void {
    const start = this.#here
    const unmoved = canBeEmpty(node) ? this.#addWatched(node) : undefined
    if (!unmoved) this.add(node)
    const split = this.#split()
    split.other = split.to
    split.to = start
    if (lazy) swap(split)
    if (unmoved) unmoved.to = this.#here
  }

  #addWatched(node: Node): Instruction {
    this.#isStateless = false
    const register = this.#reserve(1)
    this.#emit(OP.mark, { register })
    this.add(node)
    return this.#emit(OP.unmoved, { register })
  }

  #addCounted({ node, min, max, mode }: Repeat): void {
    this.#isStateless = false
    const register = this.#reserve(2)
    this.#emit(OP.countNone, { register })
    const loop = this.#here
    const count = this.#emit(OP.count, { register, min, max, lazy: mode === 'lazy' })
    this.#emit(OP.countMore, { register })
    this.add(node)
    this.#emit(OP.jump, { to: loop })
    count.to = this.#here
  }

  /** What is not come back to: atomic groups, and what looks around. */
  #addDecided(node: Node & { kind: 'atomic' | 'ahead' | 'behind' }): void {
    this.#isStateless = false
    const register = this.#reserve(2)
    const negated = node.kind !== 'atomic' && node.negated
    this.#emit(OP.hold, { register })
    const split = negated ? this.#split() : undefined
    if (node.kind === 'behind') {
      this.#emit(OP.stepBack, { register, ...node.width })
      this.#emit(OP.stepBackMore)
    }
    this.add(node.node)
    if (node.kind === 'behind') this.#emit(OP.arrived, { register })
    this.#emit(negated ? OP.refuse : OP.cut, { register })
    if (node.kind === 'ahead' && !negated) this.#emit(OP.returnTo, { register })
    if (split) split.other = this.#here
  }
}

function swap(split: Instruction): void {
  const { to, other } = split
  split.to = other
  split.other = to
}

/** What a node matches, if that is one character each time. */
function singleSet(node: Node): CharacterSet | undefined {
  if (node.kind === 'set') return node.set
  if (node.kind !== 'text' || [...node.text].length !== 1) return undefined
  const code = node.text.codePointAt(0)
  return characterSet((other) => other === code)
}
