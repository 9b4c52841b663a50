import { AwsError } from '../../kernel/errors.ts'
import { pagingOf } from '../../kernel/paging.ts'

/** Wording inferred. */
export const pageRequest = pagingOf({
  token: 'NextToken',
  limit: 'MaxResults',
  refused: () => new AwsError('InvalidNextTokenException', 'Invalid NextToken.'),
})
