import type { KeyObject } from 'node:crypto'
import type { Soon } from '../kernel/soon.ts'
import type { OAuthRefusalKind } from './oauth-error.ts'

/** One authorization server: what the token endpoint needs to know of a user pool. Read-only and compiled. */
export interface Realm {
  readonly id: string
  /** The exact `iss` of its tokens. */
  readonly issuer: string
  /** Signs access tokens. The same object for the realm's whole life in memory, so that it can be a cache's key. */
  readonly accessTokenKey: SigningKey
  /** Whether a resource server of this realm defines `{identifier}/{scope}` now. */
  hasScope(scope: string): boolean
  /** Undefined: not a client of this realm. */
  findClient(clientId: string): Soon<OAuthClient | undefined>
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

export interface OAuthClient {
  readonly id: string
  /** SHA-256 of each active secret; none for a public client. */
  readonly secretDigests: readonly Buffer[]
  /** Whether the client may use this endpoint at all. */
  readonly oauthEnabled: boolean
  /** OAuth 2.0 names: `client_credentials`, `authorization_code`, `implicit`. */
  readonly grantTypes: ReadonlySet<string>
  /** What it may ask for, including scopes that have been deleted since. */
  readonly scopes: readonly string[]
  readonly accessTokenSeconds: number
  /** Whether `/oauth2/revoke` serves it. */
  readonly canRevoke: boolean
}

/** Finds realms by the name in the host (or path) of a request. */
export interface RealmDirectory {
  /** `region` is undefined for a custom domain and for the path form, which names no region. */
  findRealm(domain: string, region: string | undefined): Soon<Realm | 'unknown-domain' | 'ambiguous-domain'>
}

/** What a realm publishes about itself. */
export interface PublishedRealm {
  readonly id: string
  readonly region: string
  readonly issuer: string
  readonly keys: readonly PublishedKey[]
  /** The custom domain if there is one, else the prefix. */
  readonly domain: { readonly name: string; readonly custom: boolean } | undefined
}

export interface PublishedKey {
  readonly kid: string
  /** Public exponent and modulus, base64url (RFC 7518, section 6.3.1). */
  readonly e: string
  readonly n: string
}

export interface IssuerDocumentSource {
  findPublished(realmId: string): Soon<PublishedRealm | undefined>
}

/** RFC 6749 section 5.2, RFC 7009 section 2.2.1. */
export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

export interface IssuedToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
}

/** Why there is no token: the public code, and the truth for the log. */
export interface Refusal {
  readonly refused: OAuthErrorCode
  readonly detail: string
  readonly kind: OAuthRefusalKind
}

/** The client credentials grant behind the wire: the token endpoint and Cognito's `GetClientToken` are two forms of it. */
export interface ClientTokens {
  /** In constant time. */
  isSecretOf(client: OAuthClient, secret: string): boolean
  /** For a client that has been authenticated. `scopes` undefined: all that it may have. */
  issue(realm: Realm, client: OAuthClient, scopes: readonly string[] | undefined): Promise<IssuedToken> | Refusal
}
