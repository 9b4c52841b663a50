import type * as api from '../../../generated/apigateway.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest, notFound } from '../errors.ts'
import { datesBetween, isDate } from '../keys/quota-periods.ts'
import { keysOfPlan, requireUsagePlan, usagePlanKeys } from '../keys/repository.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'

/** Documented: GetUsage. */
const MAX_DAYS = 90

/** For each key, and each day of the interval: how much was used, and how much then remained (documented). */
export const getUsage = operation('GetUsage', async (input, { usage }, ctx) => {
  const { usagePlanId, keyId, startDate, endDate } = input
  if (!isDate(startDate) || !isDate(endDate)) throw badRequest('Dates must be given as YYYY-MM-DD')
  const plan = await requireUsagePlan(ctx.reader, ctx.place, usagePlanId)
  const days = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000 + 1
  if (days < 1 || days > MAX_DAYS) throw badRequest(`The dates must be in order and at most ${MAX_DAYS} days apart`)
  const keys = await keysOfPlan(ctx.reader, ctx.place, usagePlanId)
  const { items, next } = await readPage(
    pageRequest('GetUsage', input, ctx, PAGE_SIZE),
    sorted(
      keys.filter((key) => keyId === undefined || key.keyId === keyId),
      (key) => [key.keyId],
    ),
  )
  const dates = datesBetween(startDate, endDate)
  const figures = await Promise.all(
    items.map(async (key) => [key.keyId, await usage.figures(ctx.place, plan, key.keyId, dates)] as const),
  )
  return { usagePlanId, startDate, endDate, items: Object.fromEntries(figures), position: next } satisfies api.Usage
})

interface Wanted {
  readonly remaining?: number
}

const rules: readonly PatchRule<Wanted>[] = [
  {
    path: '/remaining',
    verbs: ['replace'],
    apply(_wanted, { value }) {
      const remaining = Number(value)
      if (!value || !Number.isInteger(remaining) || remaining < 0) {
        throw badRequest(`Invalid value specified: ${value ?? 'null'}`)
      }
      return { remaining }
    },
  },
]

/** Grants more, or less, until the quota's period ends (documented). */
export const updateUsage = operation('UpdateUsage', async (input, { clock, usage }, ctx) => {
  const { usagePlanId, keyId } = input
  const plan = await requireUsagePlan(ctx.reader, ctx.place, usagePlanId)
  const planKey = await usagePlanKeys.find(ctx.reader, ctx.place, `${usagePlanId}/${keyId}`)
  if (!planKey) throw notFound('Invalid Usage Plan Key identifier specified')
  const { remaining } = applyPatch<Wanted>({}, input.patchOperations, rules, plainDialect)
  if (remaining !== undefined) {
    if (!plan.quota) throw badRequest('Usage Plan has no quota')
    await usage.setRemaining(ctx.place, plan, keyId, remaining)
  }
  const date = new Date(clock.now()).toISOString().slice(0, 10)
  const figures = await usage.figures(ctx.place, plan, keyId, [date])
  return { usagePlanId, startDate: date, endDate: date, items: { [keyId]: figures } } satisfies api.Usage
})
