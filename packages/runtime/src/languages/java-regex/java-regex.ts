import { Budget, BudgetExceededError } from '../budget.ts'
import { assemble } from './assemble.ts'
import { atStart, before } from './assertions.ts'
import { Machine } from './machine.ts'
import { parsePattern } from './parse-pattern.ts'
import type { CharacterSet, Node } from './syntax.ts'

/**
 * A matcher of its own, because JavaScript's cannot be stopped: every move is paid from a budget, so that a pattern
 * that takes too long ends as a failure and not as a server that hangs.
 */
export interface JavaRegex {
  readonly names: ReadonlyMap<string, number>
  /** Java's `matches`: the whole text. */
  matches(text: string, budget: Budget): boolean
  /** The first match at or after `from`. */
  find(text: string, from: number, budget: Budget): Match | undefined
}

export interface Match {
  readonly start: number
  readonly end: number
  /** Group 0 is the whole match; undefined where a group took no part. */
  readonly groups: readonly (string | undefined)[]
}

/** Throws `PatternError` for what Java or this engine cannot compile. */
export function compileJavaRegex(pattern: string): JavaRegex {
  const parsed = parsePattern(pattern)
  const program = assemble(parsed)
  const nextStart = startsOf(parsed.node)
  return {
    names: parsed.names,
    matches: (text, budget) => new Machine(program, text, budget).run(0, true) >= 0,
    find(text, from, budget) {
      const machine = new Machine(program, text, budget)
      for (let at = nextStart(text, from, budget); at >= 0; at = nextStart(text, at + 1, budget)) {
        const end = machine.run(at, false)
        if (end >= 0) return { start: at, end, groups: machine.groups(at, end) }
      }
      return undefined
    },
  }
}

/** How many patterns are remembered. */
const MAX_KNOWN = 500
const known = new Map<string, JavaRegex>()

/** As {@link compileJavaRegex}, for patterns that are likely to come again. The oldest is forgotten. */
export function knownJavaRegex(pattern: string): JavaRegex {
  const found = known.get(pattern) ?? compileJavaRegex(pattern)
  known.delete(pattern)
  known.set(pattern, found)
  const [oldest] = known.keys()
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest)
  return found
}

/** For small inputs outside of templates, such as a status or an audience. */
export function javaMatches(regex: JavaRegex, text: string): boolean {
  try {
    return regex.matches(text, new Budget())
  } catch (error) {
    if (error instanceof BudgetExceededError) return false
    throw error
  }
}

/** Where a match may begin, at a place or after it; -1 when nowhere. */
type NextStart = (text: string, from: number, budget: Budget) => number

function startsOf(node: Node): NextStart {
  const first = firstOf(node)
  if (first?.kind === 'assertion' && first.holds === atStart) return (_text, from) => (from === 0 ? 0 : -1)
  if (first?.kind === 'text') return textStarts(first.text.charAt(0))
  if (first?.kind === 'set') return setStarts(first.set)
  return (text, from) => (from > text.length ? -1 : between(text, from))
}

/** What every match begins with. */
function firstOf(node: Node): Node | undefined {
  switch (node.kind) {
    case 'sequence':
      return node.nodes[0] && firstOf(node.nodes[0])
    case 'group':
    case 'atomic':
      return firstOf(node.node)
    case 'repeat':
      return node.min > 0 ? firstOf(node.node) : undefined
    default:
      return node
  }
}

/** No match begins within a pair. */
function between(text: string, at: number): number {
  return at > 0 && before(text, at + 1) < at && at < text.length ? at + 1 : at
}

function textStarts(first: string): NextStart {
  return (text, from, budget) => {
    const found = text.indexOf(first, from)
    budget.scan((found < 0 ? text.length : found) - from)
    return found
  }
}

function setStarts(set: CharacterSet): NextStart {
  return (text, from, budget) => {
    let at = between(text, from)
    const { ascii } = set
    let code = text.codePointAt(at)
    while (code !== undefined && !(code < 128 ? ascii[code] === 1 : set.has(code))) {
      at += code > 0xffff ? 2 : 1
      code = text.codePointAt(at)
    }
    budget.step(((at - from) * set.cost) >>> 4)
    return code === undefined ? -1 : at
  }
}
