import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { invalidParameter, noUserPool } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'
import { requirePool, userPools } from '../repository.ts'

type Tags = Readonly<Record<string, string>>

const MAX_TAGS = 50

export const tagResource = operation('TagResource', async ({ ResourceArn, Tags }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await poolOf(tx, ctx.place, ResourceArn)
    const tags = { ...pool.settings.UserPoolTags, ...Tags }
    if (Object.keys(tags).length > MAX_TAGS) throw invalidParameter(`A user pool can have at most ${MAX_TAGS} tags.`)
    putTags(tx, ctx.place, pool, tags)
  })
  return {}
})

export const untagResource = operation('UntagResource', async ({ ResourceArn, TagKeys }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await poolOf(tx, ctx.place, ResourceArn)
    const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !TagKeys.includes(key))
    putTags(tx, ctx.place, pool, Object.fromEntries(kept))
  })
  return {}
})

export const listTagsForResource = operation('ListTagsForResource', async ({ ResourceArn }, _deps, ctx) => ({
  Tags: (await poolOf(ctx.reader, ctx.place, ResourceArn)).settings.UserPoolTags,
}))

function putTags(tx: Transaction, place: Place, pool: UserPoolRecord, UserPoolTags: Tags): void {
  userPools.put(tx, place, pool.id, { ...pool, settings: { ...pool.settings, UserPoolTags } })
}

/** Only pools have tags. The text for an ARN of something else is inferred. */
async function poolOf(reader: Reader, place: Place, resourceArn: string): Promise<UserPoolRecord> {
  const arn = parseArn(resourceArn)
  const id = arn?.service === 'cognito-idp' ? /^userpool\/(.+)$/.exec(arn.resource)?.[1] : undefined
  if (!arn || id === undefined) throw invalidParameter(`Invalid ARN: ${resourceArn}`)
  if (arn.account !== place.account || arn.region !== place.region) throw noUserPool(id)
  return requirePool(reader, place, id)
}
