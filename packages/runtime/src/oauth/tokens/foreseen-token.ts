import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { requireFlow } from '../grants/client-credentials.ts'
import { OAuthError } from '../oauth-error.ts'
import type { OAuthClient, Realm } from '../ports.ts'
import { grantScope } from '../scope.ts'
import { clientClaims } from './client-token.ts'

const NO_ID = ''

/** What a client's own token would say of its scopes, or why it would get none. */
export type ForeseenToken =
  | {
      readonly scopes: readonly string[]
      readonly claims: JsonObject
      /** The pool's own function may give it others. */
      readonly mayChange: boolean
    }
  | { readonly refused: string }

/** Of a token that asks for no scope in particular. Nothing is issued, and no function is asked. */
export function foreseeToken(realm: Realm, client: OAuthClient, clock: Clock): ForeseenToken {
  try {
    requireFlow(client)
  } catch (error) {
    if (error instanceof OAuthError) return { refused: error.detail }
    throw error
  }
  const scope = grantScope(realm, client, undefined)
  if (typeof scope !== 'string') return { refused: scope.detail }
  return {
    scopes: scope.split(' '),
    claims: clientClaims(realm, client, scope, epochSeconds(clock), NO_ID),
    mayChange: realm.changeClientToken !== undefined,
  }
}
