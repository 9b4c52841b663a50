import type { TokenIssuer, TokenIssuerSource } from '../ports.ts'

/** User pools that authorizers trust, kept until they change. Pools that do not exist are asked for every time. */
export class IssuerCache {
  readonly #source: TokenIssuerSource
  readonly #issuers = new Map<string, TokenIssuer>()
  #changes = 0

  constructor(source: TokenIssuerSource) {
    this.#source = source
    source.onChange((poolArn) => {
      this.#changes++
      this.#issuers.delete(poolArn)
    })
  }

  /** The pool if it is known and unchanged. */
  current(poolArn: string): TokenIssuer | undefined {
    return this.#issuers.get(poolArn)
  }

  async load(poolArn: string): Promise<TokenIssuer | undefined> {
    const before = this.#changes
    const issuer = await this.#source.findIssuer(poolArn)
    // An answer that a change has overtaken may be the pool's former self: it serves this call, which came before.
    if (issuer && before === this.#changes) this.#issuers.set(poolArn, issuer)
    return issuer
  }
}
