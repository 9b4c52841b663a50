import type { LeaveSignal } from '../kernel/wire.ts'

/** The answer that is being written; `ServerResponse` and an HTTP/2 stream are one. */
export interface Outgoing {
  readonly closed: boolean
  readonly writableFinished: boolean
  /** HTTP/2 only, where a stream that the client gives up counts as finished. */
  readonly aborted?: boolean
  on(event: 'close', listener: () => void): unknown
}

/** Aborted when the connection closes under an answer that is not complete. */
export class ClientSignal implements LeaveSignal {
  readonly #listeners = new Set<() => void>()
  #aborted = false

  constructor(outgoing: Outgoing) {
    if (outgoing.closed) this.#closed(outgoing)
    else outgoing.on('close', () => this.#closed(outgoing))
  }

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.#aborted) this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  #closed({ aborted, writableFinished }: Outgoing): void {
    if (!aborted && writableFinished) return
    this.#aborted = true
    for (const listener of this.#listeners) listener()
    this.#listeners.clear()
  }
}
