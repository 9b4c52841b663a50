import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { EngineDeps } from '../deps.ts'
import { type EventRecord, STACK_TYPE, type StackRecord, type StackStatus } from '../records.ts'
import { keyOf, stacks } from '../repository.ts'

type WriterDeps = Pick<EngineDeps, 'clock' | 'random' | 'contents'>

/** Changes one stack within a transaction: its record and its events, whose times never stand still. */
export class StackWriter {
  readonly key: string
  readonly tx: Transaction
  readonly place: Place
  readonly #deps: WriterDeps
  #stack: StackRecord

  constructor(deps: WriterDeps, tx: Transaction, place: Place, stack: StackRecord) {
    this.#deps = deps
    this.tx = tx
    this.place = place
    this.#stack = stack
    this.key = keyOf(stack.id)
  }

  get stack(): StackRecord {
    return this.#stack
  }

  /** For another stack, within the same transaction. */
  writerOf(stack: StackRecord): StackWriter {
    return new StackWriter(this.#deps, this.tx, this.place, stack)
  }

  set(patch: Partial<StackRecord>): void {
    this.#stack = { ...this.#stack, ...patch }
    stacks.put(this.tx, this.place, this.key, this.#stack)
  }

  /** Writes an event and returns its time. */
  event(event: Omit<EventRecord, 'id' | 'timestamp' | 'operationId' | 'clientRequestToken'> & { id?: string }): number {
    const { operation } = this.#stack
    const timestamp = Math.max(this.#deps.clock.now(), this.#stack.lastEventAt + 1)
    this.set({ lastEventAt: timestamp })
    this.#deps.contents.putEvent(this.tx, this.place, this.key, {
      id: `${event.logicalId}-${event.status}-${new Date(timestamp).toISOString()}`,
      ...event,
      timestamp,
      ...(operation ? { operationId: operation.id } : {}),
      ...(operation?.clientRequestToken === undefined ? {} : { clientRequestToken: operation.clientRequestToken }),
    })
    return timestamp
  }

  /** The stack's own event, and its new status. Returns the event's time. */
  setStatus(status: StackStatus, reason?: string): number {
    const { id, name } = this.#stack
    const { statusReason: _, ...rest } = this.#stack
    this.#stack = { ...rest, status, ...(reason === undefined ? {} : { statusReason: reason }) }
    const timestamp = this.event({
      id: uuid(this.#deps.random),
      logicalId: name,
      physicalId: id,
      type: STACK_TYPE,
      status,
      ...(reason === undefined ? {} : { reason }),
    })
    // Observed: from the start of a deletion or of the rollback of a creation, whatever comes of it.
    const isEnding = status.startsWith('DELETE_') || status.startsWith('ROLLBACK_')
    if (isEnding && this.#stack.deletedAt === undefined) this.set({ deletedAt: timestamp })
    return timestamp
  }
}
