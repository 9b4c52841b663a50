import type { JsonObject } from '../../../kernel/json.ts'
import { readKeySet } from '../../../kernel/json-web-keys.ts'
import { checkSignature, expiryOf, RSA_ALGORITHMS, readToken, TokenError } from '../../../kernel/signed-token.ts'
import { wellFormed } from '../../../kernel/well-formed.ts'
import { FederationError } from './federation-error.ts'
import type { OidcProvider } from './oidc-provider.ts'
import { askForObject, type ProviderHttp } from './provider-http.ts'

/**
 * What an ID token says, once it is certain that this provider has made it for this sign-in (OpenID Connect Core, section
 * 3.1.3.7). The text on the issuer is observed (TimothyJones/github-cognito-openid-wrapper#100), others are inferred.
 */
export async function verifiedClaims(
  http: ProviderHttp,
  provider: OidcProvider,
  text: string,
  expected: { readonly nonce: string; readonly now: number },
): Promise<JsonObject> {
  const { issuer, clientId, jwksUri } = provider
  try {
    const token = readToken(text, RSA_ALGORITHMS)
    if (token.issuer !== issuer) throw new FederationError(`Bad id_token issuer ${token.issuer.slice(0, 200)}`)
    const keys = readKeySet(await askForObject(http, { asked: 'jwks', method: 'GET', address: jwksUri }))
    if (!keys) throw new FederationError('Error in calling IdP jwks endpoint: no set of keys')
    checkSignature(token, keys, issuer)
    const { aud, azp, nonce, sub } = token.claims
    const audiences = Array.isArray(aud) ? aud : [aud]
    const isForUs = audiences.includes(clientId) && (audiences.length === 1 || azp === clientId)
    if (!isForUs || (azp !== undefined && azp !== clientId)) throw new FederationError('Bad id_token audience')
    if (expected.now >= expiryOf(token)) throw new FederationError('Bad id_token: expired')
    if (nonce !== expected.nonce) throw new FederationError('Bad id_token nonce')
    // Two that differ in halves of characters would be one wherever they are written down.
    if (typeof sub !== 'string' || sub === '' || wellFormed(sub) !== sub) {
      throw new FederationError('Bad id_token: no sub')
    }
    return token.claims
  } catch (error) {
    if (error instanceof TokenError) throw new FederationError(`Bad id_token: ${error.message}`)
    throw error
  }
}
