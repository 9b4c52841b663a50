/** Names and values of a query string or form, decoded, in the order sent. */
export interface QueryParameters {
  readonly entries: readonly (readonly [name: string, value: string])[]
  /** The first value under this name. */
  get(name: string): string | undefined
  getAll(name: string): readonly string[]
  has(name: string): boolean
}

/** More fields than any client sends; each costs memory, so a body of ampersands must not become millions of them. */
const MAX_FIELDS = 100_000

export class MalformedQuery extends Error {}

/**
 * Reads `a=b&c` as `application/x-www-form-urlencoded`. Unlike `URLSearchParams` it refuses broken percent-encoding
 * and broken UTF-8 instead of guessing.
 */
export function parseQuery(text: string): QueryParameters {
  const entries: [string, string][] = []
  if (text) {
    for (const part of text.split('&', MAX_FIELDS + 1)) {
      if (!part) continue
      if (entries.length === MAX_FIELDS) throw new MalformedQuery('too many fields')
      const equals = part.indexOf('=')
      if (equals < 0) entries.push([decodeField(part), ''])
      else entries.push([decodeField(part.slice(0, equals)), decodeField(part.slice(equals + 1))])
    }
  }
  const byName = new Map<string, string[]>()
  for (const [name, value] of entries) {
    const values = byName.get(name)
    if (values) values.push(value)
    else byName.set(name, [value])
  }
  return {
    entries,
    get: (name) => byName.get(name)?.[0],
    getAll: (name) => byName.get(name) ?? [],
    has: (name) => byName.has(name),
  }
}

export const NO_PARAMETERS: QueryParameters = parseQuery('')

function decodeField(text: string): string {
  const decoded = decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text)
  if (decoded === undefined) throw new MalformedQuery('broken percent-encoding')
  return decoded
}

/** Undefined for what is not percent-encoded UTF-8. */
export function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
