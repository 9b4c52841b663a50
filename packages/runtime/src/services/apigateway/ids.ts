import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'

/** Root resources; APIs draw theirs in `store/api-index.ts`. */
export function longId(random: Random): string {
  return randomText(random, 10, LOWER_ALPHANUMERIC)
}

/** Everything within an API. */
export function shortId(random: Random): string {
  return randomText(random, 6, LOWER_ALPHANUMERIC)
}
