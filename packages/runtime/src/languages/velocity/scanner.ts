const MAX_NESTING = 100

/**
 * What cannot be read at a place. Often it is only an attempt that fails, so the place becomes a line and a column no
 * sooner than somebody reads them.
 */
export class SyntaxFailure extends Error {
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.name = 'SyntaxFailure'
    this.position = position
  }
}

/** A place in the text of a template, and the depth of what is being read there. */
export class Scanner {
  readonly text: string
  position = 0
  #depth: number

  constructor(text: string, depth = 0) {
    this.text = text
    this.#depth = depth
  }

  get depth(): number {
    return this.#depth
  }

  get done(): boolean {
    return this.position >= this.text.length
  }

  peek(ahead = 0): string {
    return this.text[this.position + ahead] ?? ''
  }

  startsWith(prefix: string): boolean {
    return this.text.startsWith(prefix, this.position)
  }

  /** Takes `expected` if it comes next. */
  take(expected: string): boolean {
    if (!this.startsWith(expected)) return false
    this.position += expected.length
    return true
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)
    if (found) this.position += found[0].length
    return found
  }

  /** What a sticky pattern would match here. */
  look(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position
    return pattern.exec(this.text)
  }

  expect(expected: string, where: string): void {
    if (!this.take(expected)) this.fail(`'${expected}' is missing ${where}`)
  }

  skipSpace(): void {
    this.match(/\s*/y)
  }

  /** Text nested too deeply would overflow the stack. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_NESTING) this.fail(`the template nests deeper than ${MAX_NESTING} levels`)
    try {
      return read()
    } finally {
      this.#depth--
    }
  }

  fail(message: string): never {
    throw new SyntaxFailure(message, this.position)
  }
}
