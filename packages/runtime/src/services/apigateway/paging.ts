import { pagingOf } from '../../kernel/paging.ts'
import { badRequest } from './errors.ts'

/** Documented (GetRestApis), for every list. */
export const PAGE_SIZE = 25

/** A list with an absurd limit was answered all the same (recorded on AWS for GetApiKeys). The refusal is inferred. */
export const pageRequest = pagingOf({
  token: 'position',
  limit: 'limit',
  most: 500,
  refused: () => badRequest('Invalid position parameter'),
})
