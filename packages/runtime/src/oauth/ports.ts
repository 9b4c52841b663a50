import type { KeyObject } from 'node:crypto'
import type { JsonObject } from '../kernel/json.ts'
import type { Place } from '../kernel/place.ts'
import type { Soon } from '../kernel/soon.ts'
import type { OAuthRefusalKind } from './oauth-error.ts'

/** One authorization server: what the token endpoint needs to know of a user pool. Read-only and compiled. */
export interface Realm {
  readonly id: string
  readonly place: Place
  /** The exact `iss` of its tokens. */
  readonly issuer: string
  /** Signs access tokens. The same object for the realm's whole life in memory, so that it can be a cache's key. */
  readonly accessTokenKey: SigningKey
  /** The same for ID tokens. */
  readonly idTokenKey: SigningKey
  /** Those who sign in. */
  readonly people: RealmPeople
  /** Where they do, with a browser. */
  readonly pages: RealmPages
  /** Whether a resource server of this realm defines `{identifier}/{scope}` now. */
  hasScope(scope: string): boolean
  /** Undefined: not a client of this realm. */
  findClient(clientId: string): Soon<OAuthClient | undefined>
  /**
   * What the realm's own function makes of a token that a client is about to get. Undefined: none is asked. Throws an
   * `AwsError` where the function fails.
   */
  readonly changeClientToken?: ((asked: ClientTokenRequest) => Promise<TokenChanges | undefined>) | undefined
}

export interface ClientTokenRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  /** What the client has sent along for the function. */
  readonly metadata: Readonly<Record<string, string>> | undefined
}

/** Of a token. Whoever issues it knows which claims nobody can change. */
export interface ClaimChanges {
  readonly claims: JsonObject
  readonly suppressedClaims: readonly string[]
}

/** Of an access token. */
export interface TokenChanges extends ClaimChanges {
  readonly addedScopes: readonly string[]
  readonly suppressedScopes: readonly string[]
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
  /** Where people may be sent once they have signed in, and once they have signed out. */
  readonly callbackUrls: ReadonlySet<string>
  readonly logoutUrls: ReadonlySet<string>
  readonly accessTokenSeconds: number
  readonly idTokenSeconds: number
  /** Whether `/oauth2/revoke` serves it. */
  readonly canRevoke: boolean
}

/** Finds realms by the name in the host (or path) of a request. */
export interface RealmDirectory {
  /** What the domains of all realms serve to browsers besides their endpoints. */
  readonly site: Site
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

/** RFC 6749 sections 4.1.2.1 and 5.2, RFC 7009 section 2.2.1, OpenID Connect Core section 3.1.2.6; the mismatch is AWS's own. */
export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'login_required'
  | 'redirect_mismatch'
  | 'server_error'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

export interface IssuedToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
  /** Of a person who has granted `openid`, or signed in through the API. */
  readonly idToken?: string | undefined
  /** Of a person, where there is a new one. */
  readonly refreshToken?: string | undefined
}

/** What the endpoints ask of a realm about people: its own records decide. */
export interface RealmPeople {
  /** New tokens for a refresh token. Throws an `OAuthError`. */
  refresh(client: OAuthClient, refreshToken: string): Promise<IssuedToken>
  /** Ends what a refresh token stands for; one that is unknown has ended already. */
  revoke(client: OAuthClient, refreshToken: string): Promise<'revoked' | 'unknown'>
  /** Whom a browser remembers to have signed in; undefined: nobody any more. */
  findSession(cookie: string): Promise<SignedInPerson | undefined>
  /** Has a browser remember somebody who has just signed in, and gives the cookie that it does so by. */
  beginSession(
    whose: Pick<SignedInPerson, 'userKey' | 'provider'>,
  ): Promise<{ readonly cookie: string; readonly person: SignedInPerson }>
  endSession(cookie: string): Promise<void>
  /** A code that is good once, for a few minutes, for tokens of this person. */
  giveCode(person: SignedInPerson, authorization: Authorization): Promise<string>
  /**
   * Tokens for a code of this client. Throws an `OAuthError` if there is none, and whatever `accept` throws of what the
   * code was given for; the code is then good for another try.
   */
  redeemCode(client: OAuthClient, code: string, accept: (of: Authorization) => void): Promise<IssuedToken>
  /** Tokens at once: the implicit grant. */
  issueTokens(person: SignedInPerson, authorization: Authorization): Promise<IssuedToken>
  /** The claims of whoever this access token is of; it has been verified. */
  userInfo(claims: JsonObject): Promise<JsonObject | 'not-live' | 'no-openid'>
}

