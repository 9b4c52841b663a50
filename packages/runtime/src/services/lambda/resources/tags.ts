import type { ResourceWait } from '../../../kernel/resource-type.ts'

type TagList = readonly { readonly Key: string; readonly Value: string }[]

export function tagMap(tags: TagList | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]))
}

export async function changeTags(
  Resource: string,
  before: TagList | undefined,
  after: TagList | undefined,
  { call }: Pick<ResourceWait, 'call'>,
): Promise<void> {
  const Tags = tagMap(after)
  const TagKeys = Object.keys(tagMap(before)).filter((key) => !Object.hasOwn(Tags, key))
  if (TagKeys.length > 0) await call('lambda', 'UntagResource', { Resource, TagKeys })
  if (Object.keys(Tags).length > 0) await call('lambda', 'TagResource', { Resource, Tags })
}
