/** A scope as tokens carry it, `orders/read`, and the two names that Cognito makes it of. */
export interface ScopeName {
  readonly full: string
  /** The identifier of its resource server. */
  readonly server: string
  readonly scope: string
}

const LONGEST = 256

// Documented: CreateResourceServer, Identifier and ResourceServerScopeType.ScopeName. An identifier may be a URL; a
// scope's own name has no slash.
const SERVER = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const SCOPE = /^[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+$/

/** Takes `orders/read` or `https://api.example.com/orders/read` apart; says what is wrong with it otherwise. */
export function readScopeName(full: string): ScopeName | string {
  const slash = full.lastIndexOf('/')
  const server = full.slice(0, Math.max(slash, 0))
  const scope = full.slice(slash + 1)
  if (slash < 1 || scope === '') return 'a scope is called {resource server}/{scope}, as in orders/read'
  if (server.length > LONGEST || scope.length > LONGEST)
    return `each of its two names takes up to ${LONGEST} characters`
  if (!SERVER.test(server) || !SCOPE.test(scope)) return 'spaces, quotation marks and backslashes are not allowed'
  return { full, server, scope }
}

/** For messages. */
export function quoted(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ')
}
