import type { ApiDefinition, MethodDefinition, ResourceDefinition } from '../definition.ts'
import type { PathParameters } from '../exchange.ts'

export interface Route {
  readonly resource: ResourceDefinition
  readonly definition: MethodDefinition
}

export interface MatchedRoute {
  readonly route: Route
  readonly pathParameters: PathParameters
}

/** What `ANY` stands for (documented). */
const ANY_METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

interface Branch {
  readonly fixed: Map<string, Branch>
  variable: { readonly name: string; readonly branch: Branch } | undefined
  greedy: { readonly name: string; readonly methods: Methods } | undefined
  methods: Methods | undefined
}

type Methods = ReadonlyMap<string, Route>

const NO_PARAMETERS: PathParameters = []

/**
 * Finds resource and method together: a more specific path that lacks the method gives way to a less specific one that
 * has it (observed). At every segment fixed text comes before `{name}`, and that before `{name+}`; on one resource the
 * method itself comes before `ANY`. The order of creation does not matter.
 */
export class RouteTable {
  readonly #root: Branch = newBranch()
  /** Paths without variables: the usual ones, found in one look. */
  readonly #plain = new Map<string, Methods>()

  constructor(definition: ApiDefinition) {
    for (const resource of definition.resources) this.#add(resource)
  }

  find(httpMethod: string, path: string): MatchedRoute | undefined {
    const plain = this.#plain.get(path)
    const exact = plain && methodOf(plain, httpMethod)
    if (exact) return { route: exact, pathParameters: NO_PARAMETERS }
    return search(this.#root, segmentsOf(path), 0, httpMethod, [])
  }

  #add(resource: ResourceDefinition): void {
    const methods: Methods = new Map(
      Object.entries(resource.methods).map(([name, definition]) => [name, { resource, definition }]),
    )
    if (!resource.path.includes('{')) this.#plain.set(resource.path, methods)
    let branch = this.#root
    for (const segment of segmentsOf(resource.path)) {
      const variable = /^\{(.+?)(\+?)\}$/.exec(segment)
      const name = variable?.[1]
      if (name === undefined) {
        branch = childOf(branch, segment)
      } else if (variable?.[2]) {
        branch.greedy = { name, methods }
        return
      } else {
        branch.variable ??= { name, branch: newBranch() }
        branch = branch.variable.branch
      }
    }
    branch.methods = methods
  }
}

function newBranch(): Branch {
  return { fixed: new Map(), variable: undefined, greedy: undefined, methods: undefined }
}

function childOf(branch: Branch, segment: string): Branch {
  const existing = branch.fixed.get(segment)
  if (existing) return existing
  const created = newBranch()
  branch.fixed.set(segment, created)
  return created
}

/** Slashes right after the stage count as one, a slash at the end as none; doubled ones between stay (observed). */
function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\/+/, '').replace(/\/$/, '')
  return trimmed === '' ? [] : trimmed.split('/')
}

function methodOf(methods: Methods, httpMethod: string): Route | undefined {
  return (
    (httpMethod === 'ANY' ? undefined : methods.get(httpMethod)) ??
    (ANY_METHODS.has(httpMethod) ? methods.get('ANY') : undefined)
  )
}

/** Visits each branch at most once, for its depth is its position in the path. */
function search(
  branch: Branch,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  found: readonly string[],
): MatchedRoute | undefined {
  const segment = segments[at]
  if (segment === undefined) {
    const route = branch.methods && methodOf(branch.methods, httpMethod)
    return route && { route, pathParameters: found }
  }
  const fixed = branch.fixed.get(segment) ?? branch.fixed.get(decoded(segment))
  const throughFixed = fixed && search(fixed, segments, at + 1, httpMethod, found)
  if (throughFixed) return throughFixed
  if (branch.variable && segment !== '') {
    const { name, branch: next } = branch.variable
    const through = search(next, segments, at + 1, httpMethod, [...found, name, segment])
    if (through) return through
  }
  const route = branch.greedy && methodOf(branch.greedy.methods, httpMethod)
  if (!branch.greedy || !route) return undefined
  return { route, pathParameters: [...found, branch.greedy.name, segments.slice(at).join('/')] }
}

/** That an encoded letter matches fixed text is inferred. */
function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
