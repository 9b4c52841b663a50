/** Nobody reads more, and a body may have a million. */
const MAX_PROBLEMS = 100
const MAX_SHOWN = 1000

/** What does not fit, in words: names that are missing first. */
export class Problems {
  #missing: Set<string> | undefined
  #others: Set<string> | undefined
  #count = 0

  add(text: () => string): void {
    if (!this.#isNext()) return
    this.#others ??= new Set()
    this.#others.add(text())
  }

  addMissing(names: readonly string[]): void {
    if (!this.#isNext()) return
    this.#missing ??= new Set()
    this.#missing.add(`object has missing required properties (${shown(names.toSorted())})`)
  }

  /** The same words count again: they have to be found again. */
  #isNext(): boolean {
    return this.#count++ < MAX_PROBLEMS
  }

  get isFull(): boolean {
    return this.#count >= MAX_PROBLEMS
  }

  get texts(): readonly string[] {
    return [...(this.#missing ?? []), ...(this.#others ?? [])]
  }
}

/** A value as JSON, which may be cut off. */
export function shown(value: unknown): string {
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_SHOWN) : value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
