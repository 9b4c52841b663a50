import type { CallContext } from '../../kernel/operation.ts'
import { type Cursor, type PageSource, pagingOf, readPage } from '../../kernel/paging.ts'
import { validationError } from './errors.ts'

const PAGE_SIZE = 100

const pageRequest = pagingOf({
  token: 'Marker',
  limit: 'MaxItems',
  refused: (marker) => validationError(`Invalid Marker: ${marker}`),
})

/** Names are kept, and so listed, without regard to case. */
export const byName = ({ name }: { readonly name: string }): Cursor => [name.toLowerCase()]

/** Documented for ListRoleTags. */
export const byKey = ({ Key }: { readonly Key: string }): Cursor => [Key]

/** Items of a list, and the members that say whether there are more. */
export async function pageOf<T>(
  operation: string,
  input: Parameters<typeof pageRequest>[1],
  ctx: CallContext,
  source: PageSource<T>,
) {
  const { items, next } = await readPage(pageRequest(operation, input, ctx, PAGE_SIZE), source)
  return { items, IsTruncated: next !== undefined, Marker: next }
}
