import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ExistingResource } from '../../../kernel/resource-type.ts'
import { ownTags, type StackTags, withStackTags } from '../plan/stack-tags.ts'
import type { ResourceRecord, WantedResource } from '../records.ts'
import type { ResourceDeclaration } from '../template/template.ts'
import type { KnownType } from '../type-registry.ts'
import { madeAs } from './deeds/deed.ts'
import type { Run } from './run.ts'

/** A resource as it is to be. */
export interface Target {
  readonly logicalId: string
  readonly known: KnownType
  readonly declared: ResourceDeclaration
  readonly properties: JsonObject
  /** With dynamic references replaced, where there are any. */
  readonly applied?: JsonObject
  readonly metadata?: JsonValue
  readonly stackTags: StackTags
  readonly dependsOn: readonly string[]
}

/** What a handler is given: with the stack's tags. */
export function givenProperties(
  run: Run,
  { logicalId, properties, applied, stackTags }: Pick<Target, 'logicalId' | 'properties' | 'applied' | 'stackTags'>,
  known: KnownType,
): JsonObject {
  const tags = { ...stackTags, ...ownTags(run.stack.id, run.stack.name, logicalId) }
  return withStackTags(applied ?? properties, tags, known)
}

/** What there is, as a handler sees it. After an act that came to no end, that is what the act wanted. */
export function existing(run: Run, record: ResourceRecord, known: KnownType): ExistingResource {
  const { physicalId = '', ticket } = record
  const properties = givenProperties(run, ticket?.wanted ?? record, known)
  return { ...madeAs({ ...record, physicalId }), properties, ...(ticket ? { ticket: ticket.value } : {}) }
}

/** What a target says about the resource that is made of it. */
export function wantedBy(target: Target): WantedResource {
  const { logicalId, declared, properties, applied, metadata, stackTags, dependsOn } = target
  const { type, deletionPolicy, updateReplacePolicy } = declared
  return {
    logicalId,
    type,
    properties,
    ...(applied === undefined ? {} : { applied }),
    stackTags,
    ...(metadata === undefined ? {} : { metadata }),
    deletionPolicy,
    updateReplacePolicy,
    dependsOn,
  }
}

/** An event's copy of properties, without secrets. */
export function shownProperties(run: Run, properties: JsonObject): string {
  return JSON.stringify(run.secrets.mask(properties))
}
