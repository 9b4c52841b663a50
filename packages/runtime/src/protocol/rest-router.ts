import type { OperationRef } from './codec.ts'
import { type ServiceModel, shapeOf } from './model.ts'
import type { QueryParameters } from './query-parameters.ts'
import { matchesQuery, matchPath, parseUriTemplate, type UriTemplate } from './uri-template.ts'

export interface RestRequest {
  readonly method: string
  /** As sent, still encoded; for a virtual-host bucket with the bucket in front. */
  readonly path: string
  readonly query: QueryParameters
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface RestMatch {
  readonly target: OperationRef
  readonly labels: Readonly<Record<string, string>>
}

/** Finds the operation of a REST service by method, path, query and headers. */
export type RestRouter = (request: RestRequest) => RestMatch | 'malformed' | undefined

interface Route {
  readonly target: OperationRef
  readonly template: UriTemplate
  /** Literal path segments weigh first: `/stages/cache` is closer than `/stages/{name}`. */
  readonly literals: number
  /** Required members outside path and body, lower-case headers: they tell `ListParts` from `GetObject`. */
  readonly requiredQuery: readonly string[]
  readonly requiredHeaders: readonly string[]
}

export function createRestRouter(model: ServiceModel): RestRouter {
  const byMethod = new Map<string, Route[]>()
  for (const [name, operation] of Object.entries(model.operations)) {
    const route = toRoute({ model, name, operation })
    const routes = byMethod.get(operation.http.method)
    if (routes) routes.push(route)
    else byMethod.set(operation.http.method, [route])
  }
  return (request) => {
    let best: { route: Route; labels: Record<string, string> } | undefined
    for (const route of byMethod.get(request.method) ?? []) {
      if (!matchesQuery(route.template, request.query)) continue
      const labels = matchPath(route.template, request.path)
      if (labels === 'malformed') return 'malformed'
      if (labels && (!best || isCloser(route, best.route, request))) best = { route, labels }
    }
    return best && { target: best.route.target, labels: best.labels }
  }
}

function toRoute(target: OperationRef): Route {
  const { model, operation } = target
  const template = parseUriTemplate(operation.http.uri)
  const input = operation.input && shapeOf(model, operation.input.shape)
  const required = (location: 'querystring' | 'header') =>
    (input?.required ?? []).flatMap((name) => {
      const member = input?.members?.[name]
      return member?.location === location ? [member.locationName ?? name] : []
    })
  return {
    target,
    template,
    literals: template.segments.filter(({ kind }) => kind === 'literal').length,
    requiredQuery: required('querystring'),
    requiredHeaders: required('header').map((name) => name.toLowerCase()),
  }
}

/**
 * Of several operations at one address: the one with more literal parts; then one whose required parameters are all
 * there before one that would be refused for want of them; then the one that requires more.
 */
function isCloser(route: Route, than: Route, request: RestRequest): boolean {
  const difference =
    route.literals - than.literals ||
    route.template.query.length - than.template.query.length ||
    Number(isSatisfied(route, request)) - Number(isSatisfied(than, request))
  if (difference) return difference > 0
  const requirements = countRequirements(route) - countRequirements(than)
  return isSatisfied(route, request) ? requirements > 0 : requirements < 0
}

function isSatisfied(route: Route, { query, headers }: RestRequest): boolean {
  return (
    route.requiredQuery.every((name) => query.has(name)) &&
    route.requiredHeaders.every((name) => headers[name] !== undefined)
  )
}

function countRequirements(route: Route): number {
  return route.requiredQuery.length + route.requiredHeaders.length
}
