import { invalidArgument } from './errors.ts'

interface Keyed {
  readonly key: string
}

export interface ListingRequest {
  readonly prefix: string
  readonly delimiter: string | undefined
  /** Only keys and common prefixes behind this one. */
  readonly after: string | undefined
  readonly maxKeys: number
}

export interface Listing<T> {
  readonly entries: readonly T[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** Key or common prefix that the listing ends with. */
  readonly last: string | undefined
}

/** Gives up to `limit` entries behind `after`, in the order of keys. */
export type KeySource<T> = (after: string | undefined, limit: number) => Promise<readonly T[]>

const BATCH = 1000
/** Sorts behind every key with the same beginning. */
const BEHIND_EVERYTHING = '\u{10FFFF}'

/** Keys that go on with the delimiter behind the prefix are rolled up into one entry, which counts as one key. */
export async function listKeys<T extends Keyed>(source: KeySource<T>, request: ListingRequest): Promise<Listing<T>> {
  const { prefix, delimiter, after, maxKeys } = request
  const entries: T[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  let cursor = after
  const page = (isTruncated: boolean) => ({ entries, commonPrefixes, isTruncated, last })
  if (maxKeys === 0) return page(false)
  for (;;) {
    const batch = await source(cursor, BATCH)
    let skipTo: string | undefined
    for (const entry of batch) {
      cursor = entry.key
      const common = commonPrefixOf(entry.key, prefix, delimiter)
      const listed = common !== undefined && (common === last || after?.startsWith(common))
      if (!listed) {
        if (entries.length + commonPrefixes.length === maxKeys) return page(true)
        last = common ?? entry.key
        if (common === undefined) entries.push(entry)
        else commonPrefixes.push(common)
      }
      if (common !== undefined) {
        skipTo = common + BEHIND_EVERYTHING
        break
      }
    }
    if (skipTo !== undefined) cursor = skipTo
    else if (batch.length < BATCH) return page(false)
  }
}

export function commonPrefixOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

const MAX_KEYS = 1000

export function checkedMaxKeys(maxKeys: number | undefined): number {
  if (maxKeys !== undefined && maxKeys < 0) {
    throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647', 'max-keys', String(maxKeys))
  }
  return Math.min(maxKeys ?? MAX_KEYS, MAX_KEYS)
}

/** With `encoding-type=url`, keys are percent-encoded, since XML cannot hold every character of a key. */
export function keyEncoder(encodingType: string | undefined): (key: string) => string {
  if (encodingType !== 'url') return (key) => key
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/')
}
