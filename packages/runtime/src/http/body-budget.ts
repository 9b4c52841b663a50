/** Bounds what all bodies hold together, each until its answer is over. */
export class BodyBudget {
  readonly #maxBytes: number
  #takenBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Room for the body of one request. Given back when the answer closes, at the latest. */
  reserve(answer: { on(event: 'close', listener: () => void): unknown }): Reservation {
    const reservation = new Share(this)
    answer.on('close', () => reservation.release())
    return reservation
  }

  /** False, and nothing is taken, where there is not enough room. */
  take(bytes: number): boolean {
    if (this.#takenBytes + bytes > this.#maxBytes) return false
    this.#takenBytes += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#takenBytes -= bytes
  }
}

export interface Reservation {
  /** False, and nothing is taken, where there is not enough room. */
  take(bytes: number): boolean
  release(): void
}

class Share implements Reservation {
  readonly #budget: BodyBudget
  #bytes = 0

  constructor(budget: BodyBudget) {
    this.#budget = budget
  }

  take(bytes: number): boolean {
    if (!this.#budget.take(bytes)) return false
    this.#bytes += bytes
    return true
  }

  release(): void {
    this.#budget.giveBack(this.#bytes)
    this.#bytes = 0
  }
}
