import type { Place } from '../kernel/place.ts'
import { placeKey } from '../kernel/place.ts'
import type { Key, Reader, Transaction } from '../kernel/transaction.ts'

/** A kind of document with its type: what repositories are made of. */
export interface Collection<T> {
  readonly kind: string
  key(place: Place | 'global', id: string): Key
  find(reader: Reader, place: Place | 'global', id: string): Promise<T | undefined>
  list(reader: Reader, place: Place | 'global', options?: ListOptions): Promise<T[]>
  put(tx: Transaction, place: Place | 'global', id: string, value: T): void
  delete(tx: Transaction, place: Place | 'global', id: string): void
}

export interface ListOptions {
  readonly prefix?: string
  readonly after?: string
  readonly limit?: number
  readonly descending?: boolean
}

export function collection<T>(kind: string): Collection<T> {
  const key = (place: Place | 'global', id: string): Key => ({
    place: place === 'global' ? 'global' : placeKey(place),
    kind,
    id,
  })
  return {
    kind,
    key,
    async find(reader, place, id) {
      return (await reader.get<T>(key(place, id)))?.value
    },
    async list(reader, place, options = {}) {
      const documents = await reader.list<T>({ kind, place: key(place, '').place, ...options })
      return documents.map((document) => document.value)
    },
    put(tx, place, id, value) {
      tx.put(key(place, id), value)
    },
    delete(tx, place, id) {
      tx.delete(key(place, id))
    },
  }
}
