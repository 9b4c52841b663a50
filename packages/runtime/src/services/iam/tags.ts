import { duplicateTags } from './errors.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

export type Tags = Readonly<Record<string, string>>

export function toTagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Keys of a role's tags differ by more than upper and lower case; those of a policy's need not (recorded). */
export function roleTags(tags: readonly Tag[] = []): Tags {
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()))
  if (keys.size < tags.length) throw duplicateTags(' Please note that Tag keys are case insensitive.')
  return toRecord(tags)
}

export function policyTags(tags: readonly Tag[] = []): Tags {
  const record = toRecord(tags)
  if (Object.keys(record).length < tags.length) throw duplicateTags()
  return record
}

/** A role's tags with others over them: a key that differs in case only takes the old one's place (inferred). */
export function mergedRoleTags(old: Tags, tags: Tags): Tags {
  const replaced = new Set(Object.keys(tags).map((key) => key.toLowerCase()))
  return { ...Object.fromEntries(Object.entries(old).filter(([key]) => keeps(key))), ...tags }

  function keeps(key: string): boolean {
    return Object.hasOwn(tags, key) || !replaced.has(key.toLowerCase())
  }
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))
}

function toRecord(tags: readonly Tag[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
}
