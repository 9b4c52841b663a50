import { isAwsError } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { ChangeRecord, Configuration, OutputRecord, ResourceRecord, StackRecord } from '../records.ts'
import { propertyScope } from '../template/evaluate.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../template/known-after-apply.ts'
import { resolveObject, resolveValue } from '../template/resolve.ts'
import type { Resolved, Scope } from '../template/scope.ts'
import type { Template } from '../template/template.ts'
import type { TypeRegistry } from '../type-registry.ts'
import { conform } from './conform.ts'
import { type Decision, decide, equal } from './decide.ts'
import { type ChangeContext, describeChange, describeRemoval } from './describe-change.ts'
import { type ResourceView, resourceLookups, stackLookups } from './lookups.ts'
import type { Prepared } from './prepare.ts'
import { stackTagsOf } from './stack-tags.ts'

export interface Plan {
  readonly changes: readonly ChangeRecord[]
  readonly warnings: readonly string[]
  /** False: executing it would do nothing. */
  readonly isChange: boolean
}

export interface PlanInput {
  readonly prepared: Prepared
  readonly types: TypeRegistry
  readonly place: Place
  readonly reader: Reader
  /** What is there now; undefined for a stack that is still to be made. */
  readonly current?: {
    readonly stack: StackRecord
    readonly configuration: Configuration
    readonly template: Template
    readonly resources: readonly ResourceRecord[]
  }
}

/** What executing a prepared configuration would change, without changing anything. */
export async function planChanges(input: PlanInput): Promise<Plan> {
  const { prepared, types, current } = input
  const { template, conditions, order, configuration } = prepared
  const records = new Map((current?.resources ?? []).map((record) => [record.logicalId, record]))
  const views = new Map<string, ResourceView>()
  const warnings: string[] = []
  const scope = propertyScope(prepared.evaluation, conditions, {
    ...resourceLookups((logicalId) => views.get(logicalId), types),
    ...foreseeing(
      stackLookups(input.reader, input.place, () => {}),
      (text) => warnings.push(text),
    ),
  })
  const stackTags = stackTagsOf(configuration.tags)
  const context: ChangeContext = {
    conditions,
    changedParameters: changedParameters(configuration, current?.configuration),
    changedResources: new Set(),
    before: current?.template,
    after: template,
    secretsOf: [...configuration.parameters, ...(current?.configuration.parameters ?? [])],
  }

  const changes: ChangeRecord[] = []
  for (const logicalId of order.order) {
    const declared = template.resources[logicalId]
    const known = declared && types.find(declared.type)
    if (!declared || !known) continue
    const resolved = await resolveObject(declared.properties, scope)
    const properties = known.specification
      ? conform(resolved, known.specification, isKnownAfterApply).properties
      : resolved
    const record = records.get(logicalId)
    const decision = decide(record, { type: declared.type, properties, stackTags }, known)
    views.set(logicalId, viewAfter(decision, declared.type, record, properties))
    const change = describeChange({ logicalId, declared, record, properties, decision }, context)
    if (change) {
      changes.push(change)
      context.changedResources.add(logicalId)
    }
  }
  for (const record of records.values()) {
    if (!order.dependencies.has(record.logicalId)) changes.push(describeRemoval(record, context))
  }
  const isChange =
    changes.length > 0 ||
    !current ||
    outputsDiffer(current.stack.outputs, await foresee(template, conditions, scope)) ||
    !equal(current.configuration.notificationArns, configuration.notificationArns) ||
    !equal(current.configuration.tags, configuration.tags)
  return { changes, warnings, isChange }
}

/** An export that does not exist fails a change set as little as it does on AWS: it is said, and execution will tell. */
function foreseeing(lookups: ReturnType<typeof stackLookups>, warn: (text: string) => void): typeof lookups {
  const orUnknown = async (value: Promise<JsonValue>) => {
    try {
      return await value
    } catch (error) {
      if (!isAwsError(error)) throw error
      warn(error.message)
      return KNOWN_AFTER_APPLY
    }
  }
  return {
    importValue: (name) => orUnknown(lookups.importValue(name)),
    stackOutput: (stack, output, region) => orUnknown(lookups.stackOutput(stack, output, region)),
  }
}

function changedParameters(now: Configuration, before: Configuration | undefined): Set<string> {
  const meant = (list: Configuration['parameters']) => new Map(list.map((p) => [p.key, p.resolved ?? p.value]))
  const old = meant(before?.parameters ?? [])
  const next = meant(now.parameters)
  return new Set([...next.keys()].filter((key) => old.get(key) !== next.get(key)))
}

/** What others will see of a resource once the decision about it has been carried out. */
function viewAfter(
  decision: Decision,
  type: string,
  record: ResourceRecord | undefined,
  properties: JsonObject,
): ResourceView {
  if (decision.kind === 'create' || decision.kind === 'replace' || !record) {
    return { type, physicalId: KNOWN_AFTER_APPLY, attributes: {}, uncertain: 'all' }
  }
  const { physicalId = '', attributes } = record
  if (decision.kind === 'keep') return { type, physicalId, attributes }
  // An attribute that repeats a changed property changes with it.
  const uncertain = new Set(
    decision.changes.map(({ name }) => name).filter((name) => attributes[name] !== properties[name]),
  )
  return { type, physicalId, attributes, uncertain }
}

/** Outputs as they will be, as far as that is known. */
async function foresee(template: Template, conditions: Readonly<Record<string, boolean>>, scope: Scope) {
  const outputs: { key: string; value: Resolved; description?: string; exportName: Resolved }[] = []
  for (const [key, { value, description, condition, exportName }] of Object.entries(template.outputs)) {
    if (condition !== undefined && !conditions[condition]) continue
    outputs.push({
      key,
      value: await resolveValue(value, scope),
      ...(description === undefined ? {} : { description }),
      exportName: exportName === undefined ? undefined : await resolveValue(exportName, scope),
    })
  }
  return outputs
}

function outputsDiffer(before: readonly OutputRecord[], after: Awaited<ReturnType<typeof foresee>>): boolean {
  if (before.length !== after.length) return true
  const old = new Map(before.map((output) => [output.key, output]))
  return after.some(({ key, value, description, exportName }) => {
    const was = old.get(key)
    if (!was || was.description !== description) return true
    const differs = (text: string | undefined, next: Resolved) => !isKnownAfterApply(next) && text !== textOf(next)
    return differs(was.value, value) || differs(was.exportName, exportName)
  })
}

function textOf(value: Resolved): string | undefined {
  if (value === undefined) return undefined
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
}
