const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Whether JSON is nested deeper than `most` levels. Looks at the bytes only: to build millions of nested values takes
 * seconds and gigabytes, before anything could refuse them.
 */
export function isDeeperThan(most: number, json: Uint8Array): boolean {
  let depth = 0
  let inText = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (inText) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > most) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}
