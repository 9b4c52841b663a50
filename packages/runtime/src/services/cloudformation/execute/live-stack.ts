import { uuid } from '../../../kernel/ids.ts'
import { ProvisioningError } from '../errors.ts'
import { conform, type PropertyProblem } from '../plan/conform.ts'
import { resourceLookups, stackLookups } from '../plan/lookups.ts'
import { type Prepared, restore } from '../plan/prepare.ts'
import { stackTagsOf } from '../plan/stack-tags.ts'
import type { OutputRecord, ResourceRecord } from '../records.ts'
import { templateText } from '../repository.ts'
import { resolveDynamicReferences } from '../template/dynamic-references.ts'
import { propertyScope } from '../template/evaluate.ts'
import { resolveObject, resolveValue } from '../template/resolve.ts'
import type { Resolved, Scope } from '../template/scope.ts'
import { toText } from '../template/text.ts'
import type { Target } from './resource-steps.ts'
import type { Run } from './run.ts'

/** A configuration on its way into being: resolves properties from what has been made so far. */
export class LiveStack {
  readonly prepared: Prepared
  readonly records: Map<string, ResourceRecord>
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
      ...stackLookups(run.deps.reader, run.place, (name) => this.imported.add(name)),
    })
  }

  /** Reads the stack's target and what there is of its resources. */
  static async read(run: Run): Promise<LiveStack> {
    const { deps, place, key, stack } = run
    if (!stack.target) throw new Error(`${key} has nothing to go to`)
    const configuration = deps.contents.openConfiguration(stack.target)
    const text = await templateText(deps.reader, place, key, configuration)
    const identity = { stackId: stack.id, stackName: stack.name }
    const prepared = await restore({ configuration, text }, identity, place)
    const list = await deps.contents.resourcesOf(deps.reader, place, key)
    return new LiveStack(run, prepared, new Map(list.map((record) => [record.logicalId, record])))
  }

  #view(logicalId: string) {
    const record = this.records.get(logicalId)
    return record?.physicalId === undefined ? undefined : { ...record, physicalId: record.physicalId }
  }

  /** A resource as it is to be, with everything that it refers to resolved. */
  async target(logicalId: string): Promise<Target> {
    const { template, order, configuration } = this.prepared
    const { deps } = this.#run
    const declared = template.resources[logicalId]
    const known = declared && deps.types.find(declared.type)
    if (!declared || !known) throw new ProvisioningError(`${declared?.type ?? logicalId} is not emulated by Sallyport.`)
    const resolved = await resolveDynamicReferences(await resolveObject(declared.properties, this.#scope), this.#call())
    const conformed = known.specification ? conform(resolved, known.specification) : undefined
    if (conformed && conformed.problems.length > 0) throw new ProvisioningError(validationText(conformed.problems))
    return {
      logicalId,
      known,
      declared,
      properties: conformed?.properties ?? resolved,
      stackTags: stackTagsOf(configuration.tags),
      dependsOn: order.dependencies.get(logicalId) ?? [],
    }
  }

  #call() {
    const { deps, place, operation } = this.#run
    const { caller, origin } = operation
    const { transact, reader } = deps
    return deps.contextOf({ place, caller, origin, requestId: uuid(deps.random), transact, reader }).call
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
        ...(exportName === undefined ? {} : { exportName: outputText(key, 'Export/Name', exported) }),
      })
    }
    return outputs
  }
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
