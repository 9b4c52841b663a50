import { OAuthError } from './oauth-error.ts'

/** Larger bodies are refused unread. Token requests are a few hundred bytes; a refresh token about two thousand. */
export const MAX_FORM_BYTES = 64 * 1024

/**
 * Parameters of `application/x-www-form-urlencoded` text. One without a value counts as left out, one that is not known
 * is ignored, and one that is given twice is refused when it is asked for (RFC 6749, section 3.2; that AWS does the last
 * is inferred). So a parameter that means nothing here may repeat, as `resource` may (RFC 8707, section 2).
 */
export class Form {
  readonly #values = new Map<string, string>()
  #repeated: Set<string> | undefined

  /** `name` is the caller's own word: it may stand in the log. */
  get(name: string): string | undefined {
    if (this.#repeated?.has(name)) throw new OAuthError('invalid_request', `${name} is given twice`)
    return this.#values.get(name) || undefined
  }

  isRepeated(name: string): boolean {
    return this.#repeated?.has(name) === true
  }

  /** To tell of it only, also if it is given twice. */
  peek(name: string): string | undefined {
    return this.#values.get(name)
  }

  add(text: string): void {
    let start = 0
    while (start <= text.length) {
      let end = text.indexOf('&', start)
      if (end === -1) end = text.length
      if (end > start) {
        const equals = text.indexOf('=', start)
        const split = equals === -1 || equals > end ? end : equals
        this.#set(decode(text.slice(start, split)), split === end ? '' : decode(text.slice(split + 1, end)))
      }
      start = end + 1
    }
  }

  #set(name: string, value: string): void {
    if (this.#values.has(name)) {
      this.#repeated ??= new Set()
      this.#repeated.add(name)
    }
    this.#values.set(name, value)
  }
}

/**
 * Parameters may also stand in the query: AWS's own instructions (Amazon DCV Session Manager) ask for a token with
 * `POST /oauth2/token?grant_type=client_credentials` and an empty body.
 */
export function readForm(body: Buffer, query: string): Form {
  if (body.length + query.length > MAX_FORM_BYTES) {
    throw new OAuthError('invalid_request', `${body.length + query.length} bytes of parameters`)
  }
  const form = new Form()
  if (query !== '') form.add(query)
  if (body.length > 0) form.add(body.toString('utf8'))
  return form
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    throw new OAuthError('invalid_request', 'malformed percent-encoding')
  }
}

/** Whether a request's media type says form; a request without body may leave it out. */
export function isForm(contentType: string | undefined, body: Buffer): boolean {
  if (contentType === undefined) return body.length === 0
  const end = contentType.indexOf(';')
  const mediaType = end === -1 ? contentType : contentType.slice(0, end)
  return mediaType.trim().toLowerCase() === 'application/x-www-form-urlencoded'
}
