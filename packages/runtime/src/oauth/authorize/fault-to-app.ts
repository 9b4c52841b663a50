import { OAuthError } from '../oauth-error.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/**
 * An app that is known is told of a fault of ours, in place of a browser that waits (documented: developer guide, authorize
 * endpoint). What went wrong stays here, as the refusal's cause.
 */
export async function orFaultToApp<T>(
  { refusal }: Pick<AuthorizeRequest, 'refusal'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OAuthError) throw error
    throw Object.assign(refusal('server_error', 'internal fault'), { cause: error })
  }
}
