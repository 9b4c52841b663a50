import type { CallContext } from '../../../kernel/operation.ts'
import { operation } from '../deps.ts'
import { taggedGroup } from '../group-name.ts'
import type { GroupRecord } from '../records.ts'
import { groups } from '../repository.ts'

type Tags = GroupRecord['tags']

const adding = (added: Tags) => (tags: Tags) => ({ ...tags, ...added })
const removing = (keys: readonly string[]) => (tags: Tags) =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))

export const tagResource = operation('TagResource', ({ resourceArn, tags }, _deps, ctx) =>
  changeTags(taggedGroup(resourceArn), ctx, adding(tags)),
)
export const untagResource = operation('UntagResource', ({ resourceArn, tagKeys }, _deps, ctx) =>
  changeTags(taggedGroup(resourceArn), ctx, removing(tagKeys)),
)
export const tagLogGroup = operation('TagLogGroup', ({ logGroupName, tags }, _deps, ctx) =>
  changeTags(logGroupName, ctx, adding(tags)),
)
export const untagLogGroup = operation('UntagLogGroup', ({ logGroupName, tags }, _deps, ctx) =>
  changeTags(logGroupName, ctx, removing(tags)),
)
export const listTagsForResource = operation('ListTagsForResource', async ({ resourceArn }, _deps, ctx) => ({
  tags: (await groups.require(ctx.reader, ctx.place, taggedGroup(resourceArn))).tags,
}))
export const listTagsLogGroup = operation('ListTagsLogGroup', async ({ logGroupName }, _deps, ctx) => ({
  tags: (await groups.require(ctx.reader, ctx.place, logGroupName)).tags,
}))

function changeTags(name: string, ctx: CallContext, change: (tags: Tags) => Tags): Promise<void> {
  return ctx.transact(async (tx) => {
    const group = await groups.require(tx, ctx.place, name)
    groups.put(tx, ctx.place, { ...group, tags: change(group.tags) })
  })
}
