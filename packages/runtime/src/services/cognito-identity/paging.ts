import { pagingOf } from '../../kernel/paging.ts'
import { invalidParameter } from './errors.ts'

/** Wording inferred. */
export const pageRequest = pagingOf({
  token: 'NextToken',
  limit: 'MaxResults',
  refused: () => invalidParameter('Invalid pagination token given.'),
})
