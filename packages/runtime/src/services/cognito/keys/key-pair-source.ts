import { generateKeyPair } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Logger } from '../../../kernel/logger.ts'

export interface RsaKeyPair {
  /** PKCS #8. */
  readonly privateKeyPem: string
  /** RFC 7518, section 6.3.1. */
  readonly publicJwk: { readonly n: string; readonly e: string }
}

/** Hands out RSA-2048 key pairs, each once. */
export interface KeyPairSource {
  take(): Promise<RsaKeyPair>
  /** Resolves when the next `count` calls of `take` need not wait, unless somebody else comes first. */
  ready(count: number): Promise<void>
  /** Puts what is left on the shelf, if there is one, and makes no more. */
  close(): Promise<void>
}

/** Where a reserve lies between two runs. */
export interface KeyShelf {
  /** Takes everything off the shelf: what has been claimed will never be claimed again. */
  claim(): Promise<readonly RsaKeyPair[]>
  keep(pairs: readonly RsaKeyPair[]): Promise<void>
}

export interface KeyPairSourceOptions {
  /** Pairs to hold ready; two make a user pool. */
  readonly reserve?: number
  /** Pause before each pair that is made for the reserve, so that it does not compete with what the user waits for. */
  readonly pauseMs?: number
  readonly shelf?: KeyShelf
  readonly logger?: Logger
  readonly generate?: () => Promise<RsaKeyPair>
}

export function createKeyPairSource(options: KeyPairSourceOptions = {}): KeyPairSource {
  return new ReservedKeyPairs(options)
}

/** Half of the threads that Node has by default, where there are processors for them. */
const AT_ONCE = availableParallelism() > 4 ? 2 : 1

class ReservedKeyPairs implements KeyPairSource {
  readonly #pairs: RsaKeyPair[] = []
  readonly #size: number
  readonly #pauseMs: number
  readonly #shelf: KeyShelf | undefined
  readonly #logger: Logger | undefined
  readonly #make: () => Promise<RsaKeyPair>
  readonly #claimed: Promise<void>
  #timer: NodeJS.Timeout | undefined
  #making: Promise<void> | undefined
  #closed = false
  /** Ends of the last makings in each of as many lines as may be worked on at once. */
  readonly #lines: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve())
  #nextLine = 0

  constructor({ reserve = 4, pauseMs = 250, shelf, logger, generate = generateRsaKeyPair }: KeyPairSourceOptions) {
    this.#size = reserve
    this.#pauseMs = pauseMs
    this.#shelf = shelf
    this.#logger = logger
    this.#make = generate
    this.#claimed = this.#claim()
  }

  /**
   * Never waits for the shelf: `take` may run inside a transaction, and the claim is a transaction of its own. An empty
   * reserve is answered with a fresh pair, made in the thread pool.
   */
  async take(): Promise<RsaKeyPair> {
    const pair = this.#pairs.pop() ?? (await this.#generate())
    this.#refillLater()
    return pair
  }

  async ready(count: number): Promise<void> {
    const missing = count - this.#pairs.length
    if (missing <= 0) return
    this.#pairs.push(...(await Promise.all(Array.from({ length: missing }, () => this.#generate()))))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await Promise.all([this.#claimed, this.#making])
    const left = this.#pairs.splice(0)
    if (left.length > 0) await this.#shelf?.keep(left)
  }

  /** Tokens are signed by the same threads: whoever wants many pools waits, not whoever wants a token. */
  #generate(): Promise<RsaKeyPair> {
    const line = this.#nextLine++ % AT_ONCE
    const made = (this.#lines[line] ?? Promise.resolve()).then(this.#make)
    this.#lines[line] = made.catch(() => {})
    return made
  }

  async #claim(): Promise<void> {
    try {
      this.#pairs.push(...((await this.#shelf?.claim()) ?? []))
    } catch (error) {
      this.#logger?.log('warn', 'the reserve of signing keys could not be read; new ones are made', { error })
    }
    this.#refillLater()
  }

  #refillLater(): void {
    if (this.#closed || this.#timer || this.#making || this.#pairs.length >= this.#size) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#making = this.#refill()
    }, this.#pauseMs)
    this.#timer.unref()
  }

  async #refill(): Promise<void> {
    try {
      const pair = await this.#generate()
      this.#pairs.push(pair)
    } catch (error) {
      this.#logger?.log('warn', 'a signing key could not be made ahead', { error })
    } finally {
      this.#making = undefined
    }
    this.#refillLater()
  }
}

function generateRsaKeyPair(): Promise<RsaKeyPair> {
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 2048 }, (error, publicKey, privateKey) => {
      if (error) return reject(error)
      const { n, e } = publicKey.export({ format: 'jwk' })
      if (n === undefined || e === undefined) return reject(new Error('an RSA key without modulus or exponent'))
      resolve({ privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), publicJwk: { n, e } })
    })
  })
}
