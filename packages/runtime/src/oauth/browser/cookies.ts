import type { WireRequest } from '../../kernel/wire.ts'

/** What a browser sends with every request to a domain. */
const MOST_COOKIES = 64

/** By name; of two with one name the first, which is the one with the longer path (RFC 6265, section 5.4). */
export function cookiesOf({ headers }: Pick<WireRequest, 'headers'>): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  // Node joins several headers of this name with a semicolon.
  for (const pair of headers.cookie?.split(';', MOST_COOKIES) ?? []) {
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const name = pair.slice(0, equals).trim()
    if (!cookies.has(name)) cookies.set(name, unquoted(pair.slice(equals + 1).trim()))
  }
  return cookies
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
}

/** Where cookies go back to. */
export interface CookieScope {
  /** Of the domain's paths: many domains may lie under one origin. */
  readonly basePath: string
  /** Over plain HTTP a cookie that is `Secure` is dropped by some browsers. */
  readonly scheme: 'http' | 'https'
}

/** A `Set-Cookie` (attributes recorded). The value has to be fit for one. Left out, the cookie goes with the browser. */
export function setCookie(
  name: string,
  value: string,
  { basePath, scheme }: CookieScope,
  maxAgeSeconds?: number,
): readonly [string, string] {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
  const secure = scheme === 'https' ? '; Secure' : ''
  return ['Set-Cookie', `${name}=${value}${age}; Path=${basePath || '/'}${secure}; HttpOnly; SameSite=Lax`]
}
