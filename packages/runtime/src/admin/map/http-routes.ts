import type { HttpApiDefinition, RouteDefinition } from '../../gateway/http/definition.ts'
import type { HttpStageSnapshot } from '../../gateway/ports.ts'
import { own } from '../../kernel/own.ts'
import type { AuthorizationView, IntegrationView, MethodView } from '../contract/map.ts'
import { functionNameIn, integrationView } from './integration-view.ts'

/** What an HTTP API's stage answers. */
export function httpRoutes({ apiId, stageName, definition }: HttpStageSnapshot): MethodView[] {
  return definition.routes.map((route) => {
    const [method = '', path] = route.routeKey.split(' ')
    const named = path === undefined ? { method: 'ANY', path: method } : { method, path }
    const integration = integrationOf(route, definition)
    return {
      id: `${apiId}/${stageName} ${named.method} ${named.path}`,
      ...named,
      authorization: authorizationView(route, definition),
      needsApiKey: false,
      ...(integration && { integration }),
    }
  })
}

function integrationOf(
  { target = '' }: RouteDefinition,
  { integrations }: HttpApiDefinition,
): IntegrationView | undefined {
  const integration = own(integrations, target.replace(/^integrations\//, ''))
  if (!integration) return undefined
  const { integrationType, integrationSubtype, integrationUri } = integration
  return integrationSubtype === undefined
    ? integrationView(integrationType, integrationUri)
    : { type: `${integrationType} ${integrationSubtype}` }
}

function authorizationView(route: RouteDefinition, { authorizers }: HttpApiDefinition): AuthorizationView {
  const { authorizationType: type, authorizationScopes: scopes = [], authorizerId = '' } = route
  const authorizer = own(authorizers, authorizerId)
  if (!authorizer) return { type, scopes }
  const { issuer, audience } = authorizer.jwtConfiguration ?? {}
  const functionName = functionNameIn(authorizer.authorizerUri)
  return {
    ...{ type, scopes, name: authorizer.name },
    ...(issuer !== undefined && { issuer }),
    ...(audience && { audiences: audience }),
    ...(functionName !== undefined && { functionName }),
  }
}
