import { duplicateTags, transitiveTagMissing, transitiveTagTaken } from '../errors.ts'

interface SessionTags {
  readonly Tags?: readonly { readonly Key: string }[]
  readonly TransitiveTagKeys?: readonly string[]
}

/**
 * Checks the tags of a new session; tells which of them the sessions made by it inherit, those that it inherits itself
 * included. Keys differ by more than upper and lower case (recorded).
 */
export function checkSessionTags(
  { Tags = [], TransitiveTagKeys = [] }: SessionTags,
  inherited: readonly string[] = [],
): readonly string[] {
  const keys = new Set(Tags.map(({ Key }) => Key.toLowerCase()))
  if (keys.size < Tags.length) throw duplicateTags()
  if (TransitiveTagKeys.some((key) => !keys.has(key.toLowerCase()))) throw transitiveTagMissing()
  if (inherited.some((key) => keys.has(key.toLowerCase()))) throw transitiveTagTaken()
  return [...inherited, ...TransitiveTagKeys]
}
