import type { Tag } from '../../../generated/ssm.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { invalidResourceId, tooManyTags } from '../errors.ts'
import type { ParameterRecord } from '../records.ts'
import { parameters } from '../repository.ts'

const TAG_QUOTA = 50

interface Tagged {
  readonly ResourceType: string
  readonly ResourceId: string
}

export function tagsToRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]))
}

export const addTagsToResource = operation('AddTagsToResource', async (input, _deps, ctx) => {
  await changeTags(input, ctx, (tags) => {
    const all = { ...tags, ...tagsToRecord(input.Tags) }
    if (Object.keys(all).length > TAG_QUOTA) throw tooManyTags()
    return all
  })
  return {}
})

export const removeTagsFromResource = operation('RemoveTagsFromResource', async (input, _deps, ctx) => {
  await changeTags(input, ctx, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
  )
  return {}
})

export const listTagsForResource = operation('ListTagsForResource', async (input, _deps, ctx) => {
  const { tags } = await requireTagged(ctx.reader, input, ctx)
  return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
})

function changeTags(
  input: Tagged,
  ctx: CallContext,
  change: (tags: ParameterRecord['tags']) => Record<string, string>,
): Promise<void> {
  return ctx.transact(async (tx) => {
    const parameter = await requireTagged(tx, input, ctx)
    parameters.put(tx, ctx.place, { ...parameter, tags: change(parameter.tags) })
  })
}

async function requireTagged(reader: Reader, input: Tagged, ctx: CallContext): Promise<ParameterRecord> {
  if (input.ResourceType !== 'Parameter') throw notEmulated(`Tags of a resource of type ${input.ResourceType}`)
  const found = await parameters.find(reader, ctx.place, input.ResourceId)
  if (!found) throw invalidResourceId()
  return found
}
