import type { SecretRecord } from './records.ts'

export function tagsToWire(tags: SecretRecord['tags']): { Key: string; Value: string }[] | undefined {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return list.length > 0 ? list : undefined
}
