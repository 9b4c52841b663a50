import { pagingOf } from '../../kernel/paging.ts'
import { invalidNextToken } from './errors.ts'

export const pageRequest = pagingOf({ token: 'nextToken', limit: 'limit', refused: invalidNextToken })
