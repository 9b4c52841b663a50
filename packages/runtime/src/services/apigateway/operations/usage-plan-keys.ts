import type * as api from '../../../generated/apigateway.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict, notFound } from '../errors.ts'
import { isStage } from '../keys/plan-rules.ts'
import type { ApiKeyRecord, UsagePlanKeyRecord, UsagePlanRecord } from '../keys/records.ts'
import {
  apiKeys,
  deletePlanKey,
  keysOfPlan,
  plansOfKey,
  putPlanKey,
  requireApiKey,
  requireUsagePlan,
  usagePlanKeys,
  usagePlans,
} from '../keys/repository.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'

const noPlanKey = () => notFound('Invalid Usage Plan Key identifier specified')

export const createUsagePlanKey = operation('CreateUsagePlanKey', async (input, { clock, vault }, ctx) => {
  const { usagePlanId, keyId, keyType } = input
  if (keyType !== 'API_KEY') throw badRequest('Usage Plan Key type must be one of: [API_KEY]')
  return ctx.transact(async (tx) => {
    const plan = await requireUsagePlan(tx, ctx.place, usagePlanId)
    const key = await requireApiKey(tx, ctx.place, keyId)
    for (const { planId } of await plansOfKey(tx, ctx.place, keyId)) {
      const other = await usagePlans.find(tx, ctx.place, planId)
      if (planId === usagePlanId || (other && sharesStage(plan, other))) throw twoPlans(keyId)
    }
    putPlanKey(tx, ctx.place, { planId: usagePlanId, keyId, createdAt: clock.now() })
    return toWire(key, vault)
  })
})

export const getUsagePlanKey = operation('GetUsagePlanKey', async (input, { vault }, ctx) => {
  const { usagePlanId, keyId } = input
  await requireUsagePlan(ctx.reader, ctx.place, usagePlanId)
  if (!(await usagePlanKeys.find(ctx.reader, ctx.place, `${usagePlanId}/${keyId}`))) throw noPlanKey()
  return toWire(await requireApiKey(ctx.reader, ctx.place, keyId), vault)
})

/** The newest first, with their values. An unknown plan has no keys (all recorded on AWS). */
export const getUsagePlanKeys = operation('GetUsagePlanKeys', async (input, { vault }, ctx) => {
  const { usagePlanId, nameQuery = '' } = input
  const found = await Promise.all((await keysOfPlan(ctx.reader, ctx.place, usagePlanId)).map(withKey(ctx)))
  const wanted = found.filter(({ key }) => (key?.name ?? '').startsWith(nameQuery))
  const { items, next } = await readPage(
    pageRequest('GetUsagePlanKeys', input, ctx, PAGE_SIZE),
    sorted(wanted, ({ createdAt, keyId }) => [createdAt, keyId], 'descending'),
  )
  return { items: items.flatMap(({ key }) => (key ? [toWire(key, vault)] : [])), position: next }
})

export const deleteUsagePlanKey = operation('DeleteUsagePlanKey', async (input, _deps, ctx) => {
  const { usagePlanId, keyId } = input
  await ctx.transact(async (tx) => {
    await requireUsagePlan(tx, ctx.place, usagePlanId)
    const planKey = await usagePlanKeys.find(tx, ctx.place, `${usagePlanId}/${keyId}`)
    if (!planKey) throw noPlanKey()
    deletePlanKey(tx, ctx.place, planKey)
  })
})

function withKey({ reader, place }: CallContext) {
  return async (planKey: UsagePlanKeyRecord) => ({ ...planKey, key: await apiKeys.find(reader, place, planKey.keyId) })
}

/** Of the plans of one key, only one may have a stage (documented: api-gateway-api-usage-plans). */
function sharesStage(plan: UsagePlanRecord, other: UsagePlanRecord): boolean {
  return plan.apiStages.some(({ apiId, stage }) => other.apiStages.some((known) => isStage(known, apiId, stage)))
}

/** The text is inferred. */
function twoPlans(keyId: string) {
  return conflict(`API Key ${keyId} is already subscribed to a Usage Plan for one of its API Stages`)
}

function toWire({ id, name, value }: ApiKeyRecord, vault: Vault): api.UsagePlanKey {
  return { id, type: 'API_KEY', value: vault.open(value), name: name || undefined }
}
