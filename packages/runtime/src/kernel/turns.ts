import { setImmediate } from 'node:timers/promises'

/** Ours: much beside what a change of turns costs, little for one who waits. */
const TURN_MS = 10

/** Long work on the one event loop takes turns with all that waits there. */
export class Turns {
  #endsAt = performance.now() + TURN_MS

  get isOver(): boolean {
    return performance.now() >= this.#endsAt
  }

  /** Lets the others have theirs. */
  async pass(): Promise<void> {
    await setImmediate()
    this.#endsAt = performance.now() + TURN_MS
  }
}

/** Does work that can be interrupted wherever it yields. */
export async function inTurns<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
  const turns = new Turns()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (turns.isOver) await turns.pass()
  }
}
