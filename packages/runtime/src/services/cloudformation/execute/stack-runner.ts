import type { Place } from '../../../kernel/place.ts'
import { placeFromKey, placeKey } from '../../../kernel/place.ts'
import type { EngineDeps } from '../deps.ts'
import type { OperationRecord, StackRecord, StackStatus } from '../records.ts'
import { keyOf, stacks } from '../repository.ts'
import { masker } from '../secrets.ts'
import { cleanUp } from './clean-up.ts'
import { deleteStack, rollBackCreation } from './delete-resources.ts'
import { reasonOf } from './failure-reason.ts'
import { goForward } from './forward.ts'
import { pauseOperation } from './operation-end.ts'
import { rollBackUpdate } from './rollback-update.ts'
import { isInterruption, type Run, Stopped, Superseded, step } from './run.ts'

/** What a phase is carried out by. `held`: by the parent's operation. */
const PHASES = {
  create: goForward,
  update: goForward,
  cleanup: cleanUp,
  'create-rollback': rollBackCreation,
  'update-rollback': rollBackUpdate,
  'rollback-cleanup': cleanUp,
  delete: deleteStack,
} as const satisfies Record<Exclude<OperationRecord['phase'], 'held'>, (run: Run) => Promise<void>>

/** Where an operation is left when it cannot go on. */
const GIVEN_UP = {
  create: 'CREATE_FAILED',
  update: 'UPDATE_FAILED',
  cleanup: 'UPDATE_COMPLETE',
  'create-rollback': 'ROLLBACK_FAILED',
  'update-rollback': 'UPDATE_ROLLBACK_FAILED',
  'rollback-cleanup': 'UPDATE_ROLLBACK_COMPLETE',
  delete: 'DELETE_FAILED',
} as const satisfies Record<keyof typeof PHASES, StackStatus>

const FIRST_PAUSE_MS = 100
const LAST_PAUSE_MS = 30_000

/** Carries out stack operations: one at a time for each stack, whatever else is going on. */
export class StackRunner {
  readonly #deps: EngineDeps
  readonly #jobs = new Map<string, Promise<void>>()
  /** Of the runs under way, by the stack's name here. */
  readonly #interrupts = new Map<string, AbortController>()
  /** Of those under way, the ones that can do nothing but wait. */
  readonly #paused = new Set<string>()
  /** Of those who want to know when nothing is being done. */
  readonly #idlers = new Set<() => void>()
  readonly #closing = new AbortController()

  constructor(deps: EngineDeps) {
    this.#deps = deps
  }

