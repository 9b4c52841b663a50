import { operation } from '../deps.ts'
import { badRequest, notFound } from '../errors.ts'
import { requireApi, requireIntegration, requireRoute } from '../repository.ts'

/*
 * What only WebSocket APIs have. That it cannot be made is observed, with the texts
 * (https://github.com/badmintoncryer/cdk-preflight, rules/apigatewayv2); so an HTTP API has none of it: lists are empty, and
 * whoever asks for one by an id hears that there is none (inferred, and the texts).
 */

const noModel = () => notFound('Invalid Model identifier specified')
const noIntegrationResponse = () => notFound('Invalid Integration Response identifier specified')
const noRouteResponse = () => notFound('Invalid Route Response identifier specified')

export const createModel = operation('CreateModel', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw badRequest('Currently, Models are not permitted for APIs with a protocol type of HTTP')
})

export const getModels = operation('GetModels', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  return { Items: [] }
})

export const getModel = operation('GetModel', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw noModel()
})

export const getModelTemplate = operation('GetModelTemplate', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw noModel()
})

export const updateModel = operation('UpdateModel', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw noModel()
})

export const deleteModel = operation('DeleteModel', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  throw noModel()
})

export const createIntegrationResponse = operation('CreateIntegrationResponse', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  throw badRequest('IntegrationResponses are currently not supported for this API protocol type.')
})

export const getIntegrationResponses = operation('GetIntegrationResponses', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  return { Items: [] }
})

export const getIntegrationResponse = operation('GetIntegrationResponse', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  throw noIntegrationResponse()
})

export const updateIntegrationResponse = operation('UpdateIntegrationResponse', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  throw noIntegrationResponse()
})

export const deleteIntegrationResponse = operation('DeleteIntegrationResponse', async (input, _deps, ctx) => {
  await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)
  throw noIntegrationResponse()
})

export const createRouteResponse = operation('CreateRouteResponse', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw badRequest('RouteResponses are currently not supported for this API protocol type.')
})

export const getRouteResponses = operation('GetRouteResponses', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  return { Items: [] }
})

export const getRouteResponse = operation('GetRouteResponse', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw noRouteResponse()
})

export const updateRouteResponse = operation('UpdateRouteResponse', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw noRouteResponse()
})

export const deleteRouteResponse = operation('DeleteRouteResponse', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw noRouteResponse()
})

export const deleteRouteRequestParameter = operation('DeleteRouteRequestParameter', async (input, _deps, ctx) => {
  await requireRoute(ctx.reader, ctx.place, input.ApiId, input.RouteId)
  throw notFound('Invalid parameter name specified')
})
