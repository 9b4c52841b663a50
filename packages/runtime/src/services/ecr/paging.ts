import { pagingOf } from '../../kernel/paging.ts'
import { invalidParameter } from './errors.ts'

/** Wording inferred. */
export const pageRequest = pagingOf({
  token: 'nextToken',
  limit: 'maxResults',
  refused: () =>
    invalidParameter(`Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid next token'`),
})
