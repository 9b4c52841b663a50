/** A filter pattern that cannot be read. */
export class PatternSyntaxError extends Error {}

/** Reads a text from left to right by sticky expressions. */
export class Scanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get done(): boolean {
    return this.#at >= this.#text.length
  }

  /** Takes what fits here. `pattern` must be sticky. Undefined, and nothing taken, where it does not fit. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  skipBlanks(): void {
    this.take(/\s*/y)
  }

  /** Takes a sign with the blanks around it. */
  sign(text: string): boolean {
    const start = this.#at
    this.skipBlanks()
    if (!this.#text.startsWith(text, this.#at)) {
      this.#at = start
      return false
    }
    this.#at += text.length
    this.skipBlanks()
    return true
  }

  fail(wanted: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20)
    throw new PatternSyntaxError(`${wanted} expected at '${rest}'`)
  }
}
