import { createPublicKey } from 'node:crypto'
import type { JsonObject } from '../../kernel/json.ts'
import { checkSignature, expiryOf, readToken, TokenError } from '../../kernel/signed-token.ts'
import type { Realm } from '../ports.ts'

/** The claims of an access token that the realm signed and that has not expired; of any other none. */
export function ownClaims(text: string, realm: Realm, now: number): JsonObject | undefined {
  const { kid, privateKey } = realm.accessTokenKey
  try {
    const token = readToken(text)
    checkSignature(token, new Map([[kid, createPublicKey(privateKey)]]), `user pool ${realm.id}`)
    return token.issuer === realm.issuer && expiryOf(token) > now ? token.claims : undefined
  } catch (error) {
    if (error instanceof TokenError) return undefined
    throw error
  }
}
