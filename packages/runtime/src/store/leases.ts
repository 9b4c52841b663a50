import type { Clock } from '../kernel/clock.ts'
import type { Reader, Transact, Transaction } from '../kernel/transaction.ts'
import { collection } from './collection.ts'

/** A right to do something that one of several may do at a time, until it runs out or is given back. */
export interface Lease {
  readonly name: string
  readonly owner: string
  /** Greater with each new holder: what carries a smaller one comes from somebody who has lost the lease. */
  readonly token: number
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** Somebody else has, or may have, done what this holder was about to do. */
export class LeaseLost extends Error {
  constructor({ name, owner }: Lease) {
    super(`${owner} no longer holds the lease ${name}`)
    this.name = 'LeaseLost'
  }
}

export interface LeasesDeps {
  readonly transact: Transact
  /** One that users do not move: else a lease runs out when somebody wants to see a token expire. */
  readonly clock: Clock
  /** Unique among those that share the store. */
  readonly owner: string
}

interface LeaseRecord {
  readonly token: number
  /** Undefined once it was given back: the record stays, so that tokens go on rising. */
  readonly owner?: string
  readonly expiresAt: number
}

const leases = collection<LeaseRecord>('store/lease')

/** The leases that one owner may take. */
export class Leases {
  readonly #transact: Transact
  readonly #clock: Clock
  readonly #owner: string

  constructor({ transact, clock, owner }: LeasesDeps) {
    this.#transact = transact
    this.#clock = clock
    this.#owner = owner
  }

  /** Undefined while somebody else holds it. Whoever holds it already gets it anew, with a token of its own. */
  acquire(name: string, ttlMs: number): Promise<Lease | undefined> {
    return this.#transact(async (tx) => {
      const found = await leases.find(tx, 'global', name)
      const now = this.#clock.now()
      if (found?.owner !== undefined && found.owner !== this.#owner && found.expiresAt > now) return undefined
      return put(tx, { name, owner: this.#owner, token: (found?.token ?? 0) + 1, expiresAt: now + ttlMs })
    })
  }

  /**
   * The same lease for longer, under the same token. Throws {@link LeaseLost} where it has run out, even if nobody has
   * taken it yet: between two renewals a holder must not have to ask itself.
   */
  renew(lease: Lease, ttlMs: number): Promise<Lease> {
    return this.#transact(async (tx) => {
      await this.check(tx, lease)
      return put(tx, { ...lease, expiresAt: this.#clock.now() + ttlMs })
    })
  }

  /** Others need not wait until it runs out. Nothing happens where it is lost already. */
  release(lease: Lease): Promise<void> {
    return this.#transact(async (tx) => {
      const { name, token } = lease
      if ((await leases.find(tx, 'global', name))?.token === token)
        leases.put(tx, 'global', name, { token, expiresAt: 0 })
    })
  }

  /** For the transaction that writes what only the holder may write. Throws {@link LeaseLost}. */
  async check(reader: Reader, lease: Lease): Promise<void> {
    const found = await leases.find(reader, 'global', lease.name)
    const isHeld = found?.token === lease.token && found.owner === lease.owner && found.expiresAt > this.#clock.now()
    if (!isHeld) throw new LeaseLost(lease)
  }
}

function put(tx: Transaction, lease: Lease): Lease {
  const { name, owner, token, expiresAt } = lease
  leases.put(tx, 'global', name, { owner, token, expiresAt })
  return lease
}
