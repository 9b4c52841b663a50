import { entryOf, isMap, type JsonMap, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf } from '../../../languages/openapi/members.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import { describeIntegration } from './describe-integration.ts'
import { describeAuthorization } from './describe-security.ts'
import type { RouteDescription } from './description.ts'
import { informOfIgnored } from './ignored-members.ts'
import type { Reading } from './reading.ts'

const ANY = 'x-amazon-apigateway-any-method'
const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY]
const DEFAULT = '$default'

/** A route for each operation of a document. */
export function* describeRoutes(reading: Reading, prefix: readonly string[]): Steps<RouteDescription[]> {
  const routes: RouteDescription[] = []
  for (const [path, given] of Object.entries(mapOf(reading.root.paths))) {
    routes.push(...routesOf(path, mapOf(reading.resolve(given)), prefix, reading))
    yield
  }
  return routes
}

function routesOf(path: string, item: JsonMap, prefix: readonly string[], reading: Reading): RouteDescription[] {
  if (!path.startsWith('/')) {
    if (path.startsWith('x-')) return []
    // Observed: github.com/aws/serverless-application-model/issues/2297, whose route is made all the same.
    reading.warn(`Parse issue: attribute paths. Resource ${path} should start with /`)
    if (path !== DEFAULT) return []
  }
  informOfIgnored('pathItem', `paths.${path}`, item, reading)
  return VERBS.flatMap((verb) => {
    const operation = reading.resolve(entryOf(item, verb))
    if (!isMap(operation)) return []
    const where = `paths.${path}.${verb}`
    informOfIgnored('operation', where, operation, reading)
    return [describeRoute(operation, routeKeyOf(path, verb, operation, prefix), where, reading)]
  })
}

/** `isDefaultRoute`, or the path `$default`, is the route for what no other takes (documented: x-amazon-apigateway-any-method). */
function routeKeyOf(path: string, verb: string, operation: JsonMap, prefix: readonly string[]): string {
  const isCalledSo = verb === ANY && (path === DEFAULT || path === `/${DEFAULT}`)
  if (isCalledSo || flagOf(operation.isDefaultRoute)) return DEFAULT
  const base = prefix.map((segment) => `/${segment}`).join('')
  const whole = base !== '' && path === '/' ? base : `${base}${path}`
  return `${verb === ANY ? 'ANY' : verb.toUpperCase()} ${whole}`
}

function describeRoute(operation: JsonMap, routeKey: string, where: string, reading: Reading): RouteDescription {
  return {
    routeKey,
    authorization: describeAuthorization(operation, routeKey, reading),
    operationName: textOf(operation.operationId),
    integration: describeIntegration(operation, where, reading),
  } as RouteDescription
}
