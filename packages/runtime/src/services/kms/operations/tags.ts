import type { Tag } from '../../../generated/kms.ts'
import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageOf } from '../paging.ts'
import { changeKey, keys } from '../repository.ts'

export function tagsToRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [tag.TagKey, tag.TagValue]))
}

export const tagResource = operation('TagResource', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => ({ ...key, tags: { ...key.tags, ...tagsToRecord(input.Tags) } }))
})

export const untagResource = operation('UntagResource', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => {
    const kept = Object.entries(key.tags).filter(([name]) => !input.TagKeys.includes(name))
    return { ...key, tags: Object.fromEntries(kept) }
  })
})

export const listResourceTags = operation('ListResourceTags', async (input, { clock }, ctx) => {
  const { tags } = await keys.require(ctx.reader, ctx.place, input.KeyId, clock)
  const all = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
  const { items, ...page } = await pageOf(
    'ListResourceTags',
    input,
    ctx,
    sorted(all, ({ TagKey }) => [TagKey]),
  )
  return { Tags: items, ...page }
})
