import { arnOf } from '../../kernel/arn.ts'
import { epochSeconds } from '../../kernel/clock.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Place } from '../../kernel/place.ts'
import { checkSignature, expiryOf, readToken, TokenError, type UnverifiedToken } from '../../kernel/signed-token.ts'
import type { CognitoIdentityDeps } from './deps.ts'
import { invalidParameter, notAuthorized, signedOut } from './errors.ts'
import type { IdentityPoolRecord } from './records.ts'

/** Somebody who has signed in to a user pool. */
export interface Login {
  readonly provider: string
  readonly clientId: string
  readonly subject: string
  readonly claims: JsonObject
}

const USER_POOL = /^cognito-idp\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/([\w-]+_[0-9a-zA-Z]+)$/

/**
 * Who has signed in, by the ID token of a user pool; texts are observed. Tokens of other providers would have to be
 * checked with them: they are refused by name.
 */
export async function readLogins(
  { clock, issuers, isSignedIn }: Pick<CognitoIdentityDeps, 'clock' | 'issuers' | 'isSignedIn'>,
  place: Place,
  { settings }: IdentityPoolRecord,
  given: Readonly<Record<string, string>> = {},
): Promise<Login | undefined> {
  const [first, another] = Object.entries(given)
  if (!first) return undefined
  if (another) throw notEmulated('More than one login of an identity')
  const [provider, text] = first
  const configured = (settings.CognitoIdentityProviders ?? []).filter(({ ProviderName }) => ProviderName === provider)
  if (configured.length === 0) {
    if (isConfigured(settings, provider)) throw notEmulated(`The login provider ${provider} of identity pools`)
    throw invalidParameter('Please provide a valid public provider')
  }
  const token = parsed(text)
  const [, region = '', userPool = ''] = USER_POOL.exec(provider) ?? []
  const arn = arnOf('cognito-idp', { ...place, region }, `userpool/${userPool}`)
  const issuer = await (await issuers()).findIssuer(arn)
  if (!issuer || token.issuer !== issuer.issuer)
    throw notAuthorized("Invalid login token. Issuer doesn't match providerName")
  try {
    checkSignature(token, issuer.keys, provider)
  } catch (error) {
    if (error instanceof TokenError) throw notAuthorized('Invalid login token. Token signature invalid.')
    throw error
  }
  const { aud, sub, token_use: use } = token.claims
  if (use !== 'id') throw notAuthorized('Invalid login token. Not a Cognito Identity token.')
  const client = configured.find(({ ClientId }) => ClientId === aud)
  if (typeof sub !== 'string' || !client) throw notAuthorized('Invalid login token. Incorrect token audience.')
  const now = epochSeconds(clock)
  const expiry = expiryOf(token)
  if (now >= expiry) throw notAuthorized(`Invalid login token. Token expired: ${now} >= ${expiry}`)
  // Documented: API reference, CognitoIdentityProvider.
  if (client.ServerSideTokenCheck && !(await isSignedIn(arn, token.claims))) throw signedOut()
  return { provider, clientId: String(aud), subject: sub, claims: token.claims }
}

function isConfigured(settings: IdentityPoolRecord['settings'], provider: string): boolean {
  return (
    Object.hasOwn(settings.SupportedLoginProviders ?? {}, provider) ||
    settings.DeveloperProviderName === provider ||
    (settings.OpenIdConnectProviderARNs ?? []).some((arn) => arn.endsWith(`/${provider}`)) ||
    (settings.SamlProviderARNs ?? []).includes(provider)
  )
}

function parsed(text: string): UnverifiedToken {
  try {
    return readToken(text)
  } catch (error) {
    if (error instanceof TokenError)
      throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.')
    throw error
  }
}
