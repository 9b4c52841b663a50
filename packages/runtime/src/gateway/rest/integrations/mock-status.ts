/** A body that passes as it is may be large; only JSON proper is read then. */
const MAX_LENIENT_LENGTH = 300 * 1024

/**
 * Reads `statusCode` out of what a mock's request template printed. AWS is lenient here: `{statusCode: 200}` is observed;
 * that single-quoted keys, doubled and trailing commas are fine, that quotes that do not match or a missing brace are
 * not, and that `"200"` is no number but any whole number is one, is inferred from LocalStack's unit tests.
 */
export function mockStatus(text: string): string | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}') || trimmed.length < 2) return undefined
  const strict = strictStatus(trimmed)
  if (strict !== undefined || trimmed.length > MAX_LENIENT_LENGTH) return strict
  return new LenientObject(trimmed).status()
}

function strictStatus(text: string): string | undefined {
  try {
    const { statusCode } = JSON.parse(text) as Record<string, unknown>
    return Number.isSafeInteger(statusCode) ? String(statusCode) : undefined
  } catch {
    return undefined
  }
}

/** A reader of almost-JSON that gives up, by undefined, on what even AWS refuses. */
class LenientObject {
  readonly #text: string
  readonly #last: number
  #at = 1

  constructor(text: string) {
    this.#text = text
    this.#last = text.length - 1
  }

  status(): string | undefined {
    let status: string | undefined
    for (;;) {
      this.#skip(/[\s,]*/y)
      if (this.#at >= this.#last) return status
      const key = this.#key()
      if (key === undefined) return undefined
      this.#skip(/\s*/y)
      const value = this.#value()
      if (value === undefined) return undefined
      if (key === 'statusCode') {
        if (!/^-?\d{1,15}$/.test(value)) return undefined
        status = String(Number(value))
      }
    }
  }

  #key(): string | undefined {
    const found = this.#skip(/"([^"]*)"\s*:/y) ?? this.#skip(/'([^']*)'\s*:/y) ?? this.#skip(/([^"'{[:,][^"':,]*):/y)
    return found?.[1]?.trim()
  }

  #value(): string | undefined {
    const quoted = this.#skip(/"(?:[^"\\]|\\.)*"/y) ?? this.#skip(/'(?:[^'\\]|\\.)*'/y)
    if (quoted) return quoted[0]
    const first = this.#text[this.#at]
    if (first === '{' || first === '[') return this.#nested()
    return this.#skip(/[^,"'{}[\]]+/y)?.[0].trim()
  }

  /** Skips a nested object or array, minding strings. */
  #nested(): string | undefined {
    const start = this.#at
    let depth = 0
    do {
      const token = this.#skip(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}[\]]|[^"'{}[\]]+/y)?.[0]
      if (token === undefined || this.#at > this.#last) return undefined
      if (token === '{' || token === '[') depth++
      if (token === '}' || token === ']') depth--
    } while (depth > 0)
    return this.#text.slice(start, this.#at)
  }

  #skip(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at += found[0].length
    return found
  }
}
