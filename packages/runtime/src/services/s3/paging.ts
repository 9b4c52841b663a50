import { pagingOf } from '../../kernel/paging.ts'
import { invalidArgument } from './errors.ts'

/** For lists with a continuation token; the others begin behind a key that anybody may name. */
export const pageRequest = pagingOf({
  token: 'ContinuationToken',
  refused: (token) => invalidArgument('The continuation token provided is incorrect', 'continuation-token', token),
})
