import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { invalidParameter, noIdentityPool } from '../errors.ts'
import type { IdentityPoolRecord } from '../records.ts'
import { putIdentityPool, requireIdentityPool } from '../repository.ts'

export const tagResource = operation('TagResource', async ({ ResourceArn, Tags }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await poolOf(tx, ctx.place, ResourceArn)
    putIdentityPool(tx, ctx.place, withTags(pool, { ...pool.settings.IdentityPoolTags, ...Tags }))
  })
  return {}
})

export const untagResource = operation('UntagResource', async ({ ResourceArn, TagKeys }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await poolOf(tx, ctx.place, ResourceArn)
    const kept = Object.entries(pool.settings.IdentityPoolTags ?? {}).filter(([key]) => !TagKeys.includes(key))
    putIdentityPool(tx, ctx.place, withTags(pool, Object.fromEntries(kept)))
  })
  return {}
})

export const listTagsForResource = operation('ListTagsForResource', async ({ ResourceArn }, _deps, ctx) => ({
  Tags: (await poolOf(ctx.reader, ctx.place, ResourceArn)).settings.IdentityPoolTags ?? {},
}))

function withTags(pool: IdentityPoolRecord, IdentityPoolTags: Readonly<Record<string, string>>): IdentityPoolRecord {
  return { ...pool, settings: { ...pool.settings, IdentityPoolTags } }
}

/** Only pools have tags (text inferred). */
async function poolOf(reader: Reader, place: Place, resourceArn: string): Promise<IdentityPoolRecord> {
  const arn = parseArn(resourceArn)
  const id = arn?.service === 'cognito-identity' ? /^identitypool\/(.+)$/.exec(arn.resource)?.[1] : undefined
  if (!arn || id === undefined) throw invalidParameter(`Invalid ARN: ${resourceArn}`)
  if (arn.account !== place.account || arn.region !== place.region) throw noIdentityPool(id)
  return requireIdentityPool(reader, place, id)
}
