const GENERATION_SIZE = 4096
/** The end of a token is the end of its RSA signature: 192 bits that nobody can choose and no two tokens share. */
const TAIL_LENGTH = 32

interface Entry<T> {
  readonly text: string
  readonly token: T
}

/**
 * Verified tokens by their text. The table is keyed by a token's tail, and the whole text is then compared: five times
 * as fast as a digest of it, which had been a tenth of a call. Only tokens that were verified come in, so a forged one
 * cannot displace a good one. The texts stay in memory; so do the signing keys of the pools, in the same process, with
 * which any token can be made.
 *
 * Bounded by two generations: what is used moves to the young one, and when that is full the old one is forgotten.
 */
export class TokenCache<T> {
  #young = new Map<string, Entry<T>>()
  #old = new Map<string, Entry<T>>()

  get(text: string): T | undefined {
    const tail = text.slice(-TAIL_LENGTH)
    const young = this.#young.get(tail)
    if (young) return young.text === text ? young.token : undefined
    const old = this.#old.get(tail)
    if (old?.text !== text) return undefined
    this.#keep(tail, old)
    return old.token
  }

  set(text: string, token: T): void {
    this.#keep(text.slice(-TAIL_LENGTH), { text, token })
  }

  #keep(tail: string, entry: Entry<T>): void {
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(tail, entry)
  }
}
