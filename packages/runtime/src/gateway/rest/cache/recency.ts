/** What stands in a line; the line itself sets these. */
export interface InLine<T> {
  before: T | undefined
  behind: T | undefined
}

/**
 * A line of entries, the one that was put in last at its end. Taking out any of them costs the same, which is not so of the
 * order that a `Map` has: finding its first key walks over all that were deleted before it.
 */
export class Recency<T extends InLine<T>> {
  #first: T | undefined
  #last: T | undefined

  get first(): T | undefined {
    return this.#first
  }

  add(entry: T): void {
    entry.before = this.#last
    entry.behind = undefined
    if (this.#last) this.#last.behind = entry
    else this.#first = entry
    this.#last = entry
  }

  remove(entry: T): void {
    if (entry.before) entry.before.behind = entry.behind
    else this.#first = entry.behind
    if (entry.behind) entry.behind.before = entry.before
    else this.#last = entry.before
  }

  clear(): void {
    this.#first = undefined
    this.#last = undefined
  }
}
