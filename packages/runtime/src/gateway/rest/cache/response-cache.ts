import type { Backend } from '../backend.ts'
import { GatewayError } from '../gateway-error.ts'
import { type InLine, Recency } from './recency.ts'
import { type StoredAnswer, storedAnswer } from './stored-answer.ts'

/** Documented: api-gateway-caching. That it is the body's size is inferred. */
const MAX_ANSWER_BYTES = 1_048_576

interface Kept extends InLine<Kept> {
  readonly key: string
  readonly answer: StoredAnswer
  readonly storedAt: number
  /** Of the call that brought it: the later a call was begun, the higher. */
  readonly turn: number
}

/** What is found: the answer, and since when it is here. */
export type Found = Pick<Kept, 'answer' | 'storedAt'>

/** Answers of a stage's endpoints, the one that nobody has asked for the longest forgotten first. */
export class ResponseCache {
  readonly #kept = new Map<string, Kept>()
  readonly #recency = new Recency<Kept>()
  /** What somebody is asking an endpoint for: whoever wants the same waits with them. */
  readonly #asked = new Map<string, Promise<StoredAnswer | undefined>>()
  readonly #resized: (bytes: number) => void
  #turns = 0
  #bytes = 0
  #isClosed = false

  /** `resized` is told by how much more it holds, or less. */
  constructor(resized: (bytes: number) => void) {
    this.#resized = resized
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Undefined also where it is older than `ttlMs`. */
  find(key: string, now: number, ttlMs: number): Found | undefined {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    // A clock that was set back does not make an answer last longer.
    if (now < kept.storedAt || now - kept.storedAt >= ttlMs) {
      this.#forget(kept)
      return undefined
    }
    this.#recency.remove(kept)
    this.#recency.add(kept)
    return kept
  }

  /**
   * Undefined where nobody is asking for it; else the answer, or undefined where it can be nobody else's. Rejects where the
   * endpoint has not answered in time: those who have waited for it do not wait once more.
   */
  askedFor(key: string): Promise<StoredAnswer | undefined> | undefined {
    return this.#asked.get(key)
  }

  /** Before an endpoint is asked. */
  beginTurn(): number {
    this.#turns++
    return this.#turns
  }

  /** Keeps the answer once it is there, and lets those wait for it who want the same meanwhile. */
  share(key: string, turn: number, answer: Promise<Backend>, now: () => number): void {
    const shared = answer.then(
      (backend) => this.keep(key, turn, backend, now()),
      (error: unknown) => {
        if (error instanceof GatewayError && error.type === 'INTEGRATION_TIMEOUT') throw error
        return undefined
      },
    )
    this.#asked.set(key, shared)
    const done = () => {
      if (this.#asked.get(key) === shared) this.#asked.delete(key)
    }
    shared.then(done, done)
  }

  /** Gives what others may have of the answer, which is kept unless a later call has brought another, or it is too large. */
  keep(key: string, turn: number, backend: Backend, now: number): StoredAnswer | undefined {
    const answer = storedAnswer(backend)
    const before = this.#kept.get(key)
    const isLate = before !== undefined && before.turn > turn
    if (isLate || this.#isClosed) return answer
    // What is replaced is gone, also where what replaces it cannot be kept.
    if (before) this.#forget(before)
    if (answer && answer.bodyBytes <= MAX_ANSWER_BYTES) {
      const kept: Kept = { key, answer, storedAt: now, turn, before: undefined, behind: undefined }
      this.#kept.set(key, kept)
      this.#recency.add(kept)
      this.#resize(answer.bytes)
    }
    return answer
  }

  forgetOldest(): void {
    const { first } = this.#recency
    if (first) this.#forget(first)
  }

  /** Forgets everything, for good: calls that are under way bring nothing back. */
  close(): void {
    this.#isClosed = true
    this.#kept.clear()
    this.#recency.clear()
    this.#asked.clear()
    this.#resize(-this.#bytes)
  }

  #forget(kept: Kept): void {
    this.#kept.delete(kept.key)
    this.#recency.remove(kept)
    this.#resize(-kept.answer.bytes)
  }

  #resize(bytes: number): void {
    this.#bytes += bytes
    this.#resized(bytes)
  }
}
