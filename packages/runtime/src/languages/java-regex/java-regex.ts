import { Budget, BudgetExceededError } from '../budget.ts'
import { isWord } from './character-class.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Node } from './syntax.ts'

/**
 * A backtracking matcher of its own, because JavaScript's cannot be stopped: every move is paid from the budget of the
 * request, so that a pattern like `(a+)+$` ends as a failed template and not as a server that hangs.
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

interface State {
  readonly text: string
  readonly budget: Budget
  /** Start and end by group, -1 when unset. */
  readonly marks: number[]
  depth: number
}

type Next = (at: number) => boolean
type Matcher = (state: State, at: number, next: Next) => boolean

/** Repetitions of a group that may be open at once; each costs a few stack frames. */
const MAX_DEPTH = 600

/** Throws `PatternError` for what Java or this engine cannot compile. */
export function compileJavaRegex(pattern: string): JavaRegex {
  const { node, groupCount, names } = parsePattern(pattern)
  const matcher = compile(node)
  const beginning = firstCharacter(node)
  const run = (text: string, at: number, budget: Budget, wholeOnly: boolean): Match | undefined => {
    budget.step(1 + groupCount)
    const state: State = { text, budget, marks: new Array<number>((groupCount + 1) * 2).fill(-1), depth: 0 }
    let end = -1
    const matched = withinStack(() =>
      matcher(state, at, (stop) => {
        if (wholeOnly && stop !== text.length) return false
        end = stop
        return true
      }),
    )
    if (!matched) return undefined
    return { start: at, end, groups: groupsOf(state, at, end) }
  }
  return {
    names,
    matches: (text, budget) => run(text, 0, budget, true) !== undefined,
    find(text, from, budget) {
      for (let at = from; at <= text.length; at++) {
        if (beginning !== undefined) {
          const next = text.indexOf(beginning, at)
          budget.scan((next < 0 ? text.length : next) - at)
          if (next < 0) return undefined
          at = next
        }
        const match = run(text, at, budget, false)
        if (match) return match
      }
      return undefined
    },
  }
}

/** The one character that every match begins with, if there is one: the places in between need no attempt. */
function firstCharacter(node: Node): string | undefined {
  switch (node.kind) {
    case 'text':
      return node.text[0]
    case 'sequence':
      return node.nodes[0] && firstCharacter(node.nodes[0])
    case 'group':
      return firstCharacter(node.node)
    default:
      return undefined
  }
}

