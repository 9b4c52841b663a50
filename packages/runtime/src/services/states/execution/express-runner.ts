import type { Logger } from '../../../kernel/logger.ts'
import { readDefinition } from '../definition/read-definition.ts'
import type { End, Position } from '../records.ts'
import type { RunStateDeps } from './run-state.ts'
import { deadlineOf, stepBefore } from './step.ts'

/** Documented: no execution of an express workflow takes longer. */
const LONGEST_MS = 5 * 60_000

export interface ExpressRunnerDeps extends RunStateDeps {
  readonly logger: Logger
}

/** Runs executions of express workflows. Nobody can ask for one later, so they are in memory alone and end with the process. */
export class ExpressRunner {
  readonly #deps: ExpressRunnerDeps
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<End>>()

  constructor(deps: ExpressRunnerDeps) {
    this.#deps = deps
  }

  /** Resolves with how the execution ends. */
  async run(definition: string, begun: Position): Promise<End> {
    const work = this.#toTheEnd(definition, begun)
    this.#running.add(work)
    try {
      return await work
    } finally {
      this.#running.delete(work)
    }
  }

  /** Runs an execution whose end nobody waits for. */
  begin(definition: string, begun: Position): void {
    this.run(definition, begun).catch((error: unknown) => {
      this.#deps.logger.log('error', 'an express execution was not run to its end', { error })
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#running)
  }

  async #toTheEnd(text: string, begun: Position): Promise<End> {
    const definition = readDefinition(text)
    const { enteredAt } = begun
    const deadline = Math.min(deadlineOf(definition, enteredAt) ?? Number.POSITIVE_INFINITY, enteredAt + LONGEST_MS)
    let position = begun
    for (;;) {
      const step = await stepBefore(deadline, this.#deps, definition, position, this.#closing.signal)
      // It ends with the process, and no status says so.
      if (!step) return { status: 'TIMED_OUT' }
      if ('end' in step) return step.end
      position = step.position
    }
  }
}
