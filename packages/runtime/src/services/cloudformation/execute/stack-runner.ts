import type { Place } from '../../../kernel/place.ts'
import { placeFromKey, placeKey } from '../../../kernel/place.ts'
import { LeaseLost } from '../../../store/leases.ts'
import type { EngineDeps } from '../deps.ts'
import type { OperationRecord, StackRecord } from '../records.ts'
import { keyOf, stacks } from '../repository.ts'
import { StackSecrets } from '../secrets.ts'
import { carryOut } from './carry-out.ts'
import { IdleWatch } from './idle-watch.ts'
import { type Ownership, Ownerships } from './ownership.ts'
import { isSamePhase, type Run, Stopped, Superseded } from './run.ts'

const FIRST_PAUSE_MS = 100
const LAST_PAUSE_MS = 30_000
/** How often a stack that another runner works on is asked for. */
const ASK_AGAIN_MS = 1_000

/** A phase that is being carried out. */
interface UnderWay {
  readonly operation: OperationRecord
  readonly interrupt: AbortController
}

/** Carries out stack operations: one at a time for each stack, whatever else is going on, here or on another server. */
export class StackRunner {
  readonly #deps: EngineDeps
  readonly #ownerships: Ownerships
  readonly #jobs = new Map<string, Promise<void>>()
  readonly #idleness = new IdleWatch(this.#jobs)
  /** By the stack's name here. */
  readonly #underWay = new Map<string, UnderWay>()
  readonly #closing = new AbortController()

  constructor(deps: EngineDeps) {
    this.#deps = deps
    this.#ownerships = new Ownerships(deps)
  }

  /** Goes on with whatever operation the stack's record holds. To be called once it is committed. */
  start(place: Place, stackId: string): void {
    const key = keyOf(stackId)
    const name = nameOf(place, key)
    const before = this.#jobs.get(name) ?? Promise.resolve()
    // What is under way may wait long for something that is not wanted any more: it reads what is wanted now.
    this.#underWay.get(name)?.interrupt.abort(new Superseded())
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

  /** Resolves when nothing is being done to a stack, when all that goes on only waits, or when the time is over. */
  whenIdle(place: Place, stackId: string, timeoutMs: number): Promise<void> {
    return this.#idleness.whenIdle(nameOf(place, keyOf(stackId)), timeoutMs)
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
      if (!(await this.#findWork(place, key))) return
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
    for (const { interrupt } of this.#underWay.values()) interrupt.abort(new Stopped())
    await Promise.all(this.#jobs.values())
  }

  /** Works until there is nothing more to do. What cannot be written or read is tried again after a pause. */
  async #work(place: Place, key: string): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#closing.signal.aborted) {
      try {
        const outcome = await this.#tenure(place, key)
        if (outcome === 'over') return
        if (outcome === 'taken') await this.#standBy(nameOf(place, key))
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

  /** All that is done between taking the right to work on a stack and giving it back. `taken`: by another runner. */
  async #tenure(place: Place, key: string): Promise<'over' | 'again' | 'taken'> {
    if (!(await this.#findWork(place, key))) return 'over'
    const name = nameOf(place, key)
    const ownership = await this.#ownerships.take(name, {
      lost: (reason) => this.#underWay.get(name)?.interrupt.abort(reason),
      renewed: () => this.#lookForNews(place, key),
    })
    if (!ownership) return 'taken'
    try {
      for (;;) {
        const stack = await this.#findWork(place, key)
        if (!stack) return 'over'
        await this.#round(place, key, stack, ownership)
      }
    } catch (error) {
      if (error instanceof Stopped) return 'over'
      if (error instanceof LeaseLost) return 'again'
      throw error
    } finally {
      await ownership.end()
    }
  }

  /** Carries out one phase of whatever the stack's record says. Throws only what a later attempt may not meet. */
  async #round(place: Place, key: string, stack: StackAtWork, ownership: Ownership): Promise<void> {
    const { operation } = stack
    const name = nameOf(place, key)
    const interrupt = new AbortController()
    this.#underWay.set(name, { operation, interrupt })
    if (this.#closing.signal.aborted) interrupt.abort(new Stopped())
    const run: Run = {
      deps: this.#deps,
      place,
      key,
      stack,
      operation,
      ownership,
      secrets: new StackSecrets(this.#deps.contents.parametersOf(stack)),
      signal: interrupt.signal,
      onPause: (isPaused) => this.#idleness.notePause(name, isPaused),
    }
    try {
      await carryOut(run)
    } catch (error) {
      if (!(error instanceof Superseded)) throw error
    } finally {
      // Whoever still waits for something that this phase has given up need not wait any longer.
      interrupt.abort(new Superseded())
      this.#underWay.delete(name)
    }
  }

  async #findWork(place: Place, key: string): Promise<StackAtWork | undefined> {
    const stack = await stacks.find(this.#deps.reader, place, key)
    return stack && hasWork(stack) ? stack : undefined
  }

  /** Another server may have been told to do something else with a stack that is worked on here. */
  async #lookForNews(place: Place, key: string): Promise<void> {
    const underWay = this.#underWay.get(nameOf(place, key))
    const stack = await stacks.find(this.#deps.reader, place, key)
    if (underWay && !isSamePhase(underWay.operation, stack?.operation)) underWay.interrupt.abort(new Superseded())
  }

  async #standBy(name: string): Promise<void> {
    this.#idleness.notePause(name, true)
    await this.#deps.sleep(ASK_AGAIN_MS, this.#closing.signal)
    this.#idleness.notePause(name, false)
  }
}

type StackAtWork = StackRecord & { readonly operation: OperationRecord }

function hasWork(stack: StackRecord): stack is StackAtWork {
  return stack.operation !== undefined && stack.operation.phase !== 'held'
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
