import { notEmulated } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import { ProvisioningError } from '../errors.ts'
import { unbuiltProperties } from '../plan/check-resources.ts'
import type { PropertyProblem } from '../plan/conform.ts'
import { equal } from '../plan/decide.ts'
import { conformTo, resolveDesired } from '../plan/desired.ts'
import { resourceLookups, stackLookups } from '../plan/lookups.ts'
import { type Prepared, restore } from '../plan/prepare.ts'
import { stackTagsOf } from '../plan/stack-tags.ts'
import type { OutputRecord, ResourceRecord } from '../records.ts'
import { resolveDynamicReferences } from '../template/dynamic-references.ts'
import { propertyScope } from '../template/evaluate.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { mentionedIn } from '../template/mentions.ts'
import { resolveValue } from '../template/resolve.ts'
import type { Resolved, Scope } from '../template/scope.ts'
import { functionsOf } from '../template/template.ts'
import { toText } from '../template/text.ts'
import type { Run } from './run.ts'
import type { Target } from './target.ts'

/** A configuration on its way into being: resolves properties from what has been made so far. */
export class LiveStack {
  readonly prepared: Prepared
  readonly records: Map<string, ResourceRecord>
  /** Resources as they are to be, as far as they have been asked for. */
  readonly targets = new Map<string, Target>()
  /** Exports of other stacks that were used. */
  readonly imported = new Set<string>()
  readonly #run: Run
  readonly #scope: Scope

  private constructor(run: Run, prepared: Prepared, records: Map<string, ResourceRecord>) {
    this.#run = run
    this.prepared = prepared
    this.records = records
    this.#scope = propertyScope(prepared.evaluation, prepared.conditions, {
      ...resourceLookups((logicalId) => this.#view(logicalId), run.deps.types),
      ...stackLookups(run.deps.contents, run.deps.reader, run.place, (name) => this.imported.add(name)),
    })
  }

  /** Reads the stack's target and what there is of its resources. */
  static async read(run: Run): Promise<LiveStack> {
    const { deps, place, key, stack } = run
    if (!stack.target) throw new Error(`${key} has nothing to go to`)
    const configuration = deps.contents.openConfiguration(stack.target)
    const texts = await deps.contents.templateOf(deps.reader, place, key, configuration)
    const identity = { stackId: stack.id, stackName: stack.name }
    const prepared = await restore({ configuration, ...texts }, identity, place)
    const list = await deps.contents.resourcesOf(deps.reader, place, key)
    return new LiveStack(run, prepared, new Map(list.map((record) => [record.logicalId, record])))
  }

  #view(logicalId: string) {
    const record = this.records.get(logicalId)
    return record?.physicalId === undefined ? undefined : { ...record, physicalId: record.physicalId }
  }

  /** A resource as it is to be, with everything that it refers to resolved. */
  async target(logicalId: string): Promise<Target> {
    const { template, order, configuration, evaluation } = this.prepared
    const { deps } = this.#run
    const declared = template.resources[logicalId]
    const known = declared && deps.types.find(declared.type)
    if (!declared || !known) throw new ProvisioningError(`${declared?.type ?? logicalId} is not emulated by Sallyport.`)
    const { properties, metadata, problems } = await resolveDesired(declared, known, this.#scope)
    // What is only recorded needs no secret: references stay as they are written.
    const replaced = known.recorded
      ? properties
      : await resolveDynamicReferences(properties, this.#call(), evaluation.budget)
    const applied = equal(replaced, properties) ? undefined : conformTo(known, replaced)
    const wrong = applied ? applied.problems : problems
    if (wrong.length > 0) throw new ProvisioningError(validationText(wrong))
    const unbuilt = unbuiltProperties(properties, known, deps.types.isAsked)
    if (unbuilt.length > 0) throw notEmulated(`${declared.type}: ${unbuilt.join(', ')}`)
    const target: Target = {
      logicalId,
      known,
      declared,
      properties,
      ...(applied ? { applied: applied.properties } : {}),
      ...(metadata === undefined ? {} : { metadata }),
      stackTags: stackTagsOf(configuration.tags),
      dependsOn: order.dependencies.get(logicalId) ?? [],
    }
    this.targets.set(logicalId, target)
    return target
  }

  #call() {
    const { deps, place, operation } = this.#run
    const { caller, origin } = operation
    const { transact, reader } = deps
    return deps.contextOf({ place, caller, origin, requestId: uuid(deps.random), transact, reader }).call
  }

  /** What fails an operation before it touches a resource (observed): missing exports, unknown attributes in outputs. */
  async checkBeforehand(): Promise<void> {
    const { template, conditions, order } = this.prepared
    const options = { functions: PROPERTY_FUNCTIONS, conditions }
    const outputs = Object.entries(template.outputs).filter(([, { condition }]) => !condition || conditions[condition])
    for (const [key, { value }] of outputs) {
      for (const [logicalId, names] of mentionedIn(value, options).attributes) {
        const type = template.resources[logicalId]?.type ?? ''
        const unknown = [...names].find((name) => !this.#run.deps.types.specification.hasAttribute(type, name))
        if (!unknown) continue
        const text = `Resource type ${type} does not support attribute {${unknown}}.`
        throw new ProvisioningError(`[Error] /Outputs/${key}/Value/Fn::GetAtt: ${text}`)
      }
    }
    const resources = order.order.flatMap((logicalId) => template.resources[logicalId] ?? [])
    const values = [...resources.flatMap(functionsOf), ...outputs.map(([, { value }]) => value)]
    for (const value of values) {
      for (const name of mentionedIn(value, options).imports) {
        await resolveValue({ 'Fn::ImportValue': name }, this.#scope)
      }
    }
  }

  async outputs(): Promise<OutputRecord[]> {
    const { template, conditions } = this.prepared
    const outputs: OutputRecord[] = []
    for (const [key, { value, description, condition, exportName }] of Object.entries(template.outputs)) {
      if (condition !== undefined && !conditions[condition]) continue
      const text = outputText(key, 'Value', await resolveValue(value, this.#scope))
      const exported = exportName === undefined ? undefined : await resolveValue(exportName, this.#scope)
      outputs.push({
        key,
        value: text,
        ...(description === undefined ? {} : { description }),
        ...(exportName === undefined ? {} : { exportName: exportNameOf(key, exported) }),
      })
    }
    return outputs
  }
}

function exportNameOf(key: string, value: Resolved): string {
  const name = outputText(key, 'Export/Name', value)
  if (/^[A-Za-z0-9:-]+$/.test(name)) return name
  throw new ProvisioningError(
    `Template format error: Output ${key} is malformed. The Name field of every Export member must consist only of ` +
      'alphanumeric characters, colons, or hyphens.',
  )
}

function outputText(key: string, member: string, value: Resolved): string {
  const text = toText(value)
  if (text !== undefined) return text
  throw new ProvisioningError(
    `Template format error: The ${member} field of every Outputs member must evaluate to a String (output ${key}).`,
  )
}

/** Observed: `Property validation failure: [The property {/Type} is required]`. The other two follow its form. */
function validationText(problems: readonly PropertyProblem[]): string {
  const texts = problems.map(({ kind, path, name, wanted }) => {
    if (kind === 'missing') return `The property {${path}/${name}} is required`
    if (kind === 'unknown') return `Encountered unsupported properties in {${path}/}: [${name}]`
    return `Value of property {${path}} does not match type {${wanted}}`
  })
  return `Property validation failure: [${texts.join(', ')}]`
}
