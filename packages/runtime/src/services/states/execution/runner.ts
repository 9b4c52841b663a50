import type { Logger } from '../../../kernel/logger.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { Store } from '../../../store/store.ts'
import { readDefinition } from '../definition/read-definition.ts'
import { contentOf, type End, type ExecutionContent, type ExecutionRecord } from '../records.ts'
import { executions, listRunning, removeIfIdle, stateMachines } from '../repository.ts'
import type { RunStateDeps } from './run-state.ts'
import { deadlineOf, stepBefore } from './step.ts'

export interface ExecutionRunnerDeps extends RunStateDeps {
  readonly store: Store
  readonly vault: Vault
  readonly logger: Logger
}

/**
 * Runs executions. Each transition is a transaction, so that after `kill -9` an execution goes on in the state in which
 * it stood; a task that was under way is begun again (docs/decisions/0040-state-machines-for-waiting.md).
 */
export class ExecutionRunner {
  readonly #deps: ExecutionRunnerDeps
  readonly #running = new Map<string, { readonly stop: AbortController; readonly work: Promise<void> }>()
  #isClosed = false

  constructor(deps: ExecutionRunnerDeps) {
    this.#deps = deps
  }

  /** Takes up what an earlier process has begun. */
  async resume(): Promise<void> {
    for (const { place, id } of await listRunning(this.#deps.store)) this.begin(place, id)
  }

  /** What is under way is taken up by the next process. */
  async close(): Promise<void> {
    this.#isClosed = true
    const left = [...this.#running.values()]
    for (const { stop } of left) stop.abort()
    await Promise.all(left.map(({ work }) => work))
  }

  /** Runs an execution that is stored. */
  begin(place: Place, id: string): void {
    const key = keyOf(place, id)
    if (this.#isClosed || this.#running.has(key)) return
    const stop = new AbortController()
    const work = this.#run(place, id, stop.signal)
      // It stays where it is, and the next start takes it up.
      .catch((error: unknown) => this.#deps.logger.log('error', `the execution ${id} was not run on`, { error }))
      .finally(() => this.#running.delete(key))
    this.#running.set(key, { stop, work })
  }

  /** Leaves an execution whose end is stored already. */
  leave(place: Place, id: string): void {
    this.#running.get(keyOf(place, id))?.stop.abort()
  }

  async #run(place: Place, id: string, signal: AbortSignal): Promise<void> {
    const { store, vault, clock } = this.#deps
    const record = await executions.find(store, place, id)
    if (record?.status !== 'RUNNING') return
    let content: ExecutionContent = contentOf(vault.open(record.content))
    const definition = readDefinition(content.definition)
    const deadline = deadlineOf(definition, record.startedAt)
    while (content.position && !signal.aborted) {
      const step = await stepBefore(deadline, this.#deps, definition, content.position, signal)
      if (!step) return
      const next: ExecutionContent = { definition: content.definition, input: content.input, ...step }
      const isOn = await store.transact((tx) => this.#advance(tx, place, id, next, clock.now()))
      if (!isOn) return
      content = next
    }
  }

  /** False: somebody has ended it meanwhile, or it ends here. */
  async #advance(tx: Transaction, place: Place, id: string, content: ExecutionContent, now: number): Promise<boolean> {
    const { vault } = this.#deps
    const record = await executions.find(tx, place, id)
    if (record?.status !== 'RUNNING') return false
    const machine = await stateMachines.find(tx, place, record.stateMachine)
    // Documented: the executions of a state machine that is deleted end at their next transition.
    const isOver = machine?.status !== 'ACTIVE'
    const end: End | undefined = content.end ?? (isOver ? { status: 'ABORTED' } : undefined)
    if (!end) {
      executions.put(tx, place, { ...record, content: vault.seal(JSON.stringify(content)) })
      return true
    }
    executions.put(tx, place, ended(record, content, end, now, vault))
    if (isOver) await removeIfIdle(tx, place, record.stateMachine)
    return false
  }
}

export function ended(
  record: ExecutionRecord,
  { definition, input }: ExecutionContent,
  end: End,
  now: number,
  vault: Vault,
): ExecutionRecord {
  const content: ExecutionContent = { definition, input, end }
  return { ...record, status: end.status, stoppedAt: now, content: vault.seal(JSON.stringify(content)) }
}

function keyOf({ account, region }: Place, id: string): string {
  return `${account}/${region}/${id}`
}
