import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import type { ChangeDetail, ChangeRecord, ResourceRecord } from '../records.ts'
import type { Mask } from '../secrets.ts'
import { holdsUnknown } from '../template/known-after-apply.ts'
import type { ResourceDeclaration, ResourcePolicy } from '../template/template.ts'
import { type CauseContext, causesOf } from './change-causes.ts'
import { type Decision, equal, type PropertyChange, TAGS } from './decide.ts'
import type { Desired } from './desired.ts'

export interface ChangeContext extends CauseContext {
  /** Takes out the values of secret parameters, old and new. */
  readonly mask: Mask
}

export interface PlannedResource {
  readonly logicalId: string
  readonly declared: ResourceDeclaration
  readonly record: ResourceRecord | undefined
  readonly desired: Desired
  readonly decision: Decision
}

/** A resource's entry in a change set; undefined where nothing happens to it. Shapes as observed. */
export function describeChange(planned: PlannedResource, context: ChangeContext): ChangeRecord | undefined {
  const { logicalId, declared, record, desired, decision } = planned
  const { type, updateReplacePolicy } = declared
  const after = contextText(desired, context)
  if (decision.kind === 'create' || !record) {
    return { action: 'Add', logicalId, type, replacement: 'True', scope: [], details: [], after }
  }
  const details = [...propertyDetails(planned, context), ...otherDetails(planned, record, context)]
  if (details.length === 0 && decision.kind === 'keep') return undefined
  const replacement = replacementOf(decision)
  return {
    action: 'Modify',
    logicalId,
    type,
    physicalId: record.physicalId ?? '',
    replacement,
    ...(replacement === 'False' ? {} : { policyAction: `ReplaceAnd${policyAction(updateReplacePolicy)}` }),
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    before: contextText(record, context),
    after,
  }
}

export function describeRemoval(record: ResourceRecord, context: ChangeContext): ChangeRecord {
  return {
    action: 'Remove',
    logicalId: record.logicalId,
    type: record.type,
    physicalId: record.physicalId ?? '',
    policyAction: policyAction(record.deletionPolicy),
    scope: [],
    details: [],
    before: contextText(record, context),
  }
}

function policyAction(policy: ResourcePolicy): string {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy
}

type Contents = { readonly properties: JsonObject; readonly metadata?: JsonValue }

function contextText({ properties, metadata }: Contents, { mask }: ChangeContext): string {
  return JSON.stringify(mask({ Properties: properties, ...(metadata === undefined ? {} : { Metadata: metadata }) }))
}

const RECREATION = { yes: 'Always', maybe: 'Conditionally', no: 'Never' } as const

function propertyDetails({ declared, decision }: PlannedResource, context: ChangeContext): ChangeDetail[] {
  if (decision.kind !== 'update' && decision.kind !== 'replace') return []
  return decision.changes.flatMap((change) => {
    const declaration = own(declared.properties, change.name)
    return causesOf(declaration, context).map((cause) => ({ ...detailOf(change, context), ...cause }))
  })
}

function detailOf({ name, before, after, replaces }: PropertyChange, { mask }: ChangeContext) {
  const shown = (value: JsonValue) => {
    const masked = mask(value)
    return typeof masked === 'string' ? masked : JSON.stringify(masked)
  }
  return {
    attribute: name === TAGS ? ('Tags' as const) : ('Properties' as const),
    name,
    path: `/Properties/${name}`,
    requiresRecreation: RECREATION[replaces],
    changeType: changeTypeOf(before, after),
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  }
}

function changeTypeOf(before: unknown, after: unknown): ChangeDetail['changeType'] {
  if (before === undefined) return 'Add'
  return after === undefined ? 'Remove' : 'Modify'
}

/** Changes that need no call to the resource's service. */
function otherDetails(
  { declared, desired }: PlannedResource,
  record: ResourceRecord,
  context: ChangeContext,
): ChangeDetail[] {
  const compare = (
    attribute: ChangeDetail['attribute'],
    before: JsonValue | undefined,
    after: JsonValue | undefined,
    declaration: JsonValue | undefined,
  ): ChangeDetail[] => {
    if (equal(before, after)) return []
    const base = { attribute, requiresRecreation: 'Never' as const, changeType: changeTypeOf(before, after) }
    return causesOf(declaration, context).map((cause) => ({ ...base, ...cause }))
  }
  return [
    ...compare('Metadata', record.metadata, desired.metadata, declared.metadata),
    ...compare('DeletionPolicy', record.deletionPolicy, declared.deletionPolicy, undefined),
    ...compare('UpdateReplacePolicy', record.updateReplacePolicy, declared.updateReplacePolicy, undefined),
  ]
}

/** Only execution can tell whether a value that is not known yet will be another one. */
function replacementOf(decision: Decision): 'True' | 'False' | 'Conditional' {
  if (decision.kind !== 'update' && decision.kind !== 'replace') return 'False'
  const { kind, changes } = decision
  if (kind === 'replace') {
    const isCertain =
      changes.length === 0 || changes.some(({ replaces, after }) => replaces === 'yes' && !holdsUnknown(after))
    return isCertain ? 'True' : 'Conditional'
  }
  return changes.some(({ replaces }) => replaces === 'maybe') ? 'Conditional' : 'False'
}
