import type { RequestSummary } from '../api/contract.ts'

/** A request and its place among all that this page has heard of: clients may give two requests the same id. */
export interface Logged {
  readonly serial: number
  readonly request: RequestSummary
}

/**
 * The last requests, the newest first, up to a number. Each change is a new list, which nobody changes. What is answered
 * while the list of what was kept is read comes both ways, in either order, and is there once.
 */
export class RequestLog {
  readonly #capacity: number
  #items: readonly Logged[] = []
  #nextSerial = 0
  readonly #kept = new Set<string>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get items(): readonly Logged[] {
    return this.#items
  }

  /** Adds requests that have come, the oldest first. */
  add(requests: readonly RequestSummary[]): readonly Logged[] {
    const fresh = requests.filter((request) => !this.#kept.has(nameOf(request)))
    const added = fresh.map((request) => this.#numbered(request)).reverse()
    return this.#hold([...added, ...this.#items])
  }

  /** Adds requests of before, the newest first. */
  addOlder(requests: readonly RequestSummary[]): readonly Logged[] {
    const shown = new Set(this.#items.map(({ request }) => nameOf(request)))
    const older = requests.filter((request) => !shown.has(nameOf(request)))
    for (const request of older) this.#kept.add(nameOf(request))
    return this.#hold([...this.#items, ...older.map((request) => this.#numbered(request))])
  }

  #numbered(request: RequestSummary): Logged {
    return { serial: this.#nextSerial++, request }
  }

  #hold(items: readonly Logged[]): readonly Logged[] {
    this.#items = items.slice(0, this.#capacity)
    return this.#items
  }
}

const nameOf = ({ requestId, startedAt }: RequestSummary) => `${requestId} ${startedAt}`
