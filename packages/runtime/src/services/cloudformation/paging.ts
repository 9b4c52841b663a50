import { pagingOf } from '../../kernel/paging.ts'
import { validationError } from './errors.ts'

export const pageRequest = pagingOf({
  token: 'NextToken',
  refused: (token) => validationError(`Invalid NextToken: ${token}`),
})
