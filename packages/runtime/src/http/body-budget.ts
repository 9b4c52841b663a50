/** Bounds what all bodies hold together, each until its answer is over. */
export class BodyBudget {
  readonly #maxBytes: number
  #takenBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Room for the body of one request. Given back when the answer closes, at the latest. */
  reserve(answer: { once(event: 'close', listener: () => void): unknown }): Reservation {
    let own = 0
    const release = () => {
      this.#takenBytes -= own
      own = 0
    }
    answer.once('close', release)
    return {
      take: (bytes) => {
        if (this.#takenBytes + bytes > this.#maxBytes) return false
        this.#takenBytes += bytes
        own += bytes
        return true
      },
      release,
    }
  }
}

export interface Reservation {
  /** False, and nothing is taken, where there is not enough room. */
  take(bytes: number): boolean
  release(): void
}
