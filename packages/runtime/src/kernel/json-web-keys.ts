import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { isJsonObject, type JsonValue } from './json.ts'

/**
 * The RSA keys of a set that signatures are checked with, by their ids. What is no such key is passed over (RFC 7517,
 * section 5); undefined where it is no set at all.
 */
export function readKeySet(document: JsonValue): ReadonlyMap<string, KeyObject> | undefined {
  if (!isJsonObject(document) || !Array.isArray(document.keys)) return undefined
  const keys = new Map<string, KeyObject>()
  for (const key of document.keys as readonly JsonValue[]) {
    if (!isJsonObject(key) || typeof key.kid !== 'string') continue
    if (key.kty !== 'RSA' || (key.use !== undefined && key.use !== 'sig')) continue
    const read = publicKey(key as JsonWebKey)
    if (read) keys.set(key.kid, read)
  }
  return keys
}

/** Two members are all that is public in such a key. */
function publicKey({ n, e }: JsonWebKey): KeyObject | undefined {
  if (typeof n !== 'string' || typeof e !== 'string') return undefined
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  } catch {
    return undefined
  }
}
