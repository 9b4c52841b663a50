import { LoadingCache } from '../../kernel/loading-cache.ts'
import type { TokenIssuer, TokenIssuerSource } from '../ports.ts'

/** Pools in use at a time, as many as Cognito's own cache has. */
const MAX_POOLS = 2_000

/** User pools that authorizers trust, kept until they change. Pools that do not exist are asked for every time. */
export class IssuerCache {
  readonly #source: TokenIssuerSource
  readonly #issuers = new LoadingCache<TokenIssuer>(MAX_POOLS)

  constructor(source: TokenIssuerSource) {
    this.#source = source
    source.onChange((poolArn) => this.#issuers.invalidate(poolArn))
  }

  /** The pool if it is known and unchanged. */
  current(poolArn: string): TokenIssuer | undefined {
    return this.#issuers.peek(poolArn)
  }

  async load(poolArn: string): Promise<TokenIssuer | undefined> {
    return this.#issuers.get(poolArn, () => this.#source.findIssuer(poolArn))
  }
}
