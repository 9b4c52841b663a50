import type { RequestTrace } from '../kernel/request-trace.ts'
import type { Answered } from './request-ids.ts'
import type { Sallyport } from './sallyport.ts'

/**
 * What {@link denialMatchers} give, for the types of a test runner.
 *
 * @example
 * ```ts
 * declare module 'vitest' {
 *   interface Matchers<T = any> extends DenialMatchers<T> {}
 * }
 *
 * expect.extend(denialMatchers(() => aws))
 * expect(await aws.fetch(url)).toBeDeniedBecause('token-missing')
 * ```
 */
export interface DenialMatchers<R = unknown> {
  /** The call or token request was refused for this reason, e.g. `scopes`, `token-expired` or `invalid_scope`. */
  toBeDeniedBecause(reason: string): R
}

interface Result {
  readonly pass: boolean
  message(): string
}

/**
 * Matchers for vitest and jest.
 *
 * @example
 * ```ts
 * expect.extend(denialMatchers(() => aws))
 * const authorization = await aws.token('partner', 'orders/read')
 * expect(await aws.fetch(url, { method: 'POST', headers: { authorization } })).toBeDeniedBecause('scopes')
 * ```
 */
export function denialMatchers(aws: () => Pick<Sallyport, 'explain'>) {
  return {
    toBeDeniedBecause(received: Answered, reason: string): Result {
      const trace = aws().explain(received)
      const pass = trace.refusal === reason
      return {
        pass,
        message: () => `expected the request ${pass ? 'not ' : ''}to be denied because of ${reason}\n\n${told(trace)}`,
      }
    },
  }
}

function told({ advice, method, path, refusal, status, steps }: RequestTrace): string {
  const last = steps.findLast(({ outcome }) => outcome === 'refused' || outcome === 'failed')
  const lines = [
    `${method} ${path} was answered with ${status}`,
    refusal === undefined ? 'it was not refused' : `it was refused because of ${refusal}`,
    ...(last ? [`${last.step}: ${last.decided}`] : []),
    ...(advice === undefined ? [] : [advice]),
  ]
  return lines.join('\n')
}
