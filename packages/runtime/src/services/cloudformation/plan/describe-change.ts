import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ChangeDetail, ChangeRecord, ParameterValue, ResourceRecord } from '../records.ts'
import { masker } from '../secrets.ts'
import type { ResourceDeclaration, ResourcePolicy, Template } from '../template/template.ts'
import { type CauseContext, causesOf } from './change-causes.ts'
import { type Decision, equal, type PropertyChange, TAGS } from './decide.ts'

export interface ChangeContext extends CauseContext {
  readonly changedResources: Set<string>
  /** The template that is deployed. */
  readonly before: Template | undefined
  readonly after: Template
  /** Parameters whose secret values must not be shown. */
  readonly secretsOf: readonly ParameterValue[]
}

export interface PlannedResource {
  readonly logicalId: string
  readonly declared: ResourceDeclaration
  readonly record: ResourceRecord | undefined
  readonly properties: JsonObject
  readonly decision: Decision
}

/** A resource's entry in a change set; undefined where nothing happens to it. Shapes as observed. */
export function describeChange(planned: PlannedResource, context: ChangeContext): ChangeRecord | undefined {
  const { logicalId, declared, record, properties, decision } = planned
  const mask = masker(context.secretsOf)
  const after = contextText(properties, declared.metadata, mask)
  if (decision.kind === 'create' || !record) {
    return { action: 'Add', logicalId, type: declared.type, replacement: 'True', scope: [], details: [], after }
  }
  const details = [...propertyDetails(planned, context, mask), ...otherDetails(declared, record)]
  if (details.length === 0 && decision.kind === 'keep') return undefined
  const replacement = replacementOf(decision, details)
  return {
    action: 'Modify',
    logicalId,
    type: declared.type,
    physicalId: record.physicalId ?? '',
    replacement,
    ...(replacement === 'False' ? {} : { policyAction: `ReplaceAnd${policyAction(declared.updateReplacePolicy)}` }),
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    before: contextText(record.properties, record.metadata, mask),
    after,
  }
}

export function describeRemoval(record: ResourceRecord, context: Pick<ChangeContext, 'secretsOf'>): ChangeRecord {
  return {
    action: 'Remove',
    logicalId: record.logicalId,
    type: record.type,
    physicalId: record.physicalId ?? '',
    policyAction: policyAction(record.deletionPolicy),
    scope: [],
    details: [],
    before: contextText(record.properties, record.metadata, masker(context.secretsOf)),
  }
}

function policyAction(policy: ResourcePolicy): string {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy
}

function contextText(properties: JsonObject, metadata: JsonValue | undefined, mask: (value: JsonValue) => JsonValue) {
  return JSON.stringify(mask({ Properties: properties, ...(metadata === undefined ? {} : { Metadata: metadata }) }))
}

const RECREATION = { yes: 'Always', maybe: 'Conditionally', no: 'Never' } as const

function propertyDetails(
  { logicalId, declared, decision }: PlannedResource,
  context: ChangeContext,
  mask: (value: JsonValue) => JsonValue,
): ChangeDetail[] {
  if (decision.kind !== 'update' && decision.kind !== 'replace') return []
  return decision.changes.flatMap((change) => {
    const raw = context.before?.resources[logicalId]?.properties[change.name]
    const causes =
      change.name === TAGS ? causesOf(true, false, context) : causesOf(raw, declared.properties[change.name], context)
    return causes.map((cause) => ({ ...detailOf(change, mask), ...cause }))
  })
}

function detailOf({ name, before, after, replaces }: PropertyChange, mask: (value: JsonValue) => JsonValue) {
  const shown = (value: JsonValue | undefined) => {
    if (value === undefined) return undefined
    const masked = mask(value)
    return typeof masked === 'string' ? masked : JSON.stringify(masked)
  }
  const attribute = name === TAGS ? ('Tags' as const) : ('Properties' as const)
  const [old, next] = [shown(before), shown(after)]
  return {
    attribute,
    name,
    path: `/Properties/${name}`,
    requiresRecreation: RECREATION[replaces],
    changeType:
      before === undefined ? ('Add' as const) : after === undefined ? ('Remove' as const) : ('Modify' as const),
    ...(old === undefined ? {} : { before: old }),
    ...(next === undefined ? {} : { after: next }),
  }
}

/** Changes that need no call to the resource's service. */
function otherDetails(declared: ResourceDeclaration, record: ResourceRecord): ChangeDetail[] {
  const details: ChangeDetail[] = []
  const add = (attribute: ChangeDetail['attribute'], before: JsonValue | undefined, after: JsonValue | undefined) => {
    if (equal(before, after)) return
    details.push({
      attribute,
      requiresRecreation: 'Never',
      evaluation: 'Static',
      source: 'DirectModification',
      changeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
    })
  }
  add('Metadata', record.metadata, declared.metadata)
  add('DeletionPolicy', record.deletionPolicy, declared.deletionPolicy)
  add('UpdateReplacePolicy', record.updateReplacePolicy, declared.updateReplacePolicy)
  return details
}

function replacementOf(decision: Decision, details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (decision.kind === 'replace') {
    if (decision.changes.length === 0) return 'True'
    const certain = details.some(
      ({ requiresRecreation, evaluation }) => requiresRecreation === 'Always' && evaluation === 'Static',
    )
    return certain ? 'True' : 'Conditional'
  }
  return details.some(({ requiresRecreation }) => requiresRecreation === 'Conditionally') ? 'Conditional' : 'False'
}
