import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { conflict } from '../errors.ts'
import { longId } from '../ids.ts'
import { checkApiKey, generatedValue } from '../keys/key-rules.ts'
import type { ApiKeyRecord } from '../keys/records.ts'
import {
  apiKeyIndex,
  apiKeys,
  deletePlanKey,
  findKeyByValue,
  indexIdOf,
  plansOfKey,
  putNewKey,
  requireApiKey,
} from '../keys/repository.ts'
import { apiKeyToWire } from '../keys/wire.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { listingDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { flag, text, valueSet } from '../patch/rules.ts'
import { checkedTags } from '../tag-rules.ts'

export const createApiKey = operation('CreateApiKey', async (input, { clock, random, vault }, ctx) => {
  const { name, description, customerId, enabled = false, stageKeys = [] } = input
  const value = input.value || generatedValue(random)
  checkApiKey({ name, description, value })
  const now = clock.now()
  const record: ApiKeyRecord = {
    id: longId(random),
    name,
    description,
    customerId,
    enabled,
    value: vault.seal(value),
    stageKeys: stageKeys.map(({ restApiId, stageName }) => `${restApiId}/${stageName}`),
    createdAt: now,
    updatedAt: now,
    tags: checkedTags(input.tags),
  }
  await ctx.transact(async (tx) => {
    if (await findKeyByValue(tx, ctx.place, vault, value)) throw conflict('API Key already exists')
    putNewKey(tx, ctx.place, vault, record, value)
  })
  return apiKeyToWire(record, value)
})

export const getApiKey = operation('GetApiKey', async (input, { vault }, ctx) => {
  const key = await requireApiKey(ctx.reader, ctx.place, input.apiKey)
  return apiKeyToWire(key, input.includeValue ? vault.open(key.value) : undefined)
})

/** The newest first; names are compared by how they begin, to the letter (recorded on AWS). */
export const getApiKeys = operation('GetApiKeys', async (input, { vault }, ctx) => {
  const { nameQuery = '', customerId, includeValues } = input
  const all = await apiKeys.list(ctx.reader, ctx.place)
  const wanted = all.filter(
    (key) => (key.name ?? '').startsWith(nameQuery) && (customerId === undefined || key.customerId === customerId),
  )
  const { items, next } = await readPage(
    pageRequest('GetApiKeys', input, ctx, PAGE_SIZE),
    sorted(wanted, ({ createdAt, id }) => [createdAt, id], 'descending'),
  )
  return {
    items: items.map((key) => apiKeyToWire(key, includeValues ? vault.open(key.value) : undefined)),
    position: next,
  }
})

export const deleteApiKey = operation('DeleteApiKey', async (input, { vault }, ctx) => {
  await ctx.transact(async (tx) => {
    const { id, value } = await requireApiKey(tx, ctx.place, input.apiKey)
    for (const planKey of await plansOfKey(tx, ctx.place, id)) deletePlanKey(tx, ctx.place, planKey)
    apiKeyIndex.delete(tx, ctx.place, indexIdOf(vault, vault.open(value)))
    apiKeys.delete(tx, ctx.place, id)
  })
})

const rules: readonly PatchRule<ApiKeyRecord>[] = [
  text('description'),
  flag('enabled'),
  text('name'),
  text('customerId'),
  ...valueSet<ApiKeyRecord>('stageKeys', 'stages'),
  // Documented (patch-operations); no answer has a member for them.
  {
    path: '/labels',
    verbs: ['add', 'remove'],
    apply() {
      throw notEmulated('/labels in UpdateApiKey')
    },
  },
]
const dialect = listingDialect(['/description', '/enabled', '/name', '/customerId'])

export const updateApiKey = operation('UpdateApiKey', async (input, { clock }, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireApiKey(tx, ctx.place, input.apiKey)
    const after = { ...applyPatch(before, input.patchOperations, rules, dialect), updatedAt: clock.now() }
    checkApiKey(after as Pick<ApiKeyRecord, 'name' | 'description'>)
    apiKeys.put(tx, ctx.place, after.id, after)
    return apiKeyToWire(after, undefined, true)
  }),
)
