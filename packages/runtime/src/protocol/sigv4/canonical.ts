import { createHash } from 'node:crypto'
import type { SignedRequest } from '../../kernel/signatures.ts'

/**
 * The text that a request is signed as (IAM user guide: Create a signed AWS API request). Paths are normalized and encoded
 * twice, as everywhere but in S3.
 */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${headerValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The path is as sent, encoded once already. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') segments.pop()
    else segments.push(encoded(segment))
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.join('/')}${end}`
}

function canonicalQuery(query: string): string {
  const pairs: [name: string, value: string][] = []
  for (const part of query.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = recoded(equals < 0 ? part : part.slice(0, equals))
    if (name !== 'X-Amz-Signature') pairs.push([name, equals < 0 ? '' : recoded(part.slice(equals + 1))])
  }
  pairs.sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Every value, without blanks around it and with one blank for many; undefined headers are empty. */
function headerValue({ headers, host, rawHeaders }: SignedRequest, name: string): string {
  const values: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === name) values.push((rawHeaders[i + 1] ?? '').trim().replace(/\s+/g, ' '))
  }
  // Over HTTP/2 there is no such header.
  if (name === 'host' && values.length === 0) return headers.host ?? headers[':authority'] ?? host
  return values.join(',')
}

/** Decoded and encoded anew: clients differ in what they leave as it is. */
function recoded(text: string): string {
  const plain = text.replaceAll('+', ' ')
  try {
    return encoded(decodeURIComponent(plain))
  } catch {
    return encoded(plain)
  }
}

/** All but the unreserved characters (RFC 3986, section 2.3). */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
