import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** RFC 6749, section 6: for people who have signed in, through the API or on pages. A `scope` is ignored (inferred). */
export const refreshToken: Grant = {
  grantType: 'refresh_token',
  handle({ realm, client, form }) {
    const token = form.get('refresh_token')
    if (token === undefined) throw new OAuthError('invalid_request', 'no refresh_token')
    return realm.people.refresh(client, token)
  },
}
