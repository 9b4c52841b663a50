import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { authorizationTypeOf, makeRoute } from '../make-route.ts'
import { pageOfParts } from '../paging.ts'
import { patched } from '../patch.ts'
import type { RouteRecord } from '../records.ts'
import { requireRoute, routes } from '../repository.ts'
import { putRoute, deleteRoute as removeRoute } from '../route-key.ts'
import { checkRoute, refuseRouteMembers, withAuthorization } from '../route-rules.ts'
import { routeToWire } from '../wire.ts'

export const createRoute = operation('CreateRoute', async (input, deps, ctx) =>
  routeToWire(await editApi(ctx, input.ApiId, deps, (tx) => makeRoute(tx, ctx.place, input, deps))),
)

export const getRoute = operation('GetRoute', async (input, _deps, ctx) =>
  routeToWire(await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)),
)

export const getRoutes = operation('GetRoutes', async (input, _deps, ctx) => {
  const { items, next } = await pageOfParts('GetRoutes', routes, ({ routeId }) => routeId, input, ctx)
  return { Items: items.map(routeToWire), NextToken: next }
})

/** The key of the route that quick create has made stays (documented: API reference, Route). */
export const updateRoute = operation('UpdateRoute', async (input, deps, ctx) => {
  refuseRouteMembers(input)
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    const before = await requireRoute(tx, ctx.place, input.ApiId, input.RouteId)
    const given = patched<RouteRecord>(before, {
      routeKey: input.RouteKey,
      target: input.Target,
      authorizationType: authorizationTypeOf(input.AuthorizationType),
      authorizerId: input.AuthorizerId,
      authorizationScopes: input.AuthorizationScopes,
      operationName: input.OperationName,
    })
    const after = withAuthorization(given, input)
    if (before.apiGatewayManaged && after.routeKey !== before.routeKey) {
      throw badRequest('The key of a route that is managed by API Gateway cannot be changed')
    }
    await checkRoute(tx, ctx.place, input.ApiId, after, deps.checks)
    putRoute(tx, ctx.place, input.ApiId, after, before)
    return after
  })
  return routeToWire(record)
})

/** What stages have set for it stays, and has to be taken away by itself (observed: aws/serverless-application-model#1939). */
export const deleteRoute = operation('DeleteRoute', async (input, deps, ctx) => {
  await editApi(ctx, input.ApiId, deps, async (tx) => {
    removeRoute(tx, ctx.place, input.ApiId, await requireRoute(tx, ctx.place, input.ApiId, input.RouteId))
  })
})
