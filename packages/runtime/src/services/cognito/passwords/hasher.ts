import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'
import type { Sealed, Vault } from '../../../kernel/vault.ts'
import { type SrpVerifier, verifierOf } from './srp.ts'
import { WorkQueue } from './work-queue.ts'

/** What is kept of a password: one digest for those who send it, one verifier for those who prove that they know it. */
interface PasswordSecrets {
  readonly salt: string
  readonly digest: string
  readonly srp: SrpVerifier
}

/** RFC 7914. 8 MB and some 20 ms a password; what comes of it is sealed with a key that is not in the database. */
const COST: ScryptOptions = { N: 8192, r: 8, p: 1 }
const SALT_BYTES = 16
const DIGEST_BYTES = 32
/** The thread pool has four threads, and tokens are signed in it as well. */
const AT_ONCE = 2

/** Digests of passwords, computed in the thread pool and so outside of transactions. */
export class PasswordHasher {
  readonly #random: Random
  readonly #vault: Vault
  readonly #queue = new WorkQueue(AT_ONCE)

  constructor({ random, vault }: { readonly random: Random; readonly vault: Vault }) {
    this.#random = random
    this.#vault = vault
  }

  /** `identity`: see {@link verifierOf}. */
  async seal(identity: string, password: string): Promise<Sealed> {
    const salt = Buffer.from(this.#random.bytes(SALT_BYTES))
    const digest = await this.#digest(password, salt)
    const srp = verifierOf(identity, password, this.#random)
    const secrets: PasswordSecrets = { salt: salt.toString('base64'), digest: digest.toString('base64'), srp }
    return this.#vault.seal(JSON.stringify(secrets))
  }

  /** Takes as long where there is no password to compare with, so that nobody learns that from the time. */
  async matches(sealed: Sealed | undefined, password: string): Promise<boolean> {
    if (sealed === undefined) {
      await this.#digest(password, Buffer.alloc(SALT_BYTES))
      return false
    }
    const { salt, digest } = this.#open(sealed)
    return timingSafeEqual(await this.#digest(password, Buffer.from(salt, 'base64')), Buffer.from(digest, 'base64'))
  }

  verifierIn(sealed: Sealed): SrpVerifier {
    return this.#open(sealed).srp
  }

  #open(sealed: Sealed): PasswordSecrets {
    return JSON.parse(this.#vault.open(sealed)) as PasswordSecrets
  }

  #digest(password: string, salt: Buffer): Promise<Buffer> {
    return this.#queue.run(
      () =>
        new Promise((resolve, reject) =>
          scrypt(password, salt, DIGEST_BYTES, COST, (error, digest) => (error ? reject(error) : resolve(digest))),
        ),
    )
  }
}
