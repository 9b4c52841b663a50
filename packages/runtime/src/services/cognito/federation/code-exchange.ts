import type { JsonObject } from '../../../kernel/json.ts'
import { FederationError } from './federation-error.ts'
import { verifiedClaims } from './id-token.ts'
import type { OidcProvider } from './oidc-provider.ts'
import { askForObject, askProvider, objectIn, type ProviderHttp } from './provider-http.ts'

/** Somebody as a provider knows them. */
export interface FederatedPerson {
  readonly subject: string
  readonly tokenResponse: JsonObject
  /** What the ID token says. */
  readonly idToken: JsonObject
  readonly userInfo: JsonObject
}

export interface SentOut {
  readonly redirectUri: string
  readonly nonce: string
}

/** Trades a code for who somebody is. Each call goes to the provider that the browser was sent to. */
export async function exchangeCode(
  http: ProviderHttp,
  provider: OidcProvider,
  code: string,
  { redirectUri, nonce, now }: SentOut & { readonly now: number },
): Promise<FederatedPerson> {
  const tokens = await tokensFor(http, provider, code, redirectUri)
  const idToken = tokens.id_token
  if (typeof idToken !== 'string') throw new FederationError('Bad token response: no id_token')
  const own = await verifiedClaims(http, provider, idToken, { nonce, now })
  const subject = String(own.sub)
  return { subject, tokenResponse: tokens, idToken: own, userInfo: await userInfo(http, provider, tokens, subject) }
}

/** Client and secret stand in the form: AWS knows no other way (documented: developer guide, OIDC user pool IdPs). */
async function tokensFor(
  http: ProviderHttp,
  { name, tokenUrl, clientId, clientSecret }: OidcProvider,
  code: string,
  redirectUri: string,
): Promise<JsonObject> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
  })
  const { status, text } = await askProvider(http, { asked: 'token', method: 'POST', address: tokenUrl, form })
  // Documented: developer guide, authorize endpoint; observed in 2020 (TimothyJones/github-cognito-openid-wrapper#39).
  if (status !== 200) throw new FederationError(`${name} Error - ${status} error getting token`)
  return objectIn(text, 'token')
}

/** Of somebody else it counts for nothing (OpenID Connect Core, section 5.3.2). */
async function userInfo(
  http: ProviderHttp,
  { userInfoUrl, userInfoMethod }: OidcProvider,
  { access_token: accessToken }: JsonObject,
  subject: string,
): Promise<JsonObject> {
  if (userInfoUrl === undefined) return {}
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw new FederationError('Bad token response: no access_token')
  }
  const claims = await askForObject(http, {
    asked: 'userInfo',
    method: userInfoMethod,
    address: userInfoUrl,
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  if (claims.sub !== subject) throw new FederationError('Bad userInfo response: the sub is not that of the id_token')
  return claims
}