/** Somebody in a browser. */
export interface SignedInPerson {
  /** As the realm knows them. */
  readonly userKey: string
  readonly username: string
  /** Through which identity provider they came. Undefined: none, they are the realm's own. */
  readonly provider?: string | undefined
  /** Seconds since the epoch: when they proved who they are. */
  readonly authTime: number
}

/** What an app may have in somebody's name: what it has asked for, and was found in order. */
export interface Authorization {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly nonce?: string | undefined
  /** RFC 7636, method S256. */
  readonly codeChallenge?: string | undefined
  /** RFC 8707. */
  readonly resource?: string | undefined
}

/** What is the same for every domain. */
export interface Site {
  /** Of pages, which {@link RealmPages} answer. */
  readonly pagePaths: ReadonlySet<string>
  /** To which messages lead, whatever app has caused them: {@link RealmPages.follow} answers them. */
  readonly linkPaths: ReadonlySet<string>
  /** Files that pages are made of, by path. */
  readonly assets: ReadonlyMap<string, SiteAsset>
  /** Of files that differ by app: {@link RealmPages.asset} has them. */
  readonly appAssetPaths: ReadonlySet<string>
  /** A page that says what went wrong, as HTML. */
  message(text: string, basePath: string): string
}

export interface SiteAsset {
  readonly type: string
  readonly body: string | Buffer
}

/** The pages of a realm's domain. They have been told what an app has asked for, and it was found in order. */
export interface RealmPages {
  /** How the pages of a domain of this name are to behave. */
  rules(domain: string): Promise<PageRules>
  answer(visit: PageVisit): Promise<PageAnswer>
  /** Where an app's request leads that may name an identity provider. */
  provider(visit: PageVisit, named: NamedProvider): Promise<PageAnswer | 'pages' | 'unknown'>
  /**
   * For paths to which others send a browser back: the query of the request that has led it there. `own`: the path is
   * no such one. Undefined: it comes from nowhere.
   */
  restore(arrival: PageArrival): Promise<URLSearchParams | 'own' | undefined>
  /** A file that belongs to the look of one app's pages, which the query names. */
  asset(asked: Pick<PageArrival, 'path' | 'query' | 'domain'>): Promise<SiteAsset | undefined>
  /** Does what a link of a message is for, and says so. */
  follow(link: FollowedLink): Promise<{ readonly status: number; readonly html: string }>
}

/** Nobody has to be on the way to an app: a query of its own says what a link is for. */
export interface FollowedLink
  extends Pick<PageArrival, 'path' | 'query' | 'cookies' | 'domain' | 'basePath' | 'origin'> {
  readonly client: OAuthClient
}

export interface PageRules {
  /** Pages of the second generation (documented: developer guide, "Managed login"): `prompt`, and no question before a session goes on. */
  readonly isManagedLogin: boolean
  /** Whether an app may say how, and how recently, somebody has to have signed in. */
  readonly knowsStepUp: boolean
}

export interface NamedProvider {
  readonly name: string | undefined
  readonly identifier: string | undefined
}

