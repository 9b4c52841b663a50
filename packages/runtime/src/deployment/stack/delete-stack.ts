import type { Stack } from '../../generated/cloudformation.ts'
import type { StackDoneEvent } from '../events.ts'
import type { Undertaking } from '../ports.ts'
import { currentStack } from './current-stack.ts'
import { failureOf } from './failed-operation.ts'
import { followOperation, newestEventOf } from './follow-operation.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** Deletes a stack, if it is there. */
export async function deleteStack(source: StackSource, undertaking: Undertaking): Promise<StackDoneEvent> {
  const current = await currentStack(source.stackName, source.place, undertaking)
  if (current) await removeStack(current, source, undertaking)
  return { event: 'done', stack: labelOf(source), outcome: current ? 'deleted' : 'absent', outputs: {}, resources: [] }
}

export async function removeStack(current: Stack, source: StackSource, undertaking: Undertaking): Promise<void> {
  const { StackId: stackId = source.stackName } = current
  const since = await newestEventOf(stackId, source, undertaking)
  await undertaking.ports.operationsIn(source.place)('cloudformation', 'DeleteStack', { StackName: stackId })
  const events = await followOperation(stackId, source, since, undertaking)
  const reached = await currentStack(stackId, source.place, undertaking)
  if (reached && reached.StackStatus !== 'DELETE_COMPLETE') throw failureOf(source, reached.StackStatus, events)
}
