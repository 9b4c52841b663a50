import type { UpdateStackInput } from '../../../generated/cloudformation.ts'
import type { CloudFormationStack } from '../../../generated/resource-properties.ts'
import { isAwsError } from '../../../kernel/errors.ts'
import type { Act, Outcome, ResourceRequest, ResourceWait, WaitingType } from '../../../kernel/resource-type.ts'
import type { EngineDeps } from '../deps.ts'
import { type Foreseen, foreseenFor } from '../execute/change-set-tree.ts'
import { beginCreation } from '../operations/create-stack.ts'
import { beginDeletion } from '../operations/delete-stack.ts'
import { beginWayBack } from '../operations/rollback.ts'
import { beginUpdate, NO_UPDATES } from '../operations/update-stack.ts'
import { nestedRequest } from '../plan/nested-request.ts'
import type { StackRecord } from '../records.ts'
import { findStack, requireStack } from '../repository.ts'
import { isPaused } from '../status.ts'

/** What is waited for. `none`: nothing had to be done to the stack. */
type Ticket = {
  readonly act: 'create' | 'update' | 'restore' | 'remove' | 'none'
  readonly stackId: string
  /** What the parent's failure calls the status of a stack whose update has failed. */
  readonly failedAs: string
}

const MAX_NAME = 128

/**
 * `AWS::CloudFormation::Stack`: an operation on the parent begins one on the nested stack and waits for its end. A
 * nested stack never decides what its failure leads to. It stops where it is, and the parent rolls it back or deletes it,
 * as it does with every other resource.
 */
export function nestedStackType(engine: () => EngineDeps): WaitingType {
  return {
    type: 'AWS::CloudFormation::Stack',
    properties: {
      NotificationARNs: 'recorded',
      Parameters: 'emulated',
      Tags: 'emulated',
      TemplateURL: 'emulated',
      TimeoutInMinutes: 'recorded',
    },

    async begin(act, request) {
      const ticket = await begin(engine(), act, request)
      return { ticket, physicalId: ticket.stackId }
    },

    async outcome(ticket, wait) {
      return outcomeOf(engine(), ticket as Ticket, wait)
    },

    async end(ticket, _result, { reader, place }) {
      const { act, stackId } = ticket as Ticket
      if (act === 'remove' || stackId === '') return { physicalId: stackId, attributes: {} }
      const { outputs } = await requireStack(reader, place, stackId)
      const values = engine().contents.openOutputs(outputs)
      return {
        physicalId: stackId,
        attributes: Object.fromEntries(values.map(({ key, value }) => [`Outputs.${key}`, value])),
      }
    },
  }
}

async function begin(deps: EngineDeps, act: Act, request: ResourceRequest): Promise<Ticket> {
  const parent = await requireStack(request.reader, request.place, request.stack.stackId)
  const rootId = parent.nesting?.rootId ?? parent.id
  const root = await requireStack(request.reader, request.place, rootId)
  const failedAs = root.operation?.onFailure === 'DO_NOTHING' ? 'UPDATE_FAILED' : 'UPDATE_ROLLBACK_IN_PROGRESS'
  const ticket = (kind: Ticket['act'], stackId: string): Ticket => ({ act: kind, stackId, failedAs })
  if (act.kind === 'remove') {
    const stackId = act.previous.physicalId
    return ticket(await beginRemoval(deps, stackId, parent, request), stackId)
  }
  const type = act.kind === 'create' ? 'CREATE' : 'UPDATE'
  const foreseen = await foreseenFor(request.reader, request.place, parent, request.logicalId, type)
  const input = requestFor(act.properties as CloudFormationStack, parent, foreseen)
  if (act.kind === 'create') {
    const StackName = foreseen?.changeSet.stackName ?? request.generateName({ maxLength: MAX_NAME })
    const nested = { nesting: { parentId: parent.id, rootId }, ...foreseen }
    const { StackId } = await beginCreation({ StackName, ...input, OnFailure: 'DO_NOTHING' }, deps, request, nested)
    return ticket('create', StackId)
  }
  const stackId = act.previous.physicalId
  if (parent.operation?.phase !== 'update-rollback') {
    return ticket(await beginChange(deps, { StackName: stackId, ...input }, request, foreseen), stackId)
  }
  const isUnfinished = (await requireStack(request.reader, request.place, stackId)).target !== undefined
  if (isUnfinished) await beginWayBack(stackId, deps, request)
  return ticket(isUnfinished ? 'restore' : 'none', stackId)
}

async function beginChange(
  deps: EngineDeps,
  input: UpdateStackInput,
  request: ResourceRequest,
  foreseen: Foreseen | undefined,
): Promise<'update' | 'none'> {
  try {
    await beginUpdate({ ...input, DisableRollback: true }, deps, request, { ...foreseen })
    return 'update'
  } catch (error) {
    if (!isAwsError(error) || error.message !== NO_UPDATES) throw error
    if (isPaused((await requireStack(request.reader, request.place, input.StackName)).status)) throw error
    return 'none'
  }
}

/** Where it is the creation that is rolled back, what is to be retained only after that goes too. */
async function beginRemoval(
  deps: EngineDeps,
  stackId: string,
  { operation }: StackRecord,
  request: ResourceRequest,
): Promise<'remove' | 'none'> {
  if (stackId === '') return 'none'
  const isRollback = operation?.onFailure === 'DELETE' || operation?.phase.endsWith('rollback')
  await beginDeletion({ StackName: stackId }, deps, request, { onFailure: isRollback ? 'DELETE' : 'ROLLBACK' })
  return 'remove'
}

/** What the properties ask for; where the parent executes a change set, with the template that it was made with. */
function requestFor(properties: CloudFormationStack, parent: StackRecord, foreseen: Foreseen | undefined) {
  const { TemplateURL, ...rest } = nestedRequest(properties, parent.target ?? parent.stable ?? { capabilities: [] })
  return { ...rest, ...(foreseen ? { TemplateBody: foreseen.text } : { TemplateURL }) }
}

async function outcomeOf(deps: EngineDeps, { act, stackId, failedAs }: Ticket, wait: ResourceWait): Promise<Outcome> {
  if (act === 'none') return { result: null }
  deps.work.start(wait.place, stackId)
  await deps.work.atRest(wait.place, stackId, wait.signal)
  const stack = await findStack(wait.reader, wait.place, stackId)
  if (!stack) return { failure: `Stack with id ${stackId} does not exist` }
  if (hasEndedWell(act, stack)) return { result: null }
  return { failure: failureText(act, stack, failedAs), ...(act === 'create' ? { physicalId: stackId } : {}) }
}

function hasEndedWell(act: Ticket['act'], { status, operation }: StackRecord): boolean {
  if (act === 'create') return status === 'CREATE_COMPLETE'
  if (act === 'remove') return status === 'DELETE_COMPLETE'
  if (act === 'restore') return status === 'UPDATE_ROLLBACK_COMPLETE'
  return operation?.phase === 'held'
}

/** The text about creations is recorded, that about updates general knowledge, that about deletions inferred. */
function failureText(act: Ticket['act'], { id, status, statusReason = '' }: StackRecord, failedAs: string): string {
  const reason = statusReason.trimEnd()
  if (act === 'create') return `Embedded stack ${id} was not successfully created: ${reason}`
  if (act === 'remove') return `Embedded stack ${id} was not successfully deleted: ${reason}`
  const shown = act === 'update' ? failedAs : status
  return `Embedded stack ${id} was not successfully updated. Currently in ${shown} with reason: ${reason}`
}
