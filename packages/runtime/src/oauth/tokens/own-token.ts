import { createPublicKey, verify } from 'node:crypto'
import { isJsonObject } from '../../kernel/json.ts'
import type { Realm } from '../ports.ts'

/** Whether this is an access token that the realm signed and that has not expired. Only RS256 and its own `kid`. */
export function isLiveToken(token: string, realm: Realm, now: number): boolean {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return false
  const { kid, privateKey } = realm.accessTokenKey
  const head = parsed(header)
  if (head?.alg !== 'RS256' || head.kid !== kid) return false
  const input = Buffer.from(`${header}.${payload}`)
  if (!verify('sha256', input, createPublicKey(privateKey), Buffer.from(signature, 'base64url'))) return false
  const claims = parsed(payload)
  return typeof claims?.exp === 'number' && claims.exp > now
}

function parsed(segment: string) {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
