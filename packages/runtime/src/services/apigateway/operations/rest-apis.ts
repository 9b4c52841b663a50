import { readPage, stored } from '../../../kernel/paging.ts'
import { domainsOfApi } from '../../../store/api-domains/mappings.ts'
import { takeApiId } from '../../../store/api-index.ts'
import { clonedSettings, cloneParts } from '../clone.ts'
import { defaultModels } from '../default-models.ts'
import { operation } from '../deps.ts'
import { endpointOf } from '../endpoint.ts'
import { badRequest } from '../errors.ts'
import { longId, shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { applyPatch } from '../patch/patch.ts'
import {
  checkDescription,
  isCompressionSize,
  restApiDialect,
  restApiRules,
  SIZE_PROBLEM,
} from '../patch/rest-api-rules.ts'
import type { RestApiRecord } from '../records.ts'
import { deleteApi, models, requireApi, restApis } from '../repository.ts'
import { storedPolicy } from '../resource-policy.ts'
import { putResource } from '../resource-tree.ts'
import { checkedTags } from '../tag-rules.ts'
import { restApiToWire } from '../wire.ts'

export const createRestApi = operation('CreateRestApi', async (input, { clock, random }, ctx) => {
  checkDescription(input.description)
  const size = input.minimumCompressionSize
  if (size !== undefined && !isCompressionSize(size)) throw badRequest(SIZE_PROBLEM)
  const endpoint = endpointOf(input.endpointConfiguration)
  const born = defaultModels().map((model) => ({ ...model, id: shortId(random) }))
  const record = await ctx.transact(async (tx) => {
    const source = input.cloneFrom ? await requireApi(tx, ctx.place, input.cloneFrom) : undefined
    const id = await takeApiId(tx, random, ctx.place, 'REST')
    const cloned: Partial<RestApiRecord> = source ? clonedSettings(source, id) : {}
    const made: RestApiRecord = {
      id,
      name: input.name,
      description: input.description ?? cloned.description,
      version: input.version ?? cloned.version,
      createdAt: clock.now(),
      binaryMediaTypes: input.binaryMediaTypes ?? cloned.binaryMediaTypes ?? [],
      minimumCompressionSize: size ?? cloned.minimumCompressionSize,
      apiKeySource: keySourceOf(input.apiKeySource) ?? cloned.apiKeySource ?? 'HEADER',
      ...endpoint,
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
      securityPolicy: input.securityPolicy,
      endpointAccessMode: input.endpointAccessMode,
      policy: input.policy ? storedPolicy(input.policy, ctx.place, id) : cloned.policy,
      rootResourceId: longId(random),
      tags: checkedTags(input.tags),
    }
    restApis.put(tx, ctx.place, id, made)
    if (source) {
      await cloneParts(tx, ctx.place, source, made, random)
      return made
    }
    putResource(tx, ctx.place, id, { id: made.rootResourceId, path: '/', methods: {} })
    for (const model of born) models.put(tx, ctx.place, id, model.name, model)
    return made
  })
  return restApiToWire(record, false)
})

function keySourceOf(given: string | undefined): RestApiRecord['apiKeySource'] | undefined {
  return given === 'AUTHORIZER' || given === 'HEADER' ? given : undefined
}

export const getRestApi = operation('GetRestApi', async (input, _deps, ctx) =>
  restApiToWire(await requireApi(ctx.reader, ctx.place, input.restApiId), true),
)

export const getRestApis = operation('GetRestApis', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetRestApis', input, ctx, PAGE_SIZE),
    stored(
      (range) => restApis.list(ctx.reader, ctx.place, range),
      ({ id }) => id,
    ),
  )
  return { items: items.map((api) => restApiToWire(api, false)), position: next }
})

export const deleteRestApi = operation('DeleteRestApi', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id } = await requireApi(tx, ctx.place, input.restApiId)
    const leading = await domainsOfApi(tx, ctx.place, id)
    if (leading.length > 0) throw mapped(id, leading)
    await deleteApi(tx, ctx.place, id)
  })
})

/** Observed: serverless/serverless#3638. */
function mapped(id: string, names: readonly string[]) {
  const what = `base path mappings related to the RestApi in your domains: ${names.join(', ')}`
  return badRequest(`Deleting RestApi ${id} failed. Please remove all ${what}.`)
}

export const updateRestApi = operation('UpdateRestApi', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireApi(tx, ctx.place, input.restApiId)
    const patched = applyPatch(before, input.patchOperations, restApiRules, restApiDialect)
    const { policy } = patched
    const after = { ...patched, policy: policy && storedPolicy(policy, ctx.place, before.id) }
    restApis.put(tx, ctx.place, after.id, after)
    return restApiToWire(after, true)
  }),
)