  /** Goes on with whatever operation the stack's record holds. To be called once it is committed. */
  start(place: Place, stackId: string): void {
    const key = keyOf(stackId)
    const name = nameOf(place, key)
    const before = this.#jobs.get(name) ?? Promise.resolve()
    // What is under way may wait long for something that is not wanted any more: it reads what is wanted now.
    this.#interrupts.get(name)?.abort(new Superseded())
    const job = before
      .then(() => this.#work(place, key))
      .catch((error: unknown) => {
        // The stack cannot even be read: gone on with when the process starts again.
        this.#deps.logger.log('error', 'a stack operation was interrupted', { stack: key, error: String(error) })
      })
    this.#jobs.set(name, job)
    job.then(() => {
      if (this.#jobs.get(name) === job) this.#jobs.delete(name)
    })
  }

  /**
   * Resolves when nothing is being done to a stack, or when the time is over. While operations only wait for something
   * outside, nobody can tell how long it takes. That one waits for another that is at work, as a stack does for those
   * nested in it, is no reason to leave.
   */
  async whenIdle(place: Place, stackId: string, timeoutMs: number): Promise<void> {
    const job = this.#jobs.get(nameOf(place, keyOf(stackId)))
    if (!job || this.#onlyWaits()) return
    let idle = () => {}
    const allPaused = new Promise<void>((resolve) => {
      idle = resolve
      this.#idlers.add(idle)
    })
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([job, timeout, allPaused])
    clearTimeout(timer)
    this.#idlers.delete(idle)
  }

  #onlyWaits(): boolean {
    return this.#jobs.size > 0 && [...this.#jobs.keys()].every((name) => this.#paused.has(name))
  }

  #notePause(name: string, isPaused: boolean): void {
    if (isPaused) this.#paused.add(name)
    else this.#paused.delete(name)
    if (this.#onlyWaits()) for (const leave of this.#idlers) leave()
  }

  /** Resolves when the stack's record holds nothing to go on with. Throws the signal's reason. */
  async atRest(place: Place, stackId: string, signal: AbortSignal): Promise<void> {
    const key = keyOf(stackId)
    const name = nameOf(place, key)
    for (;;) {
      signal.throwIfAborted()
      const job = this.#jobs.get(name)
      if (job) {
        await unlessAborted(job, signal)
        continue
      }
      const stack = await stacks.find(this.#deps.reader, place, key)
      if (!stack?.operation || stack.operation.phase === 'held') return
      if (!this.#jobs.has(name)) this.start(place, stackId)
    }
  }

  /** Takes up what a process that ended before has left unfinished. */
  async resume(): Promise<void> {
    for (const { key, value } of await this.#deps.reader.list<StackRecord>({ kind: stacks.kind })) {
      if (!value.operation) continue
      this.#deps.logger.log('info', 'going on with a stack operation', { stack: value.name, status: value.status })
      this.start(placeFromKey(key.place), value.id)
    }
  }

  /** Ends after the steps under way; what is left is taken up by the next process. */
  async close(): Promise<void> {
    this.#closing.abort()
    for (const interrupt of this.#interrupts.values()) interrupt.abort(new Stopped())
    await Promise.all(this.#jobs.values())
  }

  #runOf(place: Place, key: string, stack: StackRecord, operation: OperationRecord, signal: AbortSignal): Run {
    const mask = masker(this.#deps.contents.parametersOf(stack))
    const onPause = (isPaused: boolean) => this.#notePause(nameOf(place, key), isPaused)
    return { deps: this.#deps, place, key, stack, operation, mask, signal, onPause }
  }

  /** Works until there is nothing more to do. What cannot be written or read is tried again after a pause. */
  async #work(place: Place, key: string): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#closing.signal.aborted) {
      try {
        if ((await this.#round(place, key)) === 'over') return
        pauseMs = FIRST_PAUSE_MS
      } catch (error) {
        this.#deps.logger.log('warn', 'a stack operation is tried again after a pause', {
          stack: key,
          pauseMs,
          error: error instanceof Error ? (error.cause ?? error) : error,
        })
        await this.#deps.sleep(pauseMs, this.#closing.signal)
        pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS)
      }
    }
  }

  /** Carries out one phase of whatever the stack's record says. Throws only what a later attempt may not meet. */
  async #round(place: Place, key: string): Promise<'over' | 'again'> {
    const stack = await stacks.find(this.#deps.reader, place, key)
    if (!stack?.operation || stack.operation.phase === 'held') return 'over'
    const interrupt = new AbortController()
    this.#interrupts.set(nameOf(place, key), interrupt)
    const run = this.#runOf(place, key, stack, stack.operation, interrupt.signal)
    if (this.#closing.signal.aborted) interrupt.abort(new Stopped())
    try {
      await carryOut(run)
      return 'again'
    } catch (error) {
      if (error instanceof Superseded) return 'again'
      if (error instanceof Stopped) return 'over'
      throw error
    } finally {
      // Whoever still waits for something that this phase has given up need not wait any longer.
      interrupt.abort(new Superseded())
    }
  }
}

/** What is no resource's failure is a bug: the operation stops, since nothing may stay in progress for ever. */
async function carryOut(run: Run): Promise<void> {
  const { phase } = run.operation
  if (phase === 'held') return
  try {
    await PHASES[phase](run)
  } catch (error) {
    if (isInterruption(error)) throw error
    const reason = reasonOf(run, error, '')
    await step(run, (writer) => pauseOperation(writer, GIVEN_UP[phase], reason))
  }
}

async function unlessAborted(job: Promise<void>, signal: AbortSignal): Promise<void> {
  let leave = () => {}
  const aborted = new Promise<void>((resolve) => {
    leave = resolve
    signal.addEventListener('abort', leave, { once: true })
  })
  await Promise.race([job, aborted])
  signal.removeEventListener('abort', leave)
}

function nameOf(place: Place, key: string): string {
  return `${placeKey(place)}/${key}`
}
