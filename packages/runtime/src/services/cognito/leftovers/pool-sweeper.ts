import type { Logger } from '../../../kernel/logger.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { Turns } from '../../../kernel/turns.ts'
import type { Store } from '../../../store/store.ts'
import { clients, deleteClient, within } from '../repository.ts'
import { LEFT_KINDS } from './kinds.ts'
import { leftPools } from './left-pools.ts'

/** Documents of one transaction: whoever else writes waits for some milliseconds. */
const SLICE = 200

/**
 * Deletes what pools that were deleted have left behind, a few documents at a time: at start, and after every commit that
 * leaves a pool. Nobody finds these documents any more, as all that leads to them leads over the pool. The mark goes last,
 * so that after a crash the next run goes on; all of it can be done twice.
 */
export class PoolSweeper {
  readonly #store: Store
  readonly #logger: Logger
  #running: Promise<void> = Promise.resolve()
  #isClosing = false
  #stopListening = () => {}

  constructor({ store, logger }: { readonly store: Store; readonly logger: Logger }) {
    this.#store = store
    this.#logger = logger
  }

  start(): void {
    this.#stopListening = this.#store.onCommit((changes) => {
      if (changes.some(({ key, type }) => key.kind === leftPools.kind && type === 'put')) this.#then()
    })
    this.#then()
  }

  /** Resolves when nothing is being deleted any more; what is left then is the next run's. */
  close(): Promise<void> {
    this.#isClosing = true
    this.#stopListening()
    return this.#running
  }

  #then(): void {
    this.#running = this.#running
      .then(() => this.#sweep())
      // The mark stays: the next run finds it, at the latest after a restart.
      .catch((error: unknown) => this.#logger.log('debug', 'what a pool has left was not deleted', { error }))
  }

  async #sweep(): Promise<void> {
    const turns = new Turns()
    for (const { poolId, place } of await leftPools.list(this.#store, 'global')) {
      for (const slice of slicesOf(place, poolId)) {
        // A transaction that is over at once lets nobody else have a turn.
        while (!this.#isClosing && (await this.#store.transact(slice))) await turns.pass()
      }
      if (this.#isClosing) return
      await this.#store.transact(async (tx) => leftPools.delete(tx, 'global', poolId))
    }
  }
}

/** Steps to be repeated until each says that nothing is left for it. */
function slicesOf(place: Place, poolId: string): ((tx: Transaction) => Promise<boolean>)[] {
  const prefix = within(poolId, '')
  const ofClients = async (tx: Transaction) => {
    const found = await clients.list(tx, place, { prefix, limit: SLICE })
    for (const client of found) deleteClient(tx, place, client)
    return found.length === SLICE
  }
  const ofKinds = LEFT_KINDS.map(({ kind }) => async (tx: Transaction) => {
    const found = await tx.list({ kind, place: placeKey(place), prefix, limit: SLICE })
    for (const { key } of found) tx.delete(key)
    return found.length === SLICE
  })
  return [ofClients, ...ofKinds]
}
