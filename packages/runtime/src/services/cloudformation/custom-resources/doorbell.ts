import type { Sleep } from '../../../kernel/sleep.ts'

/** Tells who waits in this process that something has come, so that nobody has to look often. */
export class Doorbell {
  readonly #waiting = new Map<string, Set<() => void>>()

  ring(name: string): void {
    for (const wake of this.#waiting.get(name) ?? []) wake()
  }

  /** Until it rings, or so many milliseconds are over, or the signal is aborted. */
  async wait(name: string, ms: number, sleep: Sleep, signal: AbortSignal): Promise<void> {
    const enough = new AbortController()
    const wake = () => enough.abort()
    const waiting = this.#waiting.get(name) ?? new Set()
    this.#waiting.set(name, waiting.add(wake))
    try {
      await sleep(ms, AbortSignal.any([signal, enough.signal]))
    } finally {
      waiting.delete(wake)
      if (waiting.size === 0) this.#waiting.delete(name)
    }
  }
}
