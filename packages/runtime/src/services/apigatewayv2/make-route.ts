import type { RouteDefinition } from '../../gateway/http/definition.ts'
import type { CreateRouteRequest } from '../../generated/apigatewayv2.ts'
import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import type { HttpApiDeps } from './deps.ts'
import { partId } from './ids.ts'
import type { RouteRecord } from './records.ts'
import { putRoute } from './route-key.ts'
import { checkRoute, refuseRouteMembers, withAuthorization } from './route-rules.ts'

export async function makeRoute(
  tx: Transaction,
  place: Place,
  input: CreateRouteRequest,
  { checks, random }: HttpApiDeps,
): Promise<RouteRecord> {
  refuseRouteMembers(input)
  const given: RouteRecord = {
    routeId: partId(random),
    routeKey: input.RouteKey,
    target: input.Target || undefined,
    authorizationType: authorizationTypeOf(input.AuthorizationType) ?? 'NONE',
    authorizerId: input.AuthorizerId || undefined,
    authorizationScopes: input.AuthorizationScopes,
    operationName: input.OperationName || undefined,
  }
  const made = withAuthorization(given, input)
  await checkRoute(tx, place, input.ApiId, made, checks)
  putRoute(tx, place, input.ApiId, made)
  return made
}

export function authorizationTypeOf(given: string | undefined): RouteDefinition['authorizationType'] | undefined {
  return given as RouteDefinition['authorizationType'] | undefined
}
