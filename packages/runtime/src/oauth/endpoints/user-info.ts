import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import type { Reply } from '../reply.ts'
import { ownClaims } from '../tokens/own-token.ts'
import type { Endpoint } from './endpoint.ts'

const BEARER = /^Bearer +(\S+)$/i
const NOT_LIVE = 'Access token is expired, disabled, or deleted, or the user has globally signed out.'
const NO_OPENID = 'Access token does not contain openid scope'

/**
 * Claims of a signed-in user, by an access token with the scope `openid`; flags are texts here (documented sample).
 * A request without a token is malformed; a token that is malformed is an invalid token (developer guide, userInfo).
 */
export function userInfoEndpoint(clock: Clock): Endpoint {
  return {
    path: '/oauth2/userInfo',
    methods: ['GET', 'POST'],
    crossOrigin: true,
    async handle({ realm, wire, reply }) {
      const token = BEARER.exec(wire.headers.authorization ?? '')?.[1]
      if (token === undefined) {
        return refuse(reply, 400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint')
      }
      const claims = ownClaims(token, realm, epochSeconds(clock))
      const info = claims ? await realm.people.userInfo(claims) : 'not-live'
      if (info === 'not-live') return refuse(reply, 401, 'invalid_token', NOT_LIVE)
      if (info === 'no-openid') return refuse(reply, 401, 'invalid_token', NO_OPENID)
      return reply.json(200, JSON.stringify(info))
    },
  }
}

/** The header as documented; the JSON body is inferred. */
function refuse(reply: Reply, status: number, error: string, description: string): WireResponse {
  return reply.json(status, JSON.stringify({ error, error_description: description }), `${error}: ${description}`, [
    ['WWW-Authenticate', `error="${error}", error_description="${description}"`],
  ])
}
