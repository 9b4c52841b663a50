import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ResourceRecord } from '../records.ts'
import type { PropertySpecification, PropertySpecifications, TypeSpecification } from '../specification.ts'
import { ownMember } from '../template/dictionary.ts'
import { isKnownAfterApply } from '../template/known-after-apply.ts'
import type { KnownType } from '../type-registry.ts'

/** What becomes of a resource. */
export type Decision =
  | { readonly kind: 'create' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'update' | 'replace'; readonly changes: readonly PropertyChange[] }

export interface PropertyChange {
  readonly name: string
  readonly before: JsonValue | undefined
  readonly after: JsonValue | undefined
  /** `maybe`: a property of the specification that replaces under some conditions only. */
  readonly replaces: 'yes' | 'maybe' | 'no'
}

export interface Wanted {
  readonly type: string
  readonly properties: JsonObject
  readonly stackTags: Readonly<Record<string, string>>
}

/** Name under which a change of the stack's tags shows. */
export const TAGS = 'Tags'

/** Compares what is there with what is wanted. Pure: change sets and execution decide alike. */
export function decide(record: ResourceRecord | undefined, wanted: Wanted, known: KnownType): Decision {
  if (!record || record.physicalId === undefined || record.status === 'CREATE_FAILED') return { kind: 'create' }
  if (record.type !== wanted.type) return { kind: 'replace', changes: [] }
  const changes = changedProperties(record.properties, wanted.properties, known)
  if (known.specification?.tags && known.handler.stackTags !== false && !equal(record.stackTags, wanted.stackTags)) {
    if (!changes.some(({ name }) => name === known.specification?.tags?.property)) {
      changes.push({ name: TAGS, before: tagList(record.stackTags), after: tagList(wanted.stackTags), replaces: 'no' })
    }
  }
  // What was begun and failed may have changed something: it is done again.
  if (changes.length === 0) return record.ticket ? { kind: 'update', changes } : { kind: 'keep' }
  return { kind: changes.some(({ replaces }) => replaces === 'yes') ? 'replace' : 'update', changes }
}

function tagList(tags: Readonly<Record<string, string>>): JsonValue {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function changedProperties(before: JsonObject, after: JsonObject, known: KnownType): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const [old, next] = [ownMember(before, name), ownMember(after, name)]
    if (equal(old, next)) return []
    return [{ name, before: old, after: next, replaces: replacement(name, old, next, known) }]
  })
}

function replacement(
  name: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  { handler, specification }: KnownType,
): PropertyChange['replaces'] {
  if (handler.replaceOn?.includes(name)) return 'yes'
  const property = specification && ownMember(specification.properties, name)
  if (!property || !specification) return 'no'
  return deepReplacement(before, after, property, specification)
}

/** A property may be updatable as a whole while one inside it is not. */
function deepReplacement(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  { type, replaces }: PropertySpecification,
  specification: TypeSpecification,
): PropertyChange['replaces'] {
  if (replaces === 'yes') return 'yes'
  if (typeof type === 'string' && type.startsWith('#')) {
    const inner: PropertySpecifications = specification.definitions[type.slice(1)] ?? {}
    const [old, next] = [asObject(before), asObject(after)]
    for (const [name, property] of Object.entries(inner)) {
      if (equal(old[name], next[name])) continue
      if (deepReplacement(old[name], next[name], property, specification) === 'yes') return 'yes'
    }
  }
  return replaces ?? 'no'
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

/**
 * Equal as JSON: whatever the order of keys, and a member without a value is as good as none. A value that is not known
 * yet equals nothing.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (isKnownAfterApply(a) || isKnownAfterApply(b)) return false
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]))
  }
  const [members, others] = [membersOf(a), membersOf(b)]
  if (members.size !== others.size) return false
  return [...members].every(([key, value]) => others.has(key) && equal(value, others.get(key)))
}

function membersOf(object: object): Map<string, unknown> {
  return new Map(Object.entries(object).filter(([, value]) => value !== undefined))
}
