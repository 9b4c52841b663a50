import { invalidArgument, invalidTag } from './errors.ts'
import type { Tags } from './records.ts'

interface Tag {
  readonly Key: string
  readonly Value: string
}

export function tagsToWire(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Objects have up to 10 tags, buckets 50. */
export function tagsFromWire(set: readonly Tag[], limit: number): Tags {
  const tags: Record<string, string> = {}
  for (const { Key, Value } of set) {
    if (tags[Key] !== undefined) throw invalidTag('Cannot provide multiple Tags with the same key', Key)
    if (Key.length === 0 || Key.length > 128) throw invalidTag('The TagKey you have provided is invalid', Key)
    if (Value.length > 256) throw invalidTag('The TagValue you have provided is invalid', Key, Value)
    tags[Key] = Value
  }
  if (set.length > limit) throw invalidTag(`Object tags cannot be greater than ${limit}`)
  return tags
}

export const OBJECT_TAG_LIMIT = 10
export const BUCKET_TAG_LIMIT = 50

/** `x-amz-tagging: a=1&b=2`, encoded like a query. */
export function parseTagHeader(header: string): Tags {
  const parameters = [...new URLSearchParams(header)]
  if (new Set(parameters.map(([key]) => key)).size !== parameters.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name " +
        'duplicates.',
      'x-amz-tagging',
      header,
    )
  }
  return tagsFromWire(
    parameters.map(([Key, Value]) => ({ Key, Value })),
    OBJECT_TAG_LIMIT,
  )
}