export interface PageArrival {
  /** Within the domain. */
  readonly path: string
  readonly query: URLSearchParams
  /** Of a POST. */
  readonly form: URLSearchParams | undefined
  readonly cookies: ReadonlyMap<string, string>
  readonly domain: string
  /** Where the domain's paths begin: empty under a host name of its own. */
  readonly basePath: string
  /** Scheme, host and port, as the browser knows them. */
  readonly origin: string
}

export interface PageVisit extends PageArrival {
  readonly client: OAuthClient
  /** What the app has asked for: every link carries it along. */
  readonly query: URLSearchParams
  /** What has been sent to this very path: on paths to which others send a browser back, it is theirs. */
  readonly arrived: URLSearchParams
  /** What the app is going to get, in somebody's name. */
  readonly scopes: readonly string[]
  /** Belongs into each form, as `_csrf`. */
  readonly csrf: string
  /** Whoever has signed in with this browser before. */
  readonly signedInAs: string | undefined
}

interface PageCookies {
  /** Cookies that change with the answer, by name: seconds that they last are the pages' own matter; empty ends one. */
  readonly cookies?: Readonly<Record<string, string>> | undefined
}

export type PageAnswer = PageCookies &
  (
    | { readonly kind: 'html'; readonly status: number; readonly html: string }
    /** Another page of this domain. */
    | { readonly kind: 'see-other'; readonly path: string; readonly query: URLSearchParams }
    /** An identity provider. */
    | { readonly kind: 'away'; readonly url: string; readonly provider: string }
    | ({ readonly kind: 'signed-in' } & Pick<SignedInPerson, 'userKey' | 'provider'>)
    /** Whoever has signed in before goes on. */
    | { readonly kind: 'goes-on' }
    /** Back to the app, with an error. */
    | { readonly kind: 'refused'; readonly error: OAuthErrorCode; readonly description: string }
  )

/** One person's tokens, as they are to be written. */
export interface UserTokenRequest {
  readonly sub: string
  readonly username: string
  readonly groups: readonly string[]
  /** ARNs of the groups' roles, and the one that counts. */
  readonly roles: readonly string[]
  readonly preferredRole: string | undefined
  /** Claims of the ID token that say who somebody is. Undefined: there is to be no ID token. */
  readonly attributes: JsonObject | undefined
  readonly scopes: readonly string[]
  /** Seconds since the epoch: when the person signed in. */
  readonly authTime: number
  /** What all tokens of one sign-in share; undefined where they cannot be revoked. */
  readonly originJti: string | undefined
  /** What the app has sent along to know its own request by. */
  readonly nonce?: string | undefined
  /** Whom the access token is for, if the app has said so. */
  readonly resource?: string | undefined
  /** Whether the ID token vouches for the access token, as those of the endpoints do. */
  readonly hasAccessHash?: boolean | undefined
  readonly eventId: string
  readonly deviceKey: string | undefined
  /** What the realm's own function makes of them. */
  readonly changes?: UserTokenChanges | undefined
}

/** Of a person's tokens. */
export interface UserTokenChanges {
  readonly access?: TokenChanges | undefined
  readonly id?: ClaimChanges | undefined
}

/** Access and ID tokens of people. */
export interface UserTokens {
  issue(realm: Realm, client: OAuthClient, request: UserTokenRequest): Promise<IssuedToken>
}

/** Why there is no token: the public code, and the truth for the log. */
export interface Refusal {
  readonly refused: OAuthErrorCode
  readonly detail: string
  readonly kind: OAuthRefusalKind
}

export interface AskedToken {
  /** Undefined: all that the client may have. */
  readonly scopes: readonly string[] | undefined
  /** For the realm's own function. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
}

/** The client credentials grant behind the wire: the token endpoint and Cognito's `GetClientToken` are two forms of it. */
export interface ClientTokens {
  /** In constant time. */
  isSecretOf(client: OAuthClient, secret: string): boolean
  /** For a client that has been authenticated. Rejects with an `AwsError` where the realm's own function fails. */
  issue(realm: Realm, client: OAuthClient, asked: AskedToken): Promise<IssuedToken> | Refusal
}
