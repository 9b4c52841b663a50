import type { OAuthClient, Realm, Refusal } from './ports.ts'
import { printable } from './printable.ts'

/** The scopes that an authorization server defines itself; none of them can be had without a user. */
export const USER_SCOPES: ReadonlySet<string> = new Set([
  'openid',
  'email',
  'phone',
  'profile',
  'aws.cognito.signin.user.admin',
])

/** How much of an unknown scope the log shows. */
const SHOWN_OF_SCOPE = 100

/** Distinct scopes of a space-separated list (RFC 6749, section 3.3) in the order given; undefined when there are none. */
export function splitScope(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  if (!text.includes(' ')) return [text]
  const scopes = new Set(text.split(' '))
  scopes.delete('')
  return scopes.size === 0 ? undefined : [...scopes]
}

/**
 * The scope of a client's own token, or why it gets none. Documented rules: nothing asked for means everything it may
 * have; one that it may not have refuses the whole request; one that is on its list but has been deleted from the
 * resource server is left out of the token. That a token left without any scope is refused is inferred from the
 * observed answer for a client that has none.
 */
export function grantScope(
  realm: Realm,
  client: OAuthClient,
  requested: readonly string[] | undefined,
): string | Refusal {
  let scope = ''
  for (const name of requested ?? client.scopes) {
    const exists = realm.hasScope(name)
    if (requested !== undefined && !client.scopes.includes(name)) return notAllowed(name, client, realm, requested)
    if (exists) scope = scope === '' ? name : `${scope} ${name}`
  }
  if (scope !== '') return scope
  const [why, kind] =
    requested === undefined
      ? (['no custom scope that exists', 'scope-none'] as const)
      : (['only scopes that have been deleted', 'scope-gone'] as const)
  return { refused: 'invalid_scope', detail: `client ${client.id} is left with ${why}`, kind }
}

/** An unknown scope anywhere in the request outweighs one that is merely not allowed (order inferred). */
function notAllowed(name: string, client: OAuthClient, realm: Realm, requested: readonly string[]): Refusal {
  const unknown = requested.find((scope) => !realm.hasScope(scope) && !client.scopes.includes(scope))
  if (unknown === undefined) {
    const detail = `scope ${name} exists but client ${client.id} is not allowed it`
    return { refused: 'invalid_grant', detail, kind: 'scope-not-allowed' }
  }
  const shown = `scope ${printable(unknown, SHOWN_OF_SCOPE)}`
  if (USER_SCOPES.has(unknown)) {
    return { refused: 'invalid_scope', detail: `${shown} is for users`, kind: 'scope-of-users' }
  }
  const detail = `${shown} does not exist in user pool ${realm.id}`
  return { refused: 'invalid_scope', detail, kind: 'scope-unknown' }
}
