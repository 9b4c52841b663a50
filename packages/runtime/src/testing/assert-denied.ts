import { AssertionError } from 'node:assert'
import { denialMatchers } from './matchers.ts'
import type { Answered } from './request-ids.ts'
import type { Sallyport } from './sallyport.ts'

/**
 * What `toBeDeniedBecause` says, for test runners without matchers, such as `node:test`. Throws an `AssertionError`.
 *
 * @example
 * ```ts
 * const authorization = await aws.token('partner', 'orders/read')
 * const refused = await aws.fetch(url, { method: 'POST', headers: { authorization } })
 * assertDeniedBecause(aws, refused, 'scopes')
 * ```
 */
export function assertDeniedBecause(aws: Pick<Sallyport, 'explain'>, answered: Answered, reason: string): void {
  const { pass, message } = denialMatchers(() => aws).toBeDeniedBecause(answered, reason)
  if (pass) return
  throw new AssertionError({
    message: message(),
    actual: aws.explain(answered).refusal,
    expected: reason,
    operator: 'deniedBecause',
    stackStartFn: assertDeniedBecause,
  })
}
