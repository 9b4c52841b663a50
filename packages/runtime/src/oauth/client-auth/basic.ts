import { OAuthError } from '../oauth-error.ts'
import type { ClientAuthentication } from './client-authentication.ts'

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** `Authorization: Basic base64(client_id:client_secret)`. What AWS answers to malformed credentials is inferred. */
export const basic: ClientAuthentication = {
  method: 'client_secret_basic',
  read(authorization) {
    if (authorization === undefined || !/^basic(?: |$)/i.test(authorization)) return undefined
    const encoded = authorization.slice('basic'.length).trim()
    if (!BASE64.test(encoded)) throw new OAuthError('invalid_request', 'the Basic credentials are not base64')
    const text = Buffer.from(encoded, 'base64').toString('utf8')
    const colon = text.indexOf(':')
    if (colon < 1) throw new OAuthError('invalid_request', 'the Basic credentials are not client_id:client_secret')
    return { clientId: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) }
  },
}

/**
 * Strict clients percent-encode both parts first (RFC 6749, section 2.3.1), AWS's samples do not. Ids and secrets never
 * hold a percent sign, so one tells the two apart; a plus sign is part of the secret.
 */
function formDecoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw new OAuthError('invalid_request', 'malformed percent-encoding in the Basic credentials')
  }
}
