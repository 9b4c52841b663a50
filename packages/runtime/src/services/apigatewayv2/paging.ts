import type { CallContext } from '../../kernel/operation.ts'
import { type Page, pagingOf, readPage, stored } from '../../kernel/paging.ts'
import type { Parts } from '../../store/parts.ts'
import { badRequest } from './errors.ts'
import { requireApi } from './repository.ts'

/** As for REST APIs (inferred). */
const PAGE_SIZE = 25
const MAX_PAGE_SIZE = 500

const request = pagingOf({
  token: 'NextToken',
  limit: 'limit',
  most: MAX_PAGE_SIZE,
  refused: () => badRequest('Invalid nextToken specified'),
})

interface PagedInput {
  /** A text, as the model has it. */
  readonly MaxResults?: string
  readonly NextToken?: string
}

export function pageRequest<Input extends PagedInput>(
  operation: string,
  { MaxResults, ...rest }: Input,
  ctx: CallContext,
) {
  if (MaxResults !== undefined && !/^[1-9]\d{0,8}$/.test(MaxResults)) {
    throw badRequest('Invalid maxResults specified')
  }
  const limit = MaxResults === undefined ? {} : { limit: Number(MaxResults) }
  return request(
    operation,
    { ...rest, ...limit } as { readonly NextToken?: string; readonly limit?: number },
    ctx,
    PAGE_SIZE,
  )
}

/** A page of what an API has of one kind. */
export async function pageOfParts<T>(
  operation: string,
  parts: Parts<T>,
  idOf: (part: T) => string,
  input: PagedInput & { readonly ApiId: string },
  ctx: CallContext,
): Promise<Page<T>> {
  await requireApi(ctx.reader, ctx.place, input.ApiId)
  return readPage(
    pageRequest(operation, input, ctx),
    stored((range) => parts.list(ctx.reader, ctx.place, input.ApiId, range), idOf),
  )
}
