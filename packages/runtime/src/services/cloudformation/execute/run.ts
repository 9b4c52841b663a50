import { setImmediate } from 'node:timers/promises'
import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import type { EngineDeps } from '../deps.ts'
import { generatedName } from '../names.ts'
import { ownTags, stackTagsOf } from '../plan/stack-tags.ts'
import type { OperationRecord, StackRecord } from '../records.ts'
import { stacks } from '../repository.ts'
import type { Mask } from '../secrets.ts'
import { StackWriter } from './stack-writer.ts'

/** The stack was told to do something else meanwhile, or is gone: this work ends without a word. */
export class Superseded extends Error {}

/** The process is about to end: the operation goes on when it starts again. */
export class Stopped extends Error {}

/** One phase of one operation on one stack. */
export interface Run {
  readonly deps: EngineDeps
  readonly place: Place
  /** The stack's key in the store. */
  readonly key: string
  readonly stack: StackRecord
  readonly operation: OperationRecord
  /** Takes secrets out of what is shown. */
  readonly mask: Mask
  readonly isStopping: () => boolean
}

/** Not a failure of what is being done: this run just ends. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Superseded || error instanceof Stopped
}

/**
 * One step of an operation is one transaction: what a resource type does through `request`, the stack's record of it
 * and the events are committed together or not at all.
 */
export async function step<R>(run: Run, work: (writer: StackWriter) => Promise<R>): Promise<R> {
  // Others get their turn between two steps: a deployment must not hold up the calls to what is deployed already.
  await setImmediate()
  if (run.isStopping()) throw new Stopped()
  return run.deps.transact(async (tx) => {
    const stack = await stacks.find(tx, run.place, run.key)
    const now = stack?.operation
    if (!stack || now?.id !== run.operation.id || now.phase !== run.operation.phase) throw new Superseded()
    return work(new StackWriter(run.deps, tx, run.place, stack))
  })
}

/** What a resource type works with: its calls join the step's transaction. */
export function resourceRequest(run: Run, writer: StackWriter, logicalId: string): ResourceRequest {
  const { deps, place, operation } = run
  const { id: stackId, name: stackName, target, stable } = writer.stack
  const { call, reader } = deps.contextOf({
    place,
    caller: operation.caller,
    requestId: uuid(deps.random),
    origin: operation.origin,
    transact: (work) => work(writer.tx),
    reader: writer.tx,
  })
  const tags = stackTagsOf((target ?? stable)?.tags ?? [])
  return {
    place,
    logicalId,
    stack: { stackId, stackName, tags: { ...tags, ...ownTags(stackId, stackName, logicalId) } },
    call,
    reader,
    generateName: (options) => generatedName(stackName, logicalId, options, deps.random),
  }
}
