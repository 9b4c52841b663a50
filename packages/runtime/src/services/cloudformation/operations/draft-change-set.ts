import type { CloudFormationStack } from '../../../generated/resource-properties.ts'
import { type AwsError, isAwsError, NotEmulatedError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import { TransformedTemplateError } from '../errors.ts'
import { generatedName, newChangeSetId, newStackId } from '../names.ts'
import { findPropertyProblems } from '../plan/check-resources.ts'
import { nestedRequest } from '../plan/nested-request.ts'
import type { NestedPlan, Plan } from '../plan/plan-changes.ts'
import { type ConfigurationRequest, type Prepared, prepare } from '../plan/prepare.ts'
import type { ChangeSetRecord, Configuration, Nesting, StackRecord, ValidationFinding } from '../records.ts'
import { requireStack } from '../repository.ts'
import { isKnownAfterApply } from '../template/known-after-apply.ts'
import { loadTemplateText, templateIdOf } from '../template/load.ts'
import { failedWith, type Outcome, outcomeOf } from './change-set-outcome.ts'
import { currentConfiguration } from './current-configuration.ts'
import { planUpdate } from './plan-update.ts'

/** A change set that is still to be written down, with those of the stacks nested in its own. */
export interface Draft {
  readonly id: string
  readonly name: string
  readonly type: ChangeSetRecord['type']
  readonly stack: Pick<StackRecord, 'id' | 'name' | 'nesting'>
  /** Undefined in the root. */
  readonly nesting?: Nesting
  readonly prepared: Pick<Prepared, 'text' | 'processed' | 'configuration'>
  readonly plan: Plan
  readonly findings: readonly ValidationFinding[]
  readonly outcome: Outcome
  /** By logical id. */
  readonly nested: ReadonlyMap<string, Draft>
}

export interface DraftOptions {
  readonly name: string
  readonly type: ChangeSetRecord['type']
  readonly withNested: boolean
  readonly validate: boolean
}

/**
 * Far more than a hierarchy of stacks has. A template that is nested in itself, or one that is nested a hundred times in
 * one that is nested a hundred times, must not keep the server planning.
 */
const MAX_NESTED = 200

class TooManyNested extends NotEmulatedError {}

/** Where a draft stands among the others. */
interface Position {
  readonly stack: Draft['stack']
  readonly rootStackId: string
  /** There is such a stack, and it is not only under review. */
  readonly current?: StackRecord
  readonly nesting?: Nesting
  readonly count: { left: number }
}

/** Drafts the change set that a request asks for. Throws what AWS throws at once. */
export async function draftChangeSet(
  request: ConfigurationRequest,
  stack: Draft['stack'],
  current: StackRecord | undefined,
  options: DraftOptions,
  deps: EngineDeps,
  ctx: CallContext,
): Promise<Draft> {
  const drafting = new Drafting(options, deps, ctx)
  const position: Position = {
    stack,
    rootStackId: stack.nesting?.rootId ?? stack.id,
    ...(current && options.type === 'UPDATE' ? { current } : {}),
    count: { left: MAX_NESTED },
  }
  return drafting.draftRoot(request, options.name, position)
}

class Drafting {
  readonly #options: DraftOptions
  readonly #deps: EngineDeps
  readonly #ctx: CallContext

  constructor(options: DraftOptions, deps: EngineDeps, ctx: CallContext) {
    this.#options = options
    this.#deps = deps
    this.#ctx = ctx
  }

  async draftRoot(request: ConfigurationRequest, name: string, position: Position): Promise<Draft> {
    try {
      return await this.#draft(request, name, position)
    } catch (error) {
      if (!(error instanceof TransformedTemplateError)) throw error
      return this.#failed(request, name, position, error)
    }
  }

  async #draft(request: ConfigurationRequest, name: string, position: Position): Promise<Draft> {
    const [deps, ctx] = [this.#deps, this.#ctx]
    const { stack, current, nesting } = position
    const previous = current && (await currentConfiguration(deps, current, ctx))
    const identity = { stackId: stack.id, stackName: stack.name }
    const prepared = await prepare({ ...request, isReviewed: true }, identity, previous, deps, ctx)
    const findings = this.#options.validate ? findPropertyProblems(prepared.template, deps.types) : []
    const plan = await planUpdate(prepared, current, previous, deps, ctx)
    const id = newChangeSetId(ctx.place, name, deps.random)
    const nested = this.#options.withNested
      ? await this.#draftNested(plan.nested, prepared.configuration, id, position)
      : new Map<string, Draft>()
    return {
      id,
      name,
      type: current ? 'UPDATE' : 'CREATE',
      stack,
      ...(nesting ? { nesting } : {}),
      prepared,
      plan: {
        ...plan,
        changes: plan.changes.map((change) => ({ ...change, ...linkTo(nested.get(change.logicalId)) })),
      },
      findings,
      outcome: outcomeOf(findings, plan, [...nested.values()]),
      nested,
    }
  }

  async #draftNested(plans: readonly NestedPlan[], configuration: Configuration, parentId: string, parent: Position) {
    const drafts = new Map<string, Draft>()
    for (const { logicalId, stackId, properties } of plans) {
      if (parent.count.left-- <= 0) throw new TooManyNested(`A change set for more than ${MAX_NESTED} nested stacks`)
      const nesting = { parentId, rootId: parent.nesting?.rootId ?? parentId }
      const position = { ...(await this.#positionOf(logicalId, stackId, parent)), nesting }
      const name = generatedName(this.#options.name, logicalId, { maxLength: MAX_NAME }, this.#deps.random)
      const draft = await this.#draftOne(
        nestedRequest(properties as unknown as CloudFormationStack, configuration),
        name,
        position,
      )
      if (draft.plan.isChange) drafts.set(logicalId, draft)
    }
    return drafts
  }

  async #positionOf(logicalId: string, stackId: string | undefined, parent: Position): Promise<Position> {
    const { rootStackId, count } = parent
    const { clock, random } = this.#deps
    const { reader, place } = this.#ctx
    if (stackId !== undefined) {
      const current = await requireStack(reader, place, stackId)
      return { stack: current, current, rootStackId, count }
    }
    const name = generatedName(parent.stack.name, logicalId, { maxLength: MAX_NAME }, random)
    const nesting: Nesting = { parentId: parent.stack.id, rootId: rootStackId }
    return { stack: { id: newStackId(place, name, clock, random), name, nesting }, rootStackId, count }
  }

  /** What AWS would refuse if it were asked for by itself fails the nested change set. */
  async #draftOne(request: ReturnType<typeof nestedRequest>, name: string, position: Position): Promise<Draft> {
    const unknown = request.Parameters.filter(({ ParameterValue }) => isKnownAfterApply(ParameterValue))
    const openParameters = new Set(unknown.map(({ ParameterKey }) => ParameterKey))
    try {
      return await this.#draft({ ...request, openParameters }, name, position)
    } catch (error) {
      if (!isAwsError(error) || error instanceof TooManyNested) throw error
      return this.#failed(request, name, position, error)
    }
  }

  /** Empty where the template cannot be had, which then is why the change set fails. */
  async #textOf(request: ConfigurationRequest): Promise<string> {
    try {
      return (await loadTemplateText(request, this.#ctx)) ?? ''
    } catch (error) {
      if (isAwsError(error)) return ''
      throw error
    }
  }

  async #failed(
    request: ConfigurationRequest,
    name: string,
    { stack, current, nesting }: Position,
    error: AwsError,
  ): Promise<Draft> {
    const text = await this.#textOf(request)
    const configuration: Configuration = {
      templateId: templateIdOf({ text }),
      parameters: [],
      tags: [],
      capabilities: request.Capabilities ?? [],
      notificationArns: [],
    }
    return {
      id: newChangeSetId(this.#ctx.place, name, this.#deps.random),
      name,
      type: current ? 'UPDATE' : 'CREATE',
      stack,
      ...(nesting ? { nesting } : {}),
      prepared: { text, configuration },
      plan: { changes: [], nested: [], warnings: [], isChange: true },
      findings: [],
      outcome: failedWith(error.message),
      nested: new Map(),
    }
  }
}

const MAX_NAME = 128

/** The CDK CLI finds a nested change set that failed by these two (seen in its source). */
function linkTo(draft: Draft | undefined) {
  return draft ? { changeSetId: draft.id, physicalId: draft.stack.id } : {}
}
