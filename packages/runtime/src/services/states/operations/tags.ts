import type { Tag } from '../../../generated/states.ts'
import { operation } from '../deps.ts'
import { stateMachines } from '../repository.ts'

export function tagsToRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]))
}

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const found = await stateMachines.requireTagged(tx, ctx.place, input.resourceArn)
    stateMachines.put(tx, ctx.place, { ...found, tags: { ...found.tags, ...tagsToRecord(input.tags) } })
  })
  return {}
})

export const untagResource = operation('UntagResource', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const found = await stateMachines.requireTagged(tx, ctx.place, input.resourceArn)
    const kept = Object.entries(found.tags).filter(([key]) => !input.tagKeys.includes(key))
    stateMachines.put(tx, ctx.place, { ...found, tags: Object.fromEntries(kept) })
  })
  return {}
})

export const listTagsForResource = operation('ListTagsForResource', async (input, _deps, ctx) => {
  const { tags } = await stateMachines.requireTagged(ctx.reader, ctx.place, input.resourceArn)
  return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }
})
