import type { JsonObject } from '../../kernel/json.ts'
import type { ClaimChanges, TokenChanges } from '../ports.ts'

/**
 * Documented (user-pool-lambda-pre-token-generation): no function can add, change or take out these of a token. `scope`
 * has members of its own in a function's answer (inferred: it is not a claim like others).
 */
const PROTECTED: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
])

/** Claims of Cognito's own that a function may decide on in spite of their prefix (documented there). */
const OPEN_OF_COGNITO = {
  client: [],
  access: ['cognito:groups'],
  id: ['cognito:groups', 'cognito:preferred_role', 'cognito:roles'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Whose token it is: a client's own, or one of a person's two. */
export type TokenKind = keyof typeof OPEN_OF_COGNITO

/**
 * A token's claims as a function wants them. What it cannot change stays as it is, and is not told (inferred: refusals are
 * documented for no claim). What is both overridden and suppressed is suppressed (documented).
 */
export function changedClaims(
  claims: JsonObject,
  changes: ClaimChanges,
  { kind, clientId }: { readonly kind: TokenKind; readonly clientId: string },
): JsonObject {
  const suppressed = new Set(changes.suppressedClaims)
  // An access token may be for the client itself; an ID token always is.
  const mayBe = (name: string, value: unknown) => name !== 'aud' || (kind !== 'id' && value === clientId)
  const added = Object.entries(changes.claims).filter(
    ([name, value]) => !suppressed.has(name) && isOpen(name, kind) && mayBe(name, value),
  )
  const stays = (name: string) => !isOpen(name, kind) || (kind === 'id' && name === 'aud')
  const kept = Object.entries(claims).filter(([name]) => !suppressed.has(name) || stays(name))
  return Object.fromEntries([...kept, ...added])
}

/** Those of the scope, in their order, then what is added; each once. */
export function changedScope(scope: string, { addedScopes, suppressedScopes }: TokenChanges): string {
  const scopes = new Set(scope === '' ? [] : scope.split(' '))
  for (const name of addedScopes) scopes.add(name)
  for (const name of suppressedScopes) scopes.delete(name)
  return [...scopes].join(' ')
}

function isOpen(claim: string, kind: TokenKind): boolean {
  if (claim.startsWith('cognito:')) return (OPEN_OF_COGNITO[kind] as readonly string[]).includes(claim)
  return !PROTECTED.has(claim)
}
