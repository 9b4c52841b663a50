import { type Clock, type MovableClock, movableClock } from '../kernel/clock.ts'
import { collection } from '../store/collection.ts'
import type { Store } from '../store/store.ts'

const clocks = collection<{ readonly offsetMs: number }>('runtime/clock')
const ID = 'offset'

/** The clock of one store: where the user has moved it, it stays after a restart. */
export interface PersistentClock extends MovableClock {
  /** As `setOffset`; resolves when the new offset is durable. */
  moveTo(offsetMs: number): Promise<void>
}

export async function openClock(store: Store, base: Clock): Promise<PersistentClock> {
  const saved = await clocks.find(store, 'global', ID)
  const clock = movableClock(base, saved?.offsetMs ?? 0)
  return Object.assign(clock, {
    async moveTo(offsetMs: number) {
      await store.transact(async (tx) => clocks.put(tx, 'global', ID, { offsetMs }))
      clock.setOffset(offsetMs)
    },
  })
}
