import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { Collection } from '../../store/collection.ts'
import { invalidParameter } from './errors.ts'

interface PageRequest {
  readonly place: Place
  /** What all ids of the list begin with; the token is good for this list only. */
  readonly prefix: string
  readonly limit: number
  readonly token: string | undefined
}

/** One page of documents in the order of their ids, and the token of the next page if there is one. */
export async function readPage<T>(
  reader: Reader,
  collection: Collection<T>,
  idOf: (item: T) => string,
  { place, prefix, limit, token }: PageRequest,
): Promise<{ items: T[]; nextToken: string | undefined }> {
  const after = token === undefined ? undefined : readToken(token, collection.kind, prefix)
  const found = await collection.list(reader, place, { prefix, after, limit: limit + 1 })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const nextToken = found.length > limit && last !== undefined ? writeToken(collection.kind, idOf(last)) : undefined
  return { items, nextToken }
}

function writeToken(kind: string, after: string): string {
  return Buffer.from(JSON.stringify([kind, after])).toString('base64url')
}

function readToken(token: string, kind: string, prefix: string): string {
  const [tokenKind, after] = parsed(token)
  if (tokenKind !== kind || typeof after !== 'string' || !after.startsWith(prefix)) {
    throw invalidParameter('Invalid pagination token given.')
  }
  return after
}

function parsed(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
