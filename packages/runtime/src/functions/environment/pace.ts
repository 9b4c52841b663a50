import { performance } from 'node:perf_hooks'
import type { PartSource } from './part-queue.ts'

const TURN_MS = 8
/** Of what is kept, line by line: 8 MB a second. Cutting and storing it then take a fraction of the event loop. */
const KEPT_IN_A_TURN = 64 * 1024
/** Of what is only counted: 128 MB a second. */
const SKIPPED_IN_A_TURN = 1024 * 1024

/**
 * Reads what a process writes no faster than others can bear: whoever floods waits in its own writes, and not everybody
 * else in the server's. Its owner may hold the source back too.
 */
export class Pace implements PartSource {
  readonly #source: PartSource
  #since = 0
  /** How much of this turn has been used: 1 is all of it. */
  #used = 0
  #isPaused = false
  #timer: NodeJS.Timeout | undefined

  constructor(source: PartSource) {
    this.#source = source
  }

  /** There may be more than what has been read: the next turn shows it. */
  get isHeld(): boolean {
    return this.#timer !== undefined
  }

  took(bytes: number, isKept: boolean): void {
    const now = performance.now()
    if (now - this.#since > TURN_MS) {
      this.#since = now
      this.#used = 0
    }
    this.#used += bytes / (isKept ? KEPT_IN_A_TURN : SKIPPED_IN_A_TURN)
    if (this.#used < 1 || this.#timer) return
    this.#source.pause()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#isPaused) this.#source.resume()
    }, TURN_MS)
  }

  pause(): void {
    this.#isPaused = true
    this.#source.pause()
  }

  resume(): void {
    this.#isPaused = false
    if (!this.#timer) this.#source.resume()
  }
}
