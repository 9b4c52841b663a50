const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d])

export interface JsonBounds {
  readonly depth: number
  /** Values of all kinds, wherever they stand. */
  readonly values: number
}

/**
 * Which bound a JSON text exceeds, if any. Looks at the bytes only: to build millions of values takes seconds and
 * gigabytes, before anything could refuse them.
 */
export function exceededBound(bounds: JsonBounds, json: Uint8Array): keyof JsonBounds | undefined {
  let depth = 0
  let values = 1
  let inText = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (inText) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === COMMA) values++
    else if (OPENING.has(byte)) {
      values++
      if (++depth > bounds.depth) return 'depth'
    } else if (CLOSING.has(byte)) depth--
    if (values > bounds.values) return 'values'
  }
  return undefined
}
