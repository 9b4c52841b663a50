import type { HeaderList, WireRequest } from '../../kernel/wire.ts'
import type { CorsDefinition } from './definition.ts'
import type { Answer, Header } from './reply.ts'

type Headers = WireRequest['headers']

/** What an API lets pages of other origins do. An origin that may not is told nothing. */
export class Cors {
  readonly #definition: CorsDefinition

  constructor(definition: CorsDefinition) {
    this.#definition = definition
  }

  /** Answered by the gateway: 204, without a body (observed in a suite of LocalStack's that was run against AWS). */
  preflight({ headers }: WireRequest): Answer {
    return { status: 204, headers: this.#preflightHeaders(headers), body: '' }
  }

  /** What an integration says of the matter does not count (documented). */
  appliedTo(answer: Answer, { headers }: WireRequest): Answer {
    const own = answer.headers.filter(([name]) => !name.toLowerCase().startsWith('access-control-'))
    const { exposeHeaders = [] } = this.#definition
    const added: Header[] = this.#originHeaders(headers)
    if (added.length > 0 && exposeHeaders.length > 0) {
      added.push(['access-control-expose-headers', exposeHeaders.join(',')])
    }
    return { ...answer, headers: [...own, ...added] }
  }

  #preflightHeaders(headers: Headers): HeaderList {
    const found = this.#originHeaders(headers)
    if (found.length === 0) return found
    const { allowMethods = [], allowHeaders = [], maxAge } = this.#definition
    const methods = this.#listed(allowMethods, headers['access-control-request-method'])
    const names = this.#listed(allowHeaders, headers['access-control-request-headers'])
    if (methods !== '') found.push(['access-control-allow-methods', methods])
    if (names !== '') found.push(['access-control-allow-headers', names])
    if (maxAge !== undefined) found.push(['access-control-max-age', String(maxAge)])
    return found
  }

  #originHeaders({ origin }: Headers): Header[] {
    const allowed = origin === undefined ? undefined : this.#allowedOrigin(origin)
    if (allowed === undefined) return []
    const found: Header[] = [['access-control-allow-origin', allowed]]
    if (this.#definition.allowCredentials) found.push(['access-control-allow-credentials', 'true'])
    return found
  }

  /** A star is no answer to who sends credentials (Fetch standard, section 3.3.5): then it is the origin itself. */
  #allowedOrigin(origin: string): string | undefined {
    const { allowOrigins = [], allowCredentials } = this.#definition
    if (allowOrigins.includes('*')) return allowCredentials ? origin : '*'
    return allowOrigins.some((allowed) => fits(origin, allowed)) ? origin : undefined
  }

  #listed(allowed: readonly string[], asked: string | undefined): string {
    return this.#definition.allowCredentials && allowed.includes('*') ? (asked ?? '') : allowed.join(',')
  }
}

/** `https://*` is whatever begins with `https://` (documented). */
function fits(origin: string, allowed: string): boolean {
  return allowed === 'https://*' || allowed === 'http://*'
    ? origin.startsWith(allowed.slice(0, -1))
    : origin === allowed
}
