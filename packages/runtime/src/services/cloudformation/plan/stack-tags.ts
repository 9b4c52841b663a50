import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Tag } from '../records.ts'
import type { KnownType } from '../type-registry.ts'

export type StackTags = Readonly<Record<string, string>>

export function stackTagsOf(tags: readonly Tag[]): StackTags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
}

/** What CloudFormation adds to whatever can be tagged (observed). */
export function ownTags(stackId: string, stackName: string, logicalId: string): StackTags {
  return {
    'aws:cloudformation:stack-name': stackName,
    'aws:cloudformation:stack-id': stackId,
    'aws:cloudformation:logical-id': logicalId,
  }
}

/** Properties with the stack's tags among the resource's own, which win. */
export function withStackTags(
  properties: JsonObject,
  tags: StackTags,
  { specification, handler }: KnownType,
): JsonObject {
  const taggable = specification?.tags
  if (!taggable || handler.stackTags === false || Object.keys(tags).length === 0) return properties
  const own = properties[taggable.property]
  if (taggable.form === 'map') {
    return { ...properties, [taggable.property]: { ...tags, ...(isJsonObject(own) ? own : {}) } }
  }
  const list: readonly JsonValue[] = Array.isArray(own) ? own : []
  const named = new Set(list.map((tag) => (isJsonObject(tag) ? tag.Key : undefined)))
  const added = Object.entries(tags).filter(([Key]) => !named.has(Key))
  return { ...properties, [taggable.property]: [...list, ...added.map(([Key, Value]) => ({ Key, Value }))] }
}
