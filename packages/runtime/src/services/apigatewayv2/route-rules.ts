import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { badRequest, noIntegration } from './errors.ts'
import type { RouteRecord } from './records.ts'
import { authorizers, integrations } from './repository.ts'
import { checkKey } from './route-key.ts'
import { refuseWebSocketMembers } from './websocket-only.ts'

const TARGET = /^integrations\/([a-z0-9]+)$/

/** The type of authorizer that an authorization type needs. */
const AUTHORIZERS: Readonly<Record<string, string>> = { JWT: 'JWT', CUSTOM: 'REQUEST' }

export function integrationIdOf({ target }: Pick<RouteRecord, 'target'>): string | undefined {
  return target === undefined ? undefined : TARGET.exec(target)?.[1]
}

/**
 * A route as a whole, after it was created or updated. Texts are observed (https://github.com/badmintoncryer/cdk-preflight,
 * rules/apigatewayv2); that an unknown integration is not found is inferred.
 */
export async function checkRoute(
  reader: Reader,
  place: Place,
  apiId: string,
  route: RouteRecord,
  checks: Pick<HttpDefinitionChecks, 'problemWithRouteKey'>,
): Promise<void> {
  const problem = checks.problemWithRouteKey(route.routeKey)
  if (problem !== undefined) throw badRequest(problem)
  await checkKey(reader, place, apiId, route)
  if (route.target !== undefined) await checkTarget(reader, place, apiId, route)
  await checkAuthorization(reader, place, apiId, route)
}

async function checkTarget(reader: Reader, place: Place, apiId: string, route: RouteRecord): Promise<void> {
  const integrationId = integrationIdOf(route)
  if (integrationId === undefined) {
    throw badRequest('Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.')
  }
  if (!(await integrations.find(reader, place, apiId, integrationId))) throw noIntegration()
}

async function checkAuthorization(
  reader: Reader,
  place: Place,
  apiId: string,
  { authorizationType, authorizerId }: RouteRecord,
): Promise<void> {
  const needed = AUTHORIZERS[authorizationType]
  if (needed === undefined) return
  const authorizer = authorizerId && (await authorizers.find(reader, place, apiId, authorizerId))
  if (!authorizer || authorizer.authorizerType !== needed) {
    // For JWT observed: https://github.com/anomalyco/sst/issues/4097.
    throw badRequest(
      `Invalid authorizer ID specified. Setting the authorization type to ${authorizationType} requires a valid ${needed} authorizer.`,
    )
  }
}

/**
 * Scopes belong to JWT, and an authorizer to the types that ask one: who changes the type need not take them away (inferred,
 * as of REST APIs; the refusal is observed as the others).
 */
export function withAuthorization(
  route: RouteRecord,
  given: { readonly AuthorizationScopes?: readonly string[] },
): RouteRecord {
  const { authorizationType, authorizationScopes: scopes, authorizerId } = route
  const isJwt = authorizationType === 'JWT'
  if (given.AuthorizationScopes?.length && !isJwt) {
    throw badRequest('Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type')
  }
  return {
    ...route,
    authorizerId: Object.hasOwn(AUTHORIZERS, authorizationType) ? authorizerId : undefined,
    authorizationScopes: isJwt && scopes?.length ? scopes : undefined,
  }
}

interface GivenRoute {
  readonly ApiKeyRequired?: boolean
  readonly ModelSelectionExpression?: string
  readonly RequestModels?: object
  readonly RequestParameters?: object
  readonly RouteResponseSelectionExpression?: string
}

/** What a route of an HTTP API has not. */
export function refuseRouteMembers(given: GivenRoute): void {
  if (given.ApiKeyRequired) throw badRequest('ApiKeyRequired is not currently supported for HTTP APIs.')
  const { ModelSelectionExpression, RequestModels, RequestParameters, RouteResponseSelectionExpression } = given
  refuseWebSocketMembers({
    ModelSelectionExpression,
    RequestModels,
    RequestParameters,
    RouteResponseSelectionExpression,
  })
}
