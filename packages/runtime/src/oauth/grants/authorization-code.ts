import { checkVerifier } from '../authorize/pkce.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** RFC 6749, section 4.1.3: for people who have signed in on pages. A `scope` is ignored (documented). */
export const authorizationCode: Grant = {
  grantType: 'authorization_code',
  handle({ realm, client, form }) {
    const code = form.get('code')
    if (code === undefined) throw new OAuthError('invalid_request', 'no code')
    if (!client.oauthEnabled || !client.grantTypes.has('authorization_code')) {
      throw new OAuthError('unauthorized_client', `client ${client.id} may not use the code flow`)
    }
    const redirectUri = form.get('redirect_uri')
    const verifier = form.get('code_verifier')
    return realm.people.redeemCode(client, code, (authorization) => {
      if (redirectUri !== authorization.redirectUri) {
        throw new OAuthError('unauthorized_client', 'redirect_uri is not that of the authorize request', {
          description: 'invalid_redirect',
        })
      }
      checkVerifier(authorization, verifier)
    })
  },
}
