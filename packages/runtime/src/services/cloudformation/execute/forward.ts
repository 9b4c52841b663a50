import { isAwsError } from '../../../kernel/errors.ts'
import { ProvisioningError } from '../errors.ts'
import { type Decision, decide } from '../plan/decide.ts'
import type { ResourceRecord } from '../records.ts'
import { completeForward } from './complete-forward.ts'
import { failForward, type ResourceFailure } from './fail-forward.ts'
import { handlerErrorCode, reasonOf } from './failure-reason.ts'
import { LiveStack } from './live-stack.ts'
import { adoptResource, createResource, replaceResource, updateResource } from './make-resource.ts'
import { isInterruption, type Run, step } from './run.ts'
import type { Target } from './target.ts'

/**
 * Brings a stack to its target, one resource after another in the order of their needs. What is there already is left
 * alone, so that the same walk also goes on where a killed process stopped.
 */
export async function goForward(run: Run): Promise<void> {
  try {
    const live = await LiveStack.read(run)
    await live.checkBeforehand()
    for (const logicalId of live.prepared.order.order) {
      const failure = await bring(run, live, logicalId)
      if (failure) return await failForward(run, failure)
    }
    const outputs = await live.outputs()
    await step(run, (writer) => completeForward(run, writer, live, outputs))
  } catch (error) {
    if (isInterruption(error)) throw error
    await failForward(run, { reason: reasonOf(run, error, '') })
  }
}

async function bring(run: Run, live: LiveStack, logicalId: string): Promise<ResourceFailure | undefined> {
  const record = live.records.get(logicalId)
  const type = live.prepared.template.resources[logicalId]?.type ?? ''
  let target: Target | undefined
  let decision: Decision | undefined
  try {
    target = await live.target(logicalId)
    decision = decide(record, { type, properties: target.properties, stackTags: target.stackTags }, target.known)
    const made = await carryOut(run, decision, target, record)
    if (made) live.records.set(logicalId, made)
    return undefined
  } catch (error) {
    if (isInterruption(error)) throw error
    return { logicalId, type, record, target, decision, reason: reasonOf(run, error, type) }
  }
}

async function carryOut(run: Run, decision: Decision, target: Target, record: ResourceRecord | undefined) {
  if (decision.kind === 'create') return create(run, target)
  if (decision.kind === 'keep' || !record) return undefined
  if (decision.kind === 'update') return step(run, (writer) => updateResource(run, writer, target, record))
  refuseCustomName(target, record)
  await target.known.handler.prepareCreate?.()
  return step(run, (writer) => replaceResource(run, writer, target, record))
}

/** With `ImportExistingResources`, a resource that exists already under the template's name becomes the stack's. */
async function create(run: Run, target: Target): Promise<ResourceRecord> {
  const name = target.properties[target.known.handler.nameProperty ?? '']
  await target.known.handler.prepareCreate?.()
  try {
    return await step(run, (writer) => createResource(run, writer, target))
  } catch (error) {
    const exists = isAwsError(error) && handlerErrorCode(error) === 'AlreadyExists'
    if (!exists || !run.operation.importExisting || typeof name !== 'string') throw error
    return step(run, (writer) => adoptResource(run, writer, target, name))
  }
}

/** Two resources cannot bear one name, and the old one is there until the new one is (general knowledge). */
function refuseCustomName({ known, properties }: Target, record: ResourceRecord): void {
  const property = known.handler.nameProperty
  const name = property && properties[property]
  if (typeof name !== 'string' || name !== record.properties[property ?? '']) return
  throw new ProvisioningError(
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. ' +
      `Rename ${name} and update the stack again.`,
  )
}
