/** A route as its definition spells it. */
export interface NamedRoute {
  readonly method: string
  /** `/pets/{id}`, `/{proxy+}`. */
  readonly path: string
}

const SHOWN = 5

/** Routes whose path fits a call that another has answered, and why none of them did. */
export function otherRoutes(routes: readonly NamedRoute[], asked: NamedRoute, matched: NamedRoute): readonly string[] {
  const segments = segmentsOf(asked.path)
  return routes
    .filter(
      ({ method, path }) => (method !== matched.method || path !== matched.path) && fits(segmentsOf(path), segments),
    )
    .slice(0, SHOWN)
    .map(({ method, path }) => `${method} ${path}: ${reasonOf({ method, path }, asked, matched)}`)
}

function reasonOf({ method, path }: NamedRoute, asked: NamedRoute, matched: NamedRoute): string {
  if (method !== asked.method && method !== 'ANY') return 'it is for another method'
  return path === matched.path ? `${matched.method} goes before it` : 'its path says less'
}

const segmentsOf = (path: string) => path.split('/').filter(Boolean)

function fits(template: readonly string[], path: readonly string[]): boolean {
  const isGreedy = /^\{.+\+\}$/.test(template.at(-1) ?? '')
  if (isGreedy ? path.length < template.length : path.length !== template.length) return false
  return template.every((segment, at) => /^\{.+\}$/.test(segment) || segment === path[at])
}
