import type { CallContext } from '../../kernel/operation.ts'
import { type PageSource, pagingOf, readPage } from '../../kernel/paging.ts'
import { invalidMarker } from './errors.ts'

const PAGE_SIZE = 100

const pageRequest = pagingOf({ token: 'Marker', limit: 'Limit', refused: invalidMarker })

/** Items of a list, and the members that say whether there are more. */
export async function pageOf<T>(
  operation: string,
  input: Parameters<typeof pageRequest>[1],
  ctx: CallContext,
  source: PageSource<T>,
) {
  const { items, next } = await readPage(pageRequest(operation, input, ctx, PAGE_SIZE), source)
  return { items, Truncated: next !== undefined, NextMarker: next }
}
