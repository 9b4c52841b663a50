import type { JsonValue } from './json.ts'

/** What Java's usual reader of JSON takes; that AWS goes by it is inferred. Whoever writes a value back needs some bound. */
const MAX_NESTING = 1000

/** What a function has answered, as JSON. Undefined: it is none, or lists and objects are nested too deeply in it. */
export function functionJson(payload: Buffer): JsonValue | undefined {
  const text = payload.toString()
  try {
    const value = JSON.parse(text) as JsonValue
    // A shorter text has no room for so many brackets.
    return text.length > 2 * MAX_NESTING && isTooDeep(text) ? undefined : value
  } catch {
    return undefined
  }
}

/** Of a text that is JSON. */
function isTooDeep(json: string): boolean {
  let depth = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') {
      if (++depth > MAX_NESTING) return true
    } else if (token === ']' || token === '}') depth--
  }
  return false
}
