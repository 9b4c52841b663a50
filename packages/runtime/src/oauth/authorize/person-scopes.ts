import type { OAuthClient, Realm } from '../ports.ts'
import { printable } from '../printable.ts'
import { splitScope, USER_SCOPES } from '../scope.ts'

/** Documented: developer guide, authorize endpoint. */
const NEED_OPENID = ['email', 'phone', 'profile']

const SHOWN = 100

/**
 * Scopes that an app gets in somebody's name, or why not. Nothing asked for means all that the client may have, without
 * those that need `openid` if it may not have that. That one which is not allowed refuses all is documented by example;
 * that deleted ones are left out is documented of clients' own tokens.
 */
export function personScopes(
  realm: Realm,
  client: OAuthClient,
  asked: string | undefined,
): readonly string[] | { readonly refused: string } {
  const exists = (scope: string) => USER_SCOPES.has(scope) || realm.hasScope(scope)
  const requested = splitScope(asked)
  if (!requested) {
    const hasOpenId = client.scopes.includes('openid')
    const scopes = client.scopes.filter((scope) => exists(scope) && (hasOpenId || !NEED_OPENID.includes(scope)))
    return scopes.length > 0 ? scopes : { refused: `client ${client.id} has no scope that exists` }
  }
  const other = requested.find((scope) => !client.scopes.includes(scope))
  if (other !== undefined) return { refused: `client ${client.id} may not have scope ${printable(other, SHOWN)}` }
  const alone = requested.includes('openid') ? undefined : requested.find((scope) => NEED_OPENID.includes(scope))
  if (alone !== undefined) return { refused: `scope ${alone} needs openid` }
  const scopes = requested.filter(exists)
  return scopes.length > 0 ? scopes : { refused: 'only scopes that have been deleted' }
}
