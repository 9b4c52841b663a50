import { setImmediate } from 'node:timers/promises'
import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ResourceIdentity, ResourceRequest, ResourceWait } from '../../../kernel/resource-type.ts'
import { LeaseLost } from '../../../store/leases.ts'
import type { EngineDeps } from '../deps.ts'
import { generatedName } from '../names.ts'
import { ownTags, stackTagsOf } from '../plan/stack-tags.ts'
import type { OperationRecord, StackRecord } from '../records.ts'
import { stacks } from '../repository.ts'
import type { StackSecrets } from '../secrets.ts'
import type { Ownership } from './ownership.ts'
import { StackWriter } from './stack-writer.ts'

/** The stack was told to do something else meanwhile, or is gone: this work ends without a word. */
export class Superseded extends Error {}

/** The process is about to end: the operation goes on when it starts again. */
export class Stopped extends Error {}

/** The store has refused to keep a step that was done: a full disk, for example. Nothing happened. */
export class NotWritten extends Error {}

/** One phase of one operation on one stack. */
export interface Run {
  readonly deps: EngineDeps
  readonly place: Place
  /** The stack's key in the store. */
  readonly key: string
  readonly stack: StackRecord
  readonly operation: OperationRecord
  readonly ownership: Ownership
  /** What is not to be shown; new ones come with what is made. */
  readonly secrets: StackSecrets
  /** Aborted with what {@link isInterruption} knows: whoever waits is to leave. */
  readonly signal: AbortSignal
  /** Told when there is nothing to do but to wait, and when there is something again. */
  readonly onPause: (isPaused: boolean) => void
}

/** Not a failure of what is being done: this run just ends. */
export function isInterruption(error: unknown): boolean {
  return [Superseded, Stopped, NotWritten, LeaseLost].some((kind) => error instanceof kind)
}

/** Whether it is still the same work: every operation has an id, and so has a rollback. */
export function isSamePhase(one: OperationRecord, other: OperationRecord | undefined): boolean {
  return one.id === other?.id && one.phase === other.phase
}

/**
 * One step of an operation is one transaction: what a resource type does through `request`, the stack's record of it
 * and the events are committed together or not at all, and only while the stack is this runner's.
 */
export async function step<R>(run: Run, work: (writer: StackWriter) => Promise<R>): Promise<R> {
  // Others get their turn between two steps: a deployment must not hold up the calls to what is deployed already.
  await setImmediate()
  run.signal.throwIfAborted()
  let failure: { readonly error: unknown } | undefined
  try {
    return await run.deps.transact(async (tx) => {
      try {
        await run.ownership.check(tx)
        const stack = await stacks.find(tx, run.place, run.key)
        if (!stack || !isSamePhase(run.operation, stack.operation)) throw new Superseded()
        return await work(new StackWriter(run.deps, tx, run.place, stack))
      } catch (error) {
        failure = { error }
        throw error
      }
    })
  } catch (error) {
    if (failure) throw failure.error
    throw new NotWritten('a step of a stack operation could not be written', { cause: error })
  }
}

/** What a resource type works with: its calls join the step's transaction. */
export function resourceRequest(run: Run, writer: StackWriter, logicalId: string): ResourceRequest {
  return {
    ...contextOf(run, { transact: (work) => work(writer.tx), reader: writer.tx }),
    ...identityOf(run, writer.stack, logicalId),
    generateName: (options) => generatedName(writer.stack.name, logicalId, options, run.deps.random),
  }
}

/** What a wait works with: its calls are transactions of their own. */
export function resourceWait(run: Run, logicalId: string): ResourceWait {
  const { call, reader } = contextOf(run, run.deps)
  return { ...identityOf(run, run.stack, logicalId), call, reader, signal: run.signal }
}

function contextOf({ deps, place, operation }: Run, { transact, reader }: Pick<EngineDeps, 'transact' | 'reader'>) {
  const { caller, origin } = operation
  return deps.contextOf({ place, caller, origin, requestId: uuid(deps.random), transact, reader })
}

function identityOf({ place }: Run, stack: StackRecord, logicalId: string): ResourceIdentity {
  const { id: stackId, name: stackName, target, stable } = stack
  const tags = stackTagsOf((target ?? stable)?.tags ?? [])
  return {
    place,
    logicalId,
    stack: { stackId, stackName, tags: { ...tags, ...ownTags(stackId, stackName, logicalId) } },
  }
}
