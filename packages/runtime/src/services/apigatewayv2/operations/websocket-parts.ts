import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { requireApi, requireIntegration, requireRoute } from '../repository.ts'

/*
 * What only WebSocket APIs have. The refusals are observed (https://github.com/badmintoncryer/cdk-preflight,
 * rules/apigatewayv2); that the lists are empty for an HTTP API is inferred.
 */

export const createModel = operation('CreateModel', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw badRequest('Currently, Models are not permitted for APIs with a protocol type of HTTP')
})

export const getModels = operation('GetModels', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  return { Items: [] }
})

export const createIntegrationResponse = operation('CreateIntegrationResponse', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  throw badRequest('IntegrationResponses are currently not supported for this API protocol type.')
})

export const getIntegrationResponses = operation('GetIntegrationResponses', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  return { Items: [] }
})

export const createRouteResponse = operation('CreateRouteResponse', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw badRequest('RouteResponses are currently not supported for this API protocol type.')
})

export const getRouteResponses = operation('GetRouteResponses', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  return { Items: [] }
})
