import { LoadingCache } from '../../../kernel/loading-cache.ts'
import { type Place, placeFromKey } from '../../../kernel/place.ts'
import type { Change } from '../../../kernel/transaction.ts'
import type { Store } from '../../../store/store.ts'
import type { UrlPlaceRecord, UrlRecord } from '../records.ts'
import { urlPlaces, urls } from '../repository.ts'

export interface FunctionUrl {
  readonly place: Place
  readonly record: UrlRecord
}

/** URLs in use at a time; the next one costs two reads. */
const MAX_URLS = 2_000

/** Function URLs in memory, as far as they are in use and unchanged since they were read. */
export class UrlDirectory {
  readonly #store: Store
  readonly #places = new LoadingCache<UrlPlaceRecord>(MAX_URLS)
  readonly #records = new LoadingCache<UrlRecord>(MAX_URLS)

  constructor(store: Store) {
    this.#store = store
    store.onCommit((changes) => this.#forget(changes))
  }

  async find(id: string): Promise<FunctionUrl | undefined> {
    const at = await this.#places.get(id, () => urlPlaces.find(this.#store, 'global', id))
    if (!at) return undefined
    const place = placeFromKey(at.place)
    const record = await this.#records.get(cacheKey(at.place, at.key), () => urls.find(this.#store, place, at.key))
    // Between two reads one URL may have given way to another of the same function.
    return record?.id === id ? { place, record } : undefined
  }

  #forget(changes: readonly Change[]): void {
    for (const { key } of changes) {
      if (key.kind === urlPlaces.kind) this.#places.invalidate(key.id)
      else if (key.kind === urls.kind) this.#records.invalidate(cacheKey(key.place, key.id))
    }
  }
}

function cacheKey(place: string, id: string): string {
  return `${place} ${id}`
}
