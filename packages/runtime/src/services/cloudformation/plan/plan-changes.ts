import type { JsonObject } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { isWaitingType } from '../../../kernel/resource-type.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { EngineDeps } from '../deps.ts'
import { validationError } from '../errors.ts'
import { type ChangeRecord, type Configuration, type ResourceRecord, STACK_TYPE, type StackRecord } from '../records.ts'
import { masker } from '../secrets.ts'
import { propertyScope } from '../template/evaluate.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../template/known-after-apply.ts'
import { type Decision, decide, equal } from './decide.ts'
import { type ChangeContext, describeChange, describeRemoval } from './describe-change.ts'
import { type Desired, resolveDesired } from './desired.ts'
import { foreseeOutputs, outputsDiffer } from './foresee-outputs.ts'
import { type ResourceView, resourceLookups, stackLookups } from './lookups.ts'
import type { Prepared } from './prepare.ts'
import { stackTagsOf, withStackTags } from './stack-tags.ts'

export interface Plan {
  readonly changes: readonly ChangeRecord[]
  readonly nested: readonly NestedPlan[]
  /** What could not be resolved. Execution will tell, as it does on AWS. */
  readonly warnings: readonly string[]
  /** False: executing it would do nothing. */
  readonly isChange: boolean
  /** Why it can never be executed. */
  readonly refusal?: string
}

/** A nested stack that is to be made or updated, so far as can be said now. */
export interface NestedPlan {
  readonly logicalId: string
  /** Undefined: it is to be made. */
  readonly stackId: string | undefined
  /** With the parent's tags. Parameters that are not known yet stand in them as such. */
  readonly properties: JsonObject
}

export interface PlanInput {
  readonly prepared: Prepared
  readonly deps: Pick<EngineDeps, 'types' | 'contents'>
  readonly place: Place
  readonly reader: Reader
  /** What is there now; undefined for a stack that is still to be made. */
  readonly current?: {
    readonly stack: StackRecord
    readonly configuration: Configuration
    readonly resources: readonly ResourceRecord[]
  }
}

/** What executing a prepared configuration would change, without changing anything. */
export async function planChanges({ prepared, deps, place, reader, current }: PlanInput): Promise<Plan> {
  const { template, conditions, order, configuration } = prepared
  const { types, contents } = deps
  const records = new Map((current?.resources ?? []).map((record) => [record.logicalId, record]))
  const views = new Map<string, ResourceView>()
  const warnings: string[] = []
  const scope = propertyScope(prepared.evaluation, conditions, {
    ...resourceLookups((logicalId) => views.get(logicalId), types),
    ...stackLookups(contents, reader, place, () => {}),
    importValue: (name) =>
      foreseenImport(
        name,
        stackLookups(contents, reader, place, () => {}),
      ),
  })
  const stackTags = stackTagsOf(configuration.tags)
  const context: ChangeContext = {
    conditions,
    changedParameters: changedParameters(configuration, current?.configuration),
    views,
    mask: masker([...configuration.parameters, ...(current?.configuration.parameters ?? [])], current?.resources),
  }

  const changes: ChangeRecord[] = []
  const nested: NestedPlan[] = []
  const changedTypes: string[] = []
  for (const logicalId of order.order) {
    const declared = template.resources[logicalId]
    const known = declared && types.find(declared.type)
    if (!declared || !known) continue
    const warn = (text: string) =>
      warnings.push(`ChangeSet creation failed for resource [${logicalId}] because: ${text}`)
    const desired = await resolveDesired(declared, known, scope, warn)
    const record = records.get(logicalId)
    const decision = decide(record, { type: declared.type, properties: desired.properties, stackTags }, known)
    if (decision.kind === 'replace' && record?.type !== declared.type) changedTypes.push(logicalId)
    views.set(logicalId, viewAfter(decision, declared.type, record, isWaitingType(known.handler)))
    const change = describeChange({ logicalId, declared, record, desired, decision }, context)
    if (change) changes.push(change)
    if (declared.type === STACK_TYPE && isForeseeable(desired)) {
      const properties = withStackTags(desired.properties, stackTags, known)
      if (decision.kind === 'create') nested.push({ logicalId, stackId: undefined, properties })
      if (decision.kind === 'update') nested.push({ logicalId, stackId: record?.physicalId, properties })
    }
  }
  for (const record of records.values()) {
    if (!order.dependencies.has(record.logicalId)) changes.push(describeRemoval(record, context))
  }
  const outputs = await foreseeOutputs(template, conditions, scope)
  const isChange =
    changes.length > 0 ||
    !current ||
    outputsDiffer(contents.openOutputs(current.stack.outputs), outputs) ||
    !equal(current.configuration.notificationArns, configuration.notificationArns) ||
    !equal(current.configuration.tags, configuration.tags)
  const refusal = changedTypes.length === 0 ? {} : { refusal: typeChange(changedTypes) }
  return { changes, nested, warnings, isChange, ...refusal }
}

/** Which template with which parameters it will be: else that is known when it is its turn. */
function isForeseeable({ properties, problems }: Desired): boolean {
  return problems.length === 0 && !Object.values(properties).some(isKnownAfterApply)
}

/** Reported by users of the service: a change set fails with this text, and UpdateStack refuses with it. */
function typeChange(logicalIds: readonly string[]): string {
  return (
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: ' +
    `[${logicalIds.join(', ')}]`
  )
}

/** A missing export fails a change set as little as it does on AWS. Observed: without the word that execution adds. */
async function foreseenImport(name: string, lookups: ReturnType<typeof stackLookups>) {
  return lookups.importValue(name).catch(() => {
    throw validationError(`No export named ${name}`)
  })
}

function changedParameters(now: Configuration, before: Configuration | undefined): Set<string> {
  const meant = (list: Configuration['parameters']) => new Map(list.map((p) => [p.key, p.resolved ?? p.value]))
  const old = meant(before?.parameters ?? [])
  const next = meant(now.parameters)
  return new Set([...next.keys()].filter((key) => old.get(key) !== next.get(key)))
}

/** What others will see of a resource once the decision about it has been carried out. */
function viewAfter(decision: Decision, type: string, record: ResourceRecord | undefined, waits: boolean): ResourceView {
  if (decision.kind === 'create' || decision.kind === 'replace' || !record) {
    return { type, physicalId: KNOWN_AFTER_APPLY, attributes: {}, uncertain: 'all' }
  }
  const { physicalId = '', attributes, attributesFrom } = record
  if (decision.kind === 'keep') {
    return { type, physicalId, attributes, ...(attributesFrom === undefined ? {} : { attributesFrom }) }
  }
  // What is waited for, a nested stack's outputs for example, is known when it is there.
  if (waits) return { type, physicalId, attributes, uncertain: 'attributes' }
  // An attribute that repeats a changed property changes with it.
  return { type, physicalId, attributes, uncertain: new Set(decision.changes.map(({ name }) => name)) }
}
