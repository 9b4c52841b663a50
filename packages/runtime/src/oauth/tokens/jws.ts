import { sign } from 'node:crypto'
import type { SigningKey } from '../ports.ts'

/** JSON text with `/` written as `\/`, as Cognito's encoder does (observed in headers and payloads). */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('/') ? text.replaceAll('/', '\\/') : text
}

export function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** `kid` then `alg` and nothing else (observed): there is no `typ`. */
export function jwsHeader(kid: string): string {
  return base64url(jsonText({ kid, alg: 'RS256' }))
}

/** Headers by their keys, each encoded once. */
export function keptHeaders(): (key: SigningKey) => string {
  const headers = new WeakMap<SigningKey, string>()
  return (key) => {
    let header = headers.get(key)
    if (header === undefined) {
      header = jwsHeader(key.kid)
      headers.set(key, header)
    }
    return header
  }
}

/** Signs in the thread pool: RS256 (RFC 7518, section 3.3), compact form (RFC 7515, section 7.1). */
export function signedJws(header: string, payload: string, key: SigningKey): Promise<string> {
  const input = `${header}.${base64url(payload)}`
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input, 'latin1'), key.privateKey, (error, signature) => {
      if (error) reject(error)
      else resolve(`${input}.${signature.toString('base64url')}`)
    })
  })
}
