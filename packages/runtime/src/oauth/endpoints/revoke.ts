import { authenticate, readCredentials } from '../client-auth/index.ts'
import { isForm, readForm } from '../form.ts'
import { errorBody, OAuthError } from '../oauth-error.ts'
import type { Endpoint } from './endpoint.ts'

/** Three parts, as access and ID tokens have; a refresh token is encrypted and has five (RFC 7516, section 7.1). */
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** RFC 7009. Revoking an unknown token succeeds, as documented. */
export const revokeEndpoint: Endpoint = {
  path: '/oauth2/revoke',
  methods: ['POST'],
  crossOrigin: true,
  async handle({ realm, wire, reply }) {
    if (!isForm(wire.headers['content-type'], wire.body)) {
      return reply.empty(405, 'the body is not application/x-www-form-urlencoded', [['Allow', 'POST']])
    }
    const form = readForm(wire.body, wire.query)
    const token = form.get('token')
    if (token === undefined) throw new OAuthError('invalid_request', 'no token')
    const client = await authenticate(realm, readCredentials(wire.headers.authorization, form))
    if (!client.canRevoke) throw new OAuthError('invalid_request', `client ${client.id} has token revocation off`)
    if (JWS.test(token)) throw new OAuthError('unsupported_token_type', 'not a refresh token')
    const outcome = await realm.people.revoke(client, token)
    return reply.empty(200, outcome === 'unknown' ? 'unknown refresh token' : undefined)
  },
  // The one place where Cognito answers 401 to a client (documented).
  refuse: (error, reply) => reply.json(error.error === 'invalid_client' ? 401 : 400, errorBody(error), error.message),
}
