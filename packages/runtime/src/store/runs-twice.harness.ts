import type { Transact } from '../kernel/transaction.ts'
import type { Store } from './store.ts'

class Again extends Error {}

/**
 * A store that runs each transaction's work once in vain: a database that several servers share does so whenever two of
 * them want the same. Work that does more than read, compute and write shows here.
 */
export function runsTwice(store: Store): Store {
  const transact: Transact = async (work) => {
    const attempt = store.transact(async (tx) => {
      await work(tx)
      throw new Again()
    })
    await attempt.catch((error: unknown) => {
      if (!(error instanceof Again)) throw error
    })
    return store.transact(work)
  }
  return new Proxy(store, {
    get(target, name) {
      if (name === 'transact') return transact
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
