import type { AwsError } from '../kernel/errors.ts'
import { type Place, placeKey } from '../kernel/place.ts'
import type { Key, Reader, Transaction } from '../kernel/transaction.ts'
import { collection } from './collection.ts'

/** Documents of one kind within APIs. Their ids are `{apiId}/{own id}`, so that one prefix reads all of an API. */
export interface Parts<T> {
  readonly kind: string
  key(place: Place, apiId: string, id: string): Key
  find(reader: Reader, place: Place, apiId: string, id: string): Promise<T | undefined>
  /** In the order of their own ids; `prefix` and `after` are about those. */
  list(reader: Reader, place: Place, apiId: string, range?: PartRange): Promise<T[]>
  put(tx: Transaction, place: Place, apiId: string, id: string, value: T): void
  delete(tx: Transaction, place: Place, apiId: string, id: string): void
}

export interface PartRange {
  readonly prefix?: string
  readonly after?: string
  readonly limit?: number
}

export function partsOfApis<T>(kind: string): Parts<T> {
  const all = collection<T>(kind)
  const within = (apiId: string, id: string) => `${apiId}/${id}`
  return {
    kind,
    key: (place, apiId, id) => all.key(place, within(apiId, id)),
    find: (reader, place, apiId, id) => all.find(reader, place, within(apiId, id)),
    list: (reader, place, apiId, { prefix = '', after, limit } = {}) =>
      all.list(reader, place, {
        prefix: within(apiId, prefix),
        after: after === undefined ? undefined : within(apiId, after),
        limit,
      }),
    put: (tx, place, apiId, id, value) => all.put(tx, place, within(apiId, id), value),
    delete: (tx, place, apiId, id) => all.delete(tx, place, within(apiId, id)),
  }
}

/** The API that a part's document belongs to. */
export function apiIdOf({ id }: Key): string {
  const slash = id.indexOf('/')
  return slash < 0 ? id : id.slice(0, slash)
}

/** A reader of parts that must be there. */
export function requiring<T>(parts: Parts<T>, missing: (id: string) => AwsError) {
  return async (reader: Reader, place: Place, apiId: string, id: string): Promise<T> => {
    const part = await parts.find(reader, place, apiId, id)
    if (part === undefined) throw missing(id)
    return part
  }
}

/** Removes what an API has of these kinds. */
export async function deleteParts(
  tx: Transaction,
  place: Place,
  apiId: string,
  kinds: readonly { readonly kind: string }[],
): Promise<void> {
  for (const { kind } of kinds) {
    for (const { key } of await tx.list({ kind, place: placeKey(place), prefix: `${apiId}/` })) tx.delete(key)
  }
}
