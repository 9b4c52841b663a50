import type { StackDoneEvent } from '../events.ts'
import type { Undertaking } from '../ports.ts'
import { currentStack } from './current-stack.ts'
import { planStack } from './plan-stack.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** Tells what a deployment would change, and changes nothing. */
export async function compareStack(source: StackSource, undertaking: Undertaking): Promise<StackDoneEvent> {
  const current = await currentStack(source.stackName, source.place, undertaking)
  const plan = await planStack(source, current, undertaking)
  const stack = labelOf(source)
  undertaking.tell({ event: 'plan', stack, changes: plan?.changes ?? [] })
  await plan?.discard()
  return { event: 'done', stack, outcome: 'compared', outputs: {}, resources: [] }
}
