import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { EngineDeps } from '../deps.ts'
import { keepConfiguration, newStack, putNewStack, USER_INITIATED } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import type { ChangeSetRecord } from '../records.ts'
import { changeSetNames, changeSets, keyOf, stacks, within } from '../repository.ts'
import type { Draft } from './draft-change-set.ts'

/** What the request says of its change set, and of those that are nested in it. */
export type Settings = Pick<
  ChangeSetRecord,
  'description' | 'onStackFailure' | 'importExisting' | 'includeNestedStacks' | 'clientToken'
>

/** Writes a change set down with those of nested stacks. Stacks that are not there yet come under review. */
export async function keepDraft(
  deps: EngineDeps,
  tx: Transaction,
  place: Place,
  draft: Draft,
  settings: Settings,
): Promise<void> {
  const { id, name, type, stack, nesting, prepared, plan, findings, outcome, nested } = draft
  const found = await stacks.find(tx, place, keyOf(stack.id))
  const fresh = {
    ...newStack(stack.id, stack.name, deps.clock.now()),
    ...(stack.nesting ? { nesting: stack.nesting } : {}),
  }
  const writer = new StackWriter(deps, tx, place, found ?? fresh)
  if (!found) {
    putNewStack(writer)
    writer.setStatus('REVIEW_IN_PROGRESS', USER_INITIATED)
  }
  changeSets.put(tx, place, keyOf(id), {
    id,
    name,
    stackId: stack.id,
    stackName: stack.name,
    type,
    // Later than whatever happened before: the CDK CLI shows the events since then.
    createdAt: found ? Math.max(deps.clock.now(), found.lastEventAt + 1) : deps.clock.now(),
    ...outcome,
    target: keepConfiguration(deps, writer, prepared),
    sealedChanges: deps.contents.sealChanges(plan.changes),
    findings,
    warnings: plan.warnings,
    ...settings,
    ...(nesting ? { nesting } : {}),
    ...(nested.size > 0 ? { nested: idsOf(nested) } : {}),
  })
  changeSetNames.put(tx, place, within(writer.key, name), { key: keyOf(id) })
  const { importExisting, includeNestedStacks } = settings
  for (const child of nested.values()) await keepDraft(deps, tx, place, child, { importExisting, includeNestedStacks })
}

function idsOf(nested: Draft['nested']): Record<string, string> {
  return Object.fromEntries([...nested].map(([logicalId, { id }]) => [logicalId, id]))
}
