import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** Known, and answered as AWS answers a code that it never gave out: nobody can sign in here to get one. */
export const authorizationCode: Grant = {
  grantType: 'authorization_code',
  handle({ form }) {
    if (form.get('code') === undefined) throw new OAuthError('invalid_request', 'no code')
    throw new OAuthError('invalid_grant', 'unknown code: sign-in is not emulated, so no code is ever given out')
  },
}
