import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import { type Plan, planChanges } from '../plan/plan-changes.ts'
import type { Prepared, Previous } from '../plan/prepare.ts'
import type { StackRecord } from '../records.ts'
import { keyOf } from '../repository.ts'

/** What a prepared configuration would change in a stack; without a previous one, in a stack that is still to be made. */
export async function planUpdate(
  prepared: Prepared,
  stack: StackRecord | undefined,
  previous: Previous | undefined,
  deps: Pick<EngineDeps, 'types' | 'contents'>,
  { place, reader }: Pick<CallContext, 'place' | 'reader'>,
): Promise<Plan> {
  const base = { prepared, deps, place, reader }
  if (!stack || !previous) return planChanges(base)
  const resources = await deps.contents.resourcesOf(reader, place, keyOf(stack.id))
  return planChanges({ ...base, current: { stack, configuration: previous.configuration, resources } })
}
