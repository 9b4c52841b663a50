import type { Node, Repeat, Width } from './syntax.ts'

interface Measure extends Width {
  /** Java loses count of it when anything stands before it. */
  readonly mustBeFirst?: boolean
}

const ZERO: Measure = { min: 0, max: 0 }

/** How many characters a node matches. Undefined where Java finds no obvious maximum, and refuses a look-behind. */
export function widthOf(node: Node): Width | undefined {
  return measure(node)
}

function measure(node: Node): Measure | undefined {
  switch (node.kind) {
    case 'text': {
      const length = [...node.text].length
      return { min: length, max: length }
    }
    case 'set':
      return { min: 1, max: 1 }
    case 'sequence':
      return combined(node.nodes, sum)
    case 'choice':
      return combined(node.nodes, (a, b) => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }))
    case 'group':
    case 'atomic':
      return measure(node.node)
    case 'repeat':
      return repeated(node)
    case 'back':
      return undefined
    default:
      return ZERO
  }
}

/** A single character may repeat without end, a group only so often, and only if it has but one way to match. */
function repeated({ node, min, max, mode }: Repeat): Measure | undefined {
  const one = measure(node)
  if (!one || one.max === 0) return one
  const isSingle = isCharacter(node)
  if (max > 1 && !isSingle && (max === Infinity || !isDeterministic(node))) return undefined
  return { min: one.min * min, max: one.max * max, mustBeFirst: max === Infinity && mode !== 'greedy' }
}

function isCharacter(node: Node): boolean {
  if (node.kind === 'group') return isCharacter(node.node)
  return node.kind === 'set' || (node.kind === 'text' && [...node.text].length === 1)
}

function isDeterministic(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.nodes.every(isDeterministic)
    case 'group':
    case 'atomic':
      return isDeterministic(node.node)
    case 'repeat':
      return node.min === node.max && isDeterministic(node.node)
    default:
      return node.kind !== 'choice' && node.kind !== 'back'
  }
}

function combined(nodes: readonly Node[], join: (a: Measure, b: Measure) => Measure | undefined): Measure | undefined {
  const [first, ...rest] = nodes
  let total = first ? measure(first) : ZERO
  for (const node of rest) {
    const next = measure(node)
    total = total && next && join(total, next)
  }
  return total
}

function sum(a: Measure, b: Measure): Measure | undefined {
  if (a.max > 0 && b.mustBeFirst) return undefined
  return { min: a.min + b.min, max: a.max + b.max, mustBeFirst: a.mustBeFirst || b.mustBeFirst }
}

export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'text':
    case 'set':
      return false
    case 'sequence':
      return node.nodes.every(canBeEmpty)
    case 'choice':
      return node.nodes.some(canBeEmpty)
    case 'group':
    case 'atomic':
      return canBeEmpty(node.node)
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.node)
    default:
      return true
  }
}
