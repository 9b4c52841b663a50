import { hash, timingSafeEqual } from 'node:crypto'
import { OAuthError } from '../oauth-error.ts'
import type { Authorization } from '../ports.ts'

/**
 * RFC 7636, section 4.6, method S256, the only one (documented). A verifier that nothing was announced for is ignored, and
 * its form is not checked (inferred).
 */
export function checkVerifier({ codeChallenge }: Authorization, verifier: string | undefined): void {
  if (codeChallenge === undefined) return
  if (verifier === undefined) throw new OAuthError('invalid_grant', 'a code_challenge was sent, but no code_verifier')
  const given = Buffer.from(hash('sha256', verifier, 'base64url'))
  const expected = Buffer.from(codeChallenge)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new OAuthError('invalid_grant', 'the code_verifier does not belong to the code_challenge')
  }
}
