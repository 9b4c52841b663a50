import { pagingOf } from '../../kernel/paging.ts'
import { invalidParameter } from './errors.ts'

/** Wording inferred. Documented for functions: at most 50 a page, whatever is asked for. */
export const pageRequest = pagingOf({
  token: 'Marker',
  limit: 'MaxItems',
  most: 50,
  refused: () => invalidParameter('The provided marker is invalid.'),
})

export const PAGE_SIZE = 50
