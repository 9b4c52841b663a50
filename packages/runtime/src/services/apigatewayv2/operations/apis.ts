import { readPage, stored } from '../../../kernel/paging.ts'
import { domainsOfApi } from '../../../store/api-domains/mappings.ts'
import { takeApiId } from '../../../store/api-index.ts'
import { checkProtocol, checkSelection, checkTags } from '../api-rules.ts'
import { corsOf } from '../cors-rules.ts'
import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import { patched } from '../patch.ts'
import { quickCreate, updateQuickCreated } from '../quick-create.ts'
import type { ApiRecord } from '../records.ts'
import { apis, deleteApi as removeApi, requireApi } from '../repository.ts'
import { apiToWire } from '../wire.ts'

export const createApi = operation('CreateApi', async (input, deps, ctx) => {
  checkProtocol(input.ProtocolType)
  checkSelection(input)
  checkTags(input.Tags ?? {})
  const corsConfiguration = input.CorsConfiguration && corsOf(input.CorsConfiguration)
  const record = await ctx.transact(async (tx) => {
    const made: ApiRecord = {
      apiId: await takeApiId(tx, deps.random, ctx.place, 'HTTP'),
      name: input.Name,
      description: input.Description,
      version: input.Version,
      createdAt: deps.clock.now(),
      routeSelectionExpression: input.RouteSelectionExpression ?? '$request.method $request.path',
      apiKeySelectionExpression: input.ApiKeySelectionExpression ?? '$request.header.x-api-key',
      disableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      corsConfiguration,
      tags: input.Tags ?? {},
    }
    apis.put(tx, ctx.place, made.apiId, made)
    await quickCreate(tx, ctx.place, made, input, deps)
    return made
  })
  return apiToWire(record, ctx.place)
})

export const getApi = operation('GetApi', async (input, _deps, ctx) =>
  apiToWire(await requireApi(ctx.reader, ctx.place, input.ApiId), ctx.place),
)

export const getApis = operation('GetApis', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetApis', input, ctx),
    stored(
      (range) => apis.list(ctx.reader, ctx.place, range),
      ({ apiId }) => apiId,
    ),
  )
  return { Items: items.map((api) => apiToWire(api, ctx.place)), NextToken: next }
})

export const updateApi = operation('UpdateApi', async (input, deps, ctx) => {
  checkSelection(input)
  const cors = input.CorsConfiguration && corsOf(input.CorsConfiguration)
  const record = await editApi(ctx, input.ApiId, deps, async (tx, before) => {
    const after = patched<ApiRecord>(before, {
      name: input.Name,
      description: input.Description,
      version: input.Version,
      routeSelectionExpression: input.RouteSelectionExpression,
      apiKeySelectionExpression: input.ApiKeySelectionExpression,
      disableExecuteApiEndpoint: input.DisableExecuteApiEndpoint,
      ipAddressType: input.IpAddressType,
      corsConfiguration: cors,
    })
    apis.put(tx, ctx.place, after.apiId, after)
    await updateQuickCreated(tx, ctx.place, after, input, deps)
    return after
  })
  return apiToWire(record, ctx.place)
})

export const deleteApi = operation('DeleteApi', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { apiId } = await requireApi(tx, ctx.place, input.ApiId)
    // Observed: gruntwork-io/cloud-nuke#370.
    if ((await domainsOfApi(tx, ctx.place, apiId)).length > 0) {
      const what = 'API mappings for the API from your custom domain names'
      throw badRequest(`Deleting API ${apiId} failed. Please remove all ${what}.`)
    }
    await removeApi(tx, ctx.place, apiId)
  })
})

export const deleteCorsConfiguration = operation('DeleteCorsConfiguration', async (input, deps, ctx) => {
  await editApi(ctx, input.ApiId, deps, async (tx, { corsConfiguration: _, ...api }) => {
    apis.put(tx, ctx.place, api.apiId, api)
  })
})
