import { pagingOf } from '../../kernel/paging.ts'
import { invalidToken } from './errors.ts'

export const pageRequest = pagingOf({ token: 'nextToken', limit: 'maxResults', refused: invalidToken })

/** Documented: where nothing, or 0, is asked for. */
export const PAGE_SIZE = 100
