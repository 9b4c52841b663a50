import type { Place } from '../../kernel/place.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { acceptsJson } from '../accept.ts'
import { authenticate, readCredentials } from '../client-auth/index.ts'
import { isForm, readForm } from '../form.ts'
import type { Grant } from '../grants/grant.ts'
import { OAuthError } from '../oauth-error.ts'
import type { IssuedToken, OAuthClient } from '../ports.ts'
import type { Reply } from '../reply.ts'
import type { Endpoint } from './endpoint.ts'

/** Whether there may be one more token by client credentials in an account and region. */
export type AdmitsToken = (place: Place) => boolean

/**
 * RFC 6749, section 3.2. Checks run in this order: media type, `grant_type`, client id, client, secret, and the rest in
 * the grant. AWS does not document its own order.
 */
export function tokenEndpoint(grants: ReadonlyMap<string, Grant>, admits?: AdmitsToken): Endpoint {
  return {
    path: '/oauth2/token',
    methods: ['POST'],
    crossOrigin: true,
    handle({ realm, wire, reply }) {
      // Observed for an unreadable media type: an empty 405.
      if (!isForm(wire.headers['content-type'], wire.body)) {
        return reply.empty(405, 'the body is not application/x-www-form-urlencoded', [['Allow', 'POST']])
      }
      // Observed: `Accept: application/x-www-form-urlencoded` fails (moqui/moqui-framework#439), a list without JSON
      // gets 405 (restsharp/RestSharp#1707).
      if (!acceptsJson(wire.headers.accept)) {
        return reply.empty(405, 'the Accept header leaves out application/json', [['Allow', 'POST']])
      }
      const form = readForm(wire.body, wire.query)
      const grant = requireGrant(grants, form.get('grant_type'))
      reply.concerns(grant.grantType)
      // Status 429 is documented for rates; the text is that of Cognito's own pages (observed).
      if (admits && grant.grantType === 'client_credentials' && !admits(realm.place)) {
        return reply.text(429, 'Rate Exceeded', "beyond the account's rate of client credentials requests")
      }
      const credentials = readCredentials(wire.headers.authorization, form)
      const issue = (client: OAuthClient) => {
        reply.client = client
        reply.scope = form.peek('scope')
        return respond(grant.handle({ realm, client, form }), reply)
      }
      const client = authenticate(realm, credentials)
      return client instanceof Promise ? client.then(issue) : issue(client)
    },
  }
}

function requireGrant(grants: ReadonlyMap<string, Grant>, grantType: string | undefined): Grant {
  if (grantType === undefined) throw new OAuthError('invalid_request', 'no grant_type')
  const grant = grants.get(grantType)
  if (!grant) throw new OAuthError('unsupported_grant_type', 'the grant_type is none that Cognito knows')
  return grant
}

function respond(token: Soon<IssuedToken>, reply: Reply): Soon<WireResponse> {
  if (token instanceof Promise) return token.then((issued) => success(issued, reply))
  return success(token, reply)
}

/** Compact and in this order (observed); there is no `scope` member. A token needs no escaping. */
function success({ accessToken, expiresInSeconds, idToken, refreshToken }: IssuedToken, reply: Reply): WireResponse {
  const id = idToken === undefined ? '' : `"id_token":"${idToken}",`
  const refresh = refreshToken === undefined ? '' : `"refresh_token":"${refreshToken}",`
  const access = `"access_token":"${accessToken}",`
  return reply.json(200, `{${id}${access}${refresh}"expires_in":${expiresInSeconds},"token_type":"Bearer"}`)
}
