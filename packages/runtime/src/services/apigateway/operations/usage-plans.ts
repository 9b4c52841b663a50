import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { usagePlanRules } from '../keys/plan-patches.ts'
import { checkNewStages, plannedStage, quotaOf, stageExists, throttleOf } from '../keys/plan-rules.ts'
import type { UsagePlanRecord } from '../keys/records.ts'
import { deletePlanKey, keysOfPlan, plansOfKey, requireUsagePlan, usagePlans } from '../keys/repository.ts'
import { usagePlanToWire } from '../keys/wire.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch } from '../patch/patch.ts'
import { checkedTags } from '../tag-rules.ts'

export const createUsagePlan = operation('CreateUsagePlan', async (input, { random }, ctx) => {
  if (input.name === '') throw badRequest('Usage Plan name cannot be empty')
  const plan: UsagePlanRecord = {
    id: shortId(random),
    name: input.name,
    description: input.description,
    apiStages: (input.apiStages ?? []).map(plannedStage),
    throttle: throttleOf(input.throttle),
    quota: quotaOf(input.quota),
    tags: checkedTags(input.tags),
  }
  await ctx.transact(async (tx) => {
    await checkNewStages(tx, ctx.place, plan)
    usagePlans.put(tx, ctx.place, plan.id, plan)
  })
  return usagePlanToWire(plan, false)
})

export const getUsagePlan = operation('GetUsagePlan', async (input, _deps, ctx) =>
  usagePlanToWire(await requireUsagePlan(ctx.reader, ctx.place, input.usagePlanId), true),
)

export const getUsagePlans = operation('GetUsagePlans', async (input, _deps, ctx) => {
  const { keyId } = input
  const ofKey = keyId === undefined ? undefined : await plansOfKey(ctx.reader, ctx.place, keyId)
  const wanted = ofKey && new Set(ofKey.map(({ planId }) => planId))
  const { items, next } = await readPage(
    pageRequest('GetUsagePlans', input, ctx, PAGE_SIZE),
    stored(
      async ({ after, limit }) => {
        if (!wanted) return usagePlans.list(ctx.reader, ctx.place, { after, limit })
        const rest = await usagePlans.list(ctx.reader, ctx.place, { after })
        return rest.filter(({ id }) => wanted.has(id)).slice(0, limit)
      },
      ({ id }) => id,
    ),
  )
  return { items: items.map((plan) => usagePlanToWire(plan, false)), position: next }
})

/**
 * A plan goes when none of its stages is there any more (Terraform's provider takes them out first; that those which are gone
 * do not hold it, and the text, are inferred).
 */
export const deleteUsagePlan = operation('DeleteUsagePlan', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id, apiStages } = await requireUsagePlan(tx, ctx.place, input.usagePlanId)
    for (const planned of apiStages) {
      if (await stageExists(tx, ctx.place, planned)) {
        throw badRequest('Usage Plan cannot be deleted because there are API stages associated with it')
      }
    }
    for (const planKey of await keysOfPlan(tx, ctx.place, id)) deletePlanKey(tx, ctx.place, planKey)
    usagePlans.delete(tx, ctx.place, id)
  })
})

export const updateUsagePlan = operation('UpdateUsagePlan', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireUsagePlan(tx, ctx.place, input.usagePlanId)
    const after = applyPatch(before, input.patchOperations, usagePlanRules, plainDialect)
    await checkNewStages(tx, ctx.place, after, before.apiStages)
    usagePlans.put(tx, ctx.place, after.id, after)
    return usagePlanToWire(after, true)
  }),
)
