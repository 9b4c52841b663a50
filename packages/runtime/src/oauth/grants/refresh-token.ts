import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** Known, and answered as AWS answers a token that it never gave out: nobody can sign in here to get one. */
export const refreshToken: Grant = {
  grantType: 'refresh_token',
  handle({ form }) {
    if (form.get('refresh_token') === undefined) throw new OAuthError('invalid_request', 'no refresh_token')
    throw new OAuthError('invalid_grant', 'unknown refresh token: sign-in is not emulated, so none is ever given out')
  },
}
