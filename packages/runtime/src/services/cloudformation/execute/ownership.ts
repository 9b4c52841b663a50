import type { Logger } from '../../../kernel/logger.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { LeaseLost, type Leases } from '../../../store/leases.ts'

/** How long a stack waits for another runner after the one that works on it has died. */
const TTL_MS = 30_000
/** Two renewals may fail before the lease runs out. */
const BEAT_MS = TTL_MS / 3

export interface OwnershipsDeps {
  readonly leases: Leases
  /** Between two renewals: of real time, as the leases' clock. */
  readonly beat: Sleep
  readonly logger: Logger
}

/** The right of one runner to carry out the operations on a stack. Renewed on its own until it ends or is lost. */
export interface Ownership {
  /** For the transaction that writes what only the owner may write. Throws {@link LeaseLost}. */
  check(reader: Reader): Promise<void>
  end(): Promise<void>
}

export interface OwnershipWatch {
  /** Nothing more may be written: somebody else may be at it. */
  lost(reason: LeaseLost): void
  /** With each renewal: the time to look whether another server has been told something else. */
  renewed(): Promise<void>
}

/** Gives the stacks of a store to one of several runners each. */
export class Ownerships {
  readonly #deps: OwnershipsDeps

  constructor(deps: OwnershipsDeps) {
    this.#deps = deps
  }

  /** Undefined while it is somebody else's. */
  async take(stack: string, watch: OwnershipWatch): Promise<Ownership | undefined> {
    const { leases, logger } = this.#deps
    const lease = await leases.acquire(`cloudformation/${stack}`, TTL_MS)
    if (!lease) return undefined
    const over = new AbortController()
    const beating = this.#keep(lease, watch, over.signal)
    return {
      check: (reader) => leases.check(reader, lease),
      async end() {
        over.abort()
        await beating
        await leases.release(lease).catch((error: unknown) => {
          logger.log('warn', 'a stack was not given back: others wait until its lease runs out', { stack, error })
        })
      },
    }
  }

  async #keep(lease: Parameters<Leases['renew']>[0], watch: OwnershipWatch, signal: AbortSignal): Promise<void> {
    const { leases, beat, logger } = this.#deps
    for (;;) {
      await beat(BEAT_MS, signal)
      if (signal.aborted) return
      try {
        await leases.renew(lease, TTL_MS)
        await watch.renewed()
      } catch (error) {
        if (error instanceof LeaseLost) return watch.lost(error)
        logger.log('warn', 'a lease could not be renewed', { lease: lease.name, error })
      }
    }
  }
}
