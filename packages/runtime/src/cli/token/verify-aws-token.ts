import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { TokenInspection } from '../../admin/contract/tokens.ts'
import { checkSignature, expiryOf, readToken, TokenError, type UnverifiedToken } from '../../kernel/signed-token.ts'
import { CommandFailure } from '../command.ts'

/** Where Cognito's own issuers publish their keys; a token must not lead anywhere else. */
const ISSUER = /^https:\/\/(?:issuer-)?cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/[\w-]+$/

/** What a token of AWS's holds, and whether one of the keys that its issuer publishes has signed it. */
export async function verifyAwsToken(text: string): Promise<TokenInspection> {
  let token: UnverifiedToken
  try {
    token = readToken(text)
  } catch (error) {
    return { signature: 'unreadable', problem: reasonOf(error), scopes: [], methods: [] }
  }
  const { claims, issuer } = token
  const held = {
    claims,
    ...times(token),
    scopes: String(claims.scope ?? '')
      .split(' ')
      .filter(Boolean),
    methods: [],
  }
  if (!ISSUER.test(issuer)) return { ...held, signature: 'unknown-issuer', problem: `${issuer} is no user pool of AWS` }
  try {
    checkSignature(token, await keysOf(issuer), issuer)
    return { ...held, signature: 'verified' }
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    const flaw = error.flaw === 'key' ? 'unknown-key' : 'wrong'
    return { ...held, signature: flaw, problem: reasonOf(error) }
  }
}

async function keysOf(issuer: string): Promise<ReadonlyMap<string, KeyObject>> {
  const url = `${issuer}/.well-known/jwks.json`
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    throw new CommandFailure(`the keys of the token's pool cannot be read: ${url}: ${reasonOf(error)}`)
  })
  if (!response.ok) throw new TokenError(`${issuer} publishes no keys: ${response.status}`, 'key')
  const { keys } = (await response.json()) as { readonly keys: readonly (JsonWebKey & { readonly kid: string })[] }
  return new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]))
}

function times(token: UnverifiedToken) {
  const { iat } = token.claims
  try {
    const expires = expiryOf(token) * 1000
    return {
      expiresAt: new Date(expires).toISOString(),
      isExpired: expires <= Date.now(),
      ...(typeof iat === 'number' && { issuedAt: new Date(iat * 1000).toISOString() }),
    }
  } catch (error) {
    if (error instanceof TokenError) return {}
    throw error
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
