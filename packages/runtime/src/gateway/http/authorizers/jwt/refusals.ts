import type { TokenError, TokenFlaw } from '../../../../kernel/signed-token.ts'
import { HttpApiError } from '../../http-api-error.ts'

/** No token: no word on what is wrong with it (observed; its text in access logs, too). */
export function missingToken(): HttpApiError {
  const headers = [['www-authenticate', 'Bearer']] as const
  const logged = 'missing: token not provided'
  return new HttpApiError(401, 'no token in the identity source', { part: 'authorizer', logged, headers })
}

/** `description` is what the client reads (documented: http-api-troubleshooting-jwt), `reason` is for the log. */
export function invalidToken(scopes: readonly string[], description: string, reason = description): HttpApiError {
  return refusal(401, scopes, 'invalid_token', description, reason)
}

/** The status is observed, header and text are inferred from those of a token that is none. */
export function insufficientScope(scopes: readonly string[], reason: string): HttpApiError {
  return refusal(403, scopes, 'insufficient_scope', 'the token does not have the required scope', reason)
}

/** What is said of a flaw. The first is observed; others follow the library that words it like this (inferred). */
const DESCRIPTIONS: Readonly<Record<TokenFlaw, string>> = {
  parts: 'token contains an invalid number of segments',
  form: 'the token cannot be decoded',
  algorithm: 'signing method is invalid',
  key: 'unable to find a key for the token',
  signature: 'crypto/rsa: verification error',
}

export function flawedToken(scopes: readonly string[], { flaw, message }: TokenError): HttpApiError {
  return invalidToken(scopes, DESCRIPTIONS[flaw], message)
}

function refusal(
  status: 401 | 403,
  scopes: readonly string[],
  error: string,
  description: string,
  reason: string,
): HttpApiError {
  const scope = scopes.join(' ').replaceAll(/[^\x20-\x7e]|["\\]/g, '')
  const value = `Bearer scope="${scope}" error="${error}" error_description="${description}"`
  return new HttpApiError(status, reason, {
    part: 'authorizer',
    logged: `${error}: ${description}`,
    headers: [['www-authenticate', value]],
  })
}
