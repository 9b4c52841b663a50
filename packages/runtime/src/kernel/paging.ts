import { createHash } from 'node:crypto'
import type { AwsError } from './errors.ts'
import type { CallContext } from './operation.ts'
import { placeKey } from './place.ts'
import type { Soon } from './soon.ts'

/*
 * How every service gives a list page by page. A token says what the last item shown is sorted by, never how many were
 * shown: what is added or removed between two pages neither repeats another item nor hides one.
 *
 *   const pageRequest = pagingOf({ token: 'Marker', limit: 'MaxItems', refused: invalidMarker })   // once a service
 *
 *   const request = pageRequest('ListRoles', input, ctx, 100)
 *   const { items, next } = await readPage(request, sorted(roles, ({ name }) => [name]))
 */

/** What an item is sorted by. No two items of a list have the same one, and an item keeps it. */
export type Cursor = readonly (string | number)[]

/** What one request asks of a list. */
export interface PageRequest {
  /** The last item of the page before: it need not be there any more. */
  readonly after: Cursor | undefined
  readonly limit: number
  tokenAfter(cursor: Cursor): string
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Token of the next page, if there is one. */
  readonly next: string | undefined
}

/** A list in the order of its cursors. */
export interface PageSource<T> {
  /** Up to `limit` items behind a cursor. */
  read(after: Cursor | undefined, limit: number): Soon<readonly T[]>
  cursorOf(item: T): Cursor
}

/** One item more than the page holds tells whether there is a next. */
export async function readPage<T>(request: PageRequest, source: PageSource<T>): Promise<Page<T>> {
  const found = await source.read(request.after, request.limit + 1)
  const items = found.slice(0, request.limit)
  const last = items.at(-1)
  const more = found.length > items.length && last !== undefined
  return { items, next: more ? request.tokenAfter(source.cursorOf(last)) : undefined }
}

/** A list that is at hand as a whole. */
export function sorted<T>(items: readonly T[], cursorOf: (item: T) => Cursor, order?: 'descending'): PageSource<T> {
  const sign = order === 'descending' ? -1 : 1
  const compared = (a: Cursor, b: Cursor) => sign * compare(a, b)
  return {
    cursorOf,
    read(after, limit) {
      const behind = after === undefined ? items : items.filter((item) => compared(cursorOf(item), after) > 0)
      return behind.toSorted((a, b) => compared(cursorOf(a), cursorOf(b))).slice(0, limit)
    },
  }
}

/** Documents of the store, which keeps them in the order of their ids. */
export function stored<T>(
  list: (range: { readonly after: string | undefined; readonly limit: number }) => Promise<readonly T[]>,
  idOf: (item: T) => string,
): PageSource<T> {
  return {
    cursorOf: (item) => [idOf(item)],
    read: (after, limit) => list({ after: after && String(after[0]), limit }),
  }
}

/** How the lists of a service are asked for: the members that hold token and limit, and how it refuses a token. */
interface PagingMembers<Token extends string, Limit extends string> {
  readonly token: Token
  readonly limit?: Limit
  /** The largest page, where AWS gives less than was asked for instead of refusing. */
  readonly most?: number
  refused(token: string): AwsError
}

type PagingInput<Token extends string, Limit extends string> = { readonly [K in Token]?: string } & {
  readonly [K in Limit]?: number
}

/**
 * Reads a page request off an operation's input. A token is good for the operation, the place and all other members of
 * the input that it was given for, and refused with the service's own error anywhere else. `size` is the page where the
 * caller asks for none.
 */
export function pagingOf<Token extends string, Limit extends string = never>(members: PagingMembers<Token, Limit>) {
  const { most = Number.MAX_SAFE_INTEGER, refused } = members
  return <Input extends PagingInput<Token, Limit>>(
    operation: string,
    input: Input,
    { place }: Pick<CallContext, 'place'>,
    size: number,
  ): PageRequest => {
    const { [members.token]: token, [members.limit ?? '']: asked = size, ...filters } = input as Record<string, unknown>
    const list = JSON.stringify([operation, placeKey(place), Object.entries(filters).filter(isGiven).sort(byName)])
    return {
      after: token === undefined ? undefined : readToken(list, String(token), refused),
      limit: Math.min(Math.max(Number(asked), 1), most),
      tokenAfter: (cursor) => tokenOf(list, JSON.stringify(cursor)),
    }
  }
}

const MARK_BYTES = 12

/**
 * The mark in front ties a token to its list and shows when it was altered. It is no secret: a token gives nothing that
 * its list does not.
 */
function tokenOf(list: string, cursor: string): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([list, cursor]))
    .digest()
    .subarray(0, MARK_BYTES)
  return Buffer.concat([mark, Buffer.from(cursor)]).toString('base64url')
}

function readToken(list: string, token: string, refused: (token: string) => AwsError): Cursor {
  const cursor = Buffer.from(token, 'base64url').subarray(MARK_BYTES).toString('utf8')
  const read = tokenOf(list, cursor) === token ? cursorIn(cursor) : undefined
  if (!read) throw refused(token)
  return read
}

/** Undefined: the mark was made by somebody else, around what no list is sorted by. */
function cursorIn(text: string): Cursor | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) && read.length > 0 && read.every(isSortKey) ? read : undefined
  } catch {
    return undefined
  }
}

function isSortKey(key: unknown): boolean {
  return typeof key === 'string' || typeof key === 'number'
}

function isGiven([, value]: readonly [string, unknown]): boolean {
  return value !== undefined
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function compare(a: Cursor, b: Cursor): number {
  for (const [at, one] of a.entries()) {
    const other = b[at] as typeof one
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
