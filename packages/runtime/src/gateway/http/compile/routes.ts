import type { RouteDefinition } from '../definition.ts'
import type { PathParameters } from '../request-values.ts'

export interface MatchedRoute {
  readonly route: RouteDefinition
  readonly pathParameters: PathParameters
}

/** A route at the end of its path, and what its variables are called. */
interface Target {
  readonly route: RouteDefinition
  readonly names: readonly string[]
}

/** By method; `ANY` stands for those that are not there. */
type Targets = Map<string, Target>

interface Branch {
  readonly fixed: Map<string, Branch>
  variable: Branch | undefined
  readonly greedy: Targets
  readonly targets: Targets
}

const NO_PARAMETERS: PathParameters = []
const ROUTE_KEY = /^([A-Z]+) (\/.*)$/

/** Method and path of a route's key; undefined for `$default`. */
export function readRouteKey(routeKey: string): { readonly method: string; readonly path: string } | undefined {
  const [, method, path] = ROUTE_KEY.exec(routeKey) ?? []
  return method === undefined || path === undefined ? undefined : { method, path }
}

/**
 * Finds the most specific route (documented: http-api-develop-routes): one whose whole path fits, with fixed text
 * before variables from the left; then one with a greedy variable, the longer path first; then `$default`. On one path
 * the method itself comes before `ANY`, and a path that lacks the method gives way to a less specific one that has it
 * (inferred).
 */
export class RouteTable {
  readonly #root: Branch = newBranch()
  /** Paths without variables: the usual ones, found in one look. */
  readonly #plain = new Map<string, Targets>()
  readonly #default: MatchedRoute | undefined

  constructor(routes: readonly RouteDefinition[]) {
    for (const route of routes) {
      const key = readRouteKey(route.routeKey)
      if (key) this.#add(route, key.method, key.path)
      else if (route.routeKey === '$default') this.#default = { route, pathParameters: NO_PARAMETERS }
    }
  }

  find(method: string, path: string): MatchedRoute | undefined {
    const plain = this.#plain.get(path)
    const exact = plain && targetOf(plain, method)
    if (exact) return { route: exact.route, pathParameters: NO_PARAMETERS }
    const segments = segmentsOf(path)
    return full(this.#root, segments, 0, method, []) ?? greedy(this.#root, segments, 0, method, []) ?? this.#default
  }

  #add(route: RouteDefinition, method: string, path: string): void {
    const names: string[] = []
    let branch = this.#root
    for (const segment of segmentsOf(path)) {
      const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(segment) ?? []
      if (name === undefined) {
        branch = childOf(branch, segment)
        continue
      }
      names.push(name)
      if (plus) {
        branch.greedy.set(method, { route, names })
        return
      }
      branch.variable ??= newBranch()
      branch = branch.variable
    }
    branch.targets.set(method, { route, names })
    if (names.length === 0) this.#plain.set(path, branch.targets)
  }
}

function newBranch(): Branch {
  return { fixed: new Map(), variable: undefined, greedy: new Map(), targets: new Map() }
}

function childOf(branch: Branch, segment: string): Branch {
  const existing = branch.fixed.get(segment)
  if (existing) return existing
  const created = newBranch()
  branch.fixed.set(segment, created)
  return created
}

function segmentsOf(path: string): string[] {
  return path.slice(1).split('/')
}

function targetOf(targets: Targets, method: string): Target | undefined {
  return targets.get(method) ?? targets.get('ANY')
}

/** Visits each branch at most once, for its depth is its position in the path. A variable is never empty (inferred). */
function full(
  branch: Branch,
  segments: readonly string[],
  at: number,
  method: string,
  values: readonly string[],
): MatchedRoute | undefined {
  const segment = segments[at]
  if (segment === undefined) return matched(targetOf(branch.targets, method), values)
  const fixed = fixedBranch(branch, segment)
  const through = fixed && full(fixed, segments, at + 1, method, values)
  if (through) return through
  if (!branch.variable || segment === '') return undefined
  return full(branch.variable, segments, at + 1, method, [...values, segment])
}

/** The same for routes that take whatever follows, of which there must be something. */
function greedy(
  branch: Branch,
  segments: readonly string[],
  at: number,
  method: string,
  values: readonly string[],
): MatchedRoute | undefined {
  const segment = segments[at]
  if (segment === undefined) return undefined
  const fixed = fixedBranch(branch, segment)
  const through = fixed && greedy(fixed, segments, at + 1, method, values)
  if (through) return through
  if (branch.variable && segment !== '') {
    const found = greedy(branch.variable, segments, at + 1, method, [...values, segment])
    if (found) return found
  }
  const rest = segments.slice(at).join('/')
  return rest === '' ? undefined : matched(targetOf(branch.greedy, method), [...values, rest])
}

/** That an encoded letter matches fixed text is inferred. */
function fixedBranch({ fixed }: Branch, segment: string): Branch | undefined {
  return fixed.get(segment) ?? (segment.includes('%') ? fixed.get(decoded(segment)) : undefined)
}

/** Values are decoded (documented). */
function matched(target: Target | undefined, values: readonly string[]): MatchedRoute | undefined {
  if (!target) return undefined
  const { route, names } = target
  return { route, pathParameters: names.flatMap((name, i) => [name, decoded(values[i] ?? '')]) }
}

export function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