/** Every part of a pattern costs stack, in Java too, where a long one ends in a StackOverflowError. */
function withinStack(match: () => boolean): boolean {
  try {
    return match()
  } catch (error) {
    if (error instanceof RangeError) throw new BudgetExceededError('the depth of its regular expression')
    throw error
  }
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

function groupsOf(state: State, start: number, end: number): (string | undefined)[] {
  const groups: (string | undefined)[] = [state.text.slice(start, end)]
  for (let i = 2; i < state.marks.length; i += 2) {
    const from = state.marks[i] as number
    groups.push(from < 0 ? undefined : state.text.slice(from, state.marks[i + 1]))
  }
  return groups
}

function compile(node: Node): Matcher {
  switch (node.kind) {
    case 'text': {
      const cost = 1 + (node.text.length >>> 4)
      return (state, at, next) => {
        state.budget.step(cost)
        return state.text.startsWith(node.text, at) && next(at + node.text.length)
      }
    }
    case 'set':
      return (state, at, next) => {
        state.budget.step()
        return at < state.text.length && node.has(state.text.charCodeAt(at)) && next(at + 1)
      }
    case 'sequence':
      return node.nodes.map(compile).reduceRight<Matcher>(
        (rest, first) => (state, at, next) => first(state, at, (middle) => rest(state, middle, next)),
        (_state, at, next) => next(at),
      )
    case 'choice': {
      const branches = node.nodes.map(compile)
      return (state, at, next) => branches.some((branch) => branch(state, at, next))
    }
    case 'group':
      return group(node.index, compile(node.node))
    case 'ahead':
      return lookAhead(compile(node.node), node.negated)
    case 'back':
      return backReference(node.index)
    case 'repeat':
      if (node.node.kind === 'set') return repeatedSet(node.node.has, node.min, node.max, node.mode)
      return repeated(compile(node.node), node.min, node.max, node.mode)
    default:
      return assertion(node.kind)
  }
}

function group(index: number, inner: Matcher): Matcher {
  return (state, at, next) => {
    const { marks } = state
    const oldStart = marks[index * 2] as number
    const oldEnd = marks[index * 2 + 1] as number
    const matched = inner(state, at, (end) => {
      const priorStart = marks[index * 2] as number
      const priorEnd = marks[index * 2 + 1] as number
      marks[index * 2] = at
      marks[index * 2 + 1] = end
      if (next(end)) return true
      marks[index * 2] = priorStart
      marks[index * 2 + 1] = priorEnd
      return false
    })
    if (!matched) {
      marks[index * 2] = oldStart
      marks[index * 2 + 1] = oldEnd
    }
    return matched
  }
}

function lookAhead(inner: Matcher, negated: boolean): Matcher {
  return (state, at, next) => inner(state, at, () => true) !== negated && next(at)
}

function backReference(index: number): Matcher {
  return (state, at, next) => {
    const start = state.marks[index * 2] as number
    if (start < 0) return false
    const text = state.text.slice(start, state.marks[index * 2 + 1])
    state.budget.step(1 + text.length)
    return state.text.startsWith(text, at) && next(at + text.length)
  }
}

type Mode = 'greedy' | 'lazy' | 'possessive'

/** A repeated single character needs no recursion: count first, then give back one at a time. */
function repeatedSet(has: (code: number) => boolean, min: number, max: number, mode: Mode): Matcher {
  return (state, at, next) => {
    const limit = Math.min(state.text.length, at + max)
    let end = at
    const grow = () => {
      state.budget.step()
      if (end >= limit || !has(state.text.charCodeAt(end))) return false
      end++
      return true
    }
    if (mode === 'lazy') {
      while (end - at < min) if (!grow()) return false
      while (!next(end)) if (!grow()) return false
      return true
    }
    while (grow());
    if (end - at < min) return false
    if (mode === 'possessive') return next(end)
    for (; end - at >= min; end--) {
      state.budget.step()
      if (next(end)) return true
    }
    return false
  }
}

function repeated(inner: Matcher, min: number, max: number, mode: Mode): Matcher {
  const attempt = (state: State, at: number, count: number, next: Next): boolean => {
    state.budget.step()
    const more = (): boolean => {
      if (count >= max) return false
      if (++state.depth > MAX_DEPTH) throw new BudgetExceededError(`${MAX_DEPTH} repetitions of a group`)
      // An empty iteration would go on forever.
      const matched = inner(state, at, (end) => (end > at || count < min) && attempt(state, end, count + 1, next))
      state.depth--
      return matched
    }
    if (count < min) return more()
    return mode === 'lazy' ? next(at) || more() : more() || next(at)
  }
  if (mode !== 'possessive') return (state, at, next) => attempt(state, at, 0, next)
  return (state, at, next) => {
    let end = -1
    const matched = attempt(state, at, 0, (stop) => {
      end = stop
      return true
    })
    return matched && next(end)
  }
}

function assertion(kind: 'start' | 'end' | 'hard-end' | 'boundary' | 'no-boundary'): Matcher {
  const wordAt = (text: string, at: number) => at >= 0 && at < text.length && isWord(text.charCodeAt(at))
  switch (kind) {
    case 'start':
      return (_state, at, next) => at === 0 && next(at)
    case 'hard-end':
      return (state, at, next) => at === state.text.length && next(at)
    case 'end':
      // Java's `$` also stands before a final line end.
      return ({ text }, at, next) =>
        (at === text.length || /^(?:\r\n|[\n\r])$/.test(text.slice(at, at + 3))) && next(at)
    default:
      return ({ text }, at, next) => (wordAt(text, at - 1) !== wordAt(text, at)) === (kind === 'boundary') && next(at)
  }
}
