import type { Tag } from '../../../generated/ecr.ts'
import { operation } from '../deps.ts'
import { repositories } from '../repository.ts'

export function tagsToRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]))
}

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const found = await repositories.requireByArn(tx, ctx.place, input.resourceArn)
    repositories.put(tx, ctx.place, { ...found, tags: { ...found.tags, ...tagsToRecord(input.tags) } })
  })
  return {}
})

export const untagResource = operation('UntagResource', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const found = await repositories.requireByArn(tx, ctx.place, input.resourceArn)
    const kept = Object.entries(found.tags).filter(([key]) => !input.tagKeys.includes(key))
    repositories.put(tx, ctx.place, { ...found, tags: Object.fromEntries(kept) })
  })
  return {}
})

export const listTagsForResource = operation('ListTagsForResource', async (input, _deps, ctx) => {
  const { tags } = await repositories.requireByArn(ctx.reader, ctx.place, input.resourceArn)
  return { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
})
