import { createPublicKey } from 'node:crypto'
import { checkSignature, expiryOf, readToken, TokenError } from '../../kernel/signed-token.ts'
import type { Realm } from '../ports.ts'

/** Whether this is an access token that the realm signed and that has not expired. */
export function isLiveToken(text: string, realm: Realm, now: number): boolean {
  const { kid, privateKey } = realm.accessTokenKey
  try {
    const token = readToken(text)
    checkSignature(token, new Map([[kid, createPublicKey(privateKey)]]), `user pool ${realm.id}`)
    return token.issuer === realm.issuer && expiryOf(token) > now
  } catch (error) {
    if (error instanceof TokenError) return false
    throw error
  }
}
