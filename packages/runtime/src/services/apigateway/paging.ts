interface PageRequest {
  readonly position?: string
  readonly limit?: number
}

interface PageRange {
  readonly after: string | undefined
  readonly limit: number
}

export interface Page<T> {
  readonly items: T[]
  readonly position: string | undefined
}

/** Documented. A list with an absurd limit was answered all the same (recorded on AWS for GetApiKeys). */
const DEFAULT_LIMIT = 25
const MAX_LIMIT = 500

/**
 * One page of a list and where the next one begins. `read` gives items in the order of their keys, those after a key;
 * one more than the page holds tells whether there is a next.
 */
export async function readPage<T>(
  read: (range: PageRange) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
  { position, limit = DEFAULT_LIMIT }: PageRequest,
): Promise<Page<T>> {
  const size = Math.min(Math.max(limit, 1), MAX_LIMIT)
  const after = position === undefined ? undefined : Buffer.from(position, 'base64url').toString('utf8')
  const found = await read({ after, limit: size + 1 })
  const items = found.slice(0, size)
  const last = items.at(-1)
  const more = found.length > size && last !== undefined
  return { items, position: more ? Buffer.from(keyOf(last)).toString('base64url') : undefined }
}
