import { describe, expect, it } from 'vitest'
import { manualClock } from '../kernel/clock.ts'
import type { Key, Transaction } from '../kernel/transaction.ts'
import { LeaseLost, Leases } from './leases.ts'
import type { Store } from './store.ts'

const key = (id: string, place = 'a/r', kind = 'k'): Key => ({ place, kind, id })
const ids = (documents: { key: Key }[]) => documents.map((document) => document.key.id)

/** What every backend must do. `open` gives a fresh, empty store. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  const withStore = async (work: (store: Store) => Promise<void>) => {
    const store = await open()
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }
  const putAll = (store: Store, keys: Key[]) =>
    store.transact(async (tx) => {
      for (const k of keys) tx.put(k, { id: k.id })
    })

  describe(`store: ${name}`, () => {
    it('gives back what was put, with a version that counts writes', () =>
      withStore(async (store) => {
        await putAll(store, [key('x')])
        await store.transact(async (tx) => tx.put(key('x'), { n: 2 }))
        expect(await store.get(key('x'))).toEqual({ key: key('x'), version: 2, value: { n: 2 } })
        expect(await store.get(key('y'))).toBeUndefined()
      }))

    it('tells the places that have anything', () =>
      withStore(async (store) => {
        expect(await store.places()).toEqual([])
        await putAll(store, [key('y', 'b/r'), key('x'), key('z')])
        expect(await store.places()).toEqual(['a/r', 'b/r'])
        await store.transact(async (tx) => tx.delete(key('y', 'b/r')))
        expect(await store.places()).toEqual(['a/r'])
      }))

    it('gives all that it holds, blobs too', () =>
      withStore(async (store) => {
        await putAll(store, [key('x'), key('y', 'b/r')])
        await store.blobs.put('blob', Buffer.from('bytes'))
        const { documents, blobs } = await store.contents()
        expect(
          documents.map(({ place, kind, id, version, value }) => [place, kind, id, version, value]).sort(),
        ).toEqual([
          ['a/r', 'k', 'x', 1, '{"id":"x"}'],
          ['b/r', 'k', 'y', 1, '{"id":"y"}'],
        ])
        expect([...blobs]).toEqual([['blob', Buffer.from('bytes')]])
      }))

    it('lets a transaction read its own writes and nobody else before the commit', () =>
      withStore(async (store) => {
        await store.transact(async (tx) => {
          tx.put(key('x'), 1)
          expect((await tx.get(key('x')))?.value).toBe(1)
          expect(ids(await tx.list({ kind: 'k', place: 'a/r' }))).toEqual(['x'])
          expect(await store.get(key('x'))).toBeUndefined()
          tx.delete(key('x'))
          expect(await tx.get(key('x'))).toBeUndefined()
          tx.put(key('z'), 1)
        })
        expect(ids(await store.list({ kind: 'k' }))).toEqual(['z'])
      }))

    it('forgets the writes of work that throws, also when others share its flush', () =>
      withStore(async (store) => {
        const good = store.transact(async (tx) => tx.put(key('good'), 1))
        const bad = store.transact(async (tx) => {
          tx.put(key('bad'), 1)
          throw new Error('no')
        })
        const late = store.transact(async (tx) => {
          expect(await tx.get(key('bad'))).toBeUndefined()
          return (await tx.get(key('good')))?.value
        })
        await good
        await expect(bad).rejects.toThrow('no')
        expect(await late).toBe(1)
      }))

    it('runs transactions one after another, so that read-check-write needs no lock', () =>
      withStore(async (store) => {
        const increment = async (tx: Transaction) => {
          const n = (await tx.get<number>(key('n')))?.value ?? 0
          await Promise.resolve()
          tx.put(key('n'), n + 1)
        }
        await Promise.all(Array.from({ length: 300 }, () => store.transact(increment)))
        expect((await store.get(key('n')))?.value).toBe(300)
      }))

    it('lists by place, prefix, position, direction and limit, own writes included', () =>
      withStore(async (store) => {
        await putAll(store, [key('a1'), key('a2'), key('a3'), key('b1'), key('a1', 'b/r'), key('a1', 'a/r', 'other')])
        const range = { kind: 'k', place: 'a/r' }
        expect(ids(await store.list(range))).toEqual(['a1', 'a2', 'a3', 'b1'])
        expect(ids(await store.list({ ...range, prefix: 'a', after: 'a1' }))).toEqual(['a2', 'a3'])
        expect(ids(await store.list({ ...range, descending: true, limit: 2 }))).toEqual(['b1', 'a3'])
        expect(ids(await store.list({ ...range, descending: true, after: 'a3' }))).toEqual(['a2', 'a1'])
        expect((await store.list({ kind: 'k' })).map((d) => d.key.place)).toEqual(['a/r', 'a/r', 'a/r', 'a/r', 'b/r'])
        await store.transact(async (tx) => {
          tx.delete(key('a1'))
          tx.put(key('a25'), 1)
          expect(ids(await tx.list({ ...range, limit: 3 }))).toEqual(['a2', 'a25', 'a3'])
          expect(ids(await tx.list({ ...range, descending: true, limit: 2 }))).toEqual(['b1', 'a3'])
        })
      }))

    it('orders ids by their bytes, own writes included', () =>
      withStore(async (store) => {
        await putAll(store, [key('\u{1F600}')])
        await store.transact(async (tx) => {
          tx.put(key('\uFF5E'), 1)
          expect(ids(await tx.list({ kind: 'k', place: 'a/r' }))).toEqual(['\uFF5E', '\u{1F600}'])
        })
        expect(ids(await store.list({ kind: 'k', place: 'a/r' }))).toEqual(['\uFF5E', '\u{1F600}'])
      }))

    it('tells listeners of a commit before the writer hears of it', () =>
      withStore(async (store) => {
        const heard: string[] = []
        const stop = store.onCommit((changes) => {
          for (const change of changes) heard.push(`${change.type} ${change.key.id}`)
        })
        await putAll(store, [key('x')])
        expect(heard).toEqual(['put x'])
        await store.transact(async (tx) => tx.delete(key('x')))
        stop()
        await putAll(store, [key('y')])
        expect(heard).toEqual(['put x', 'delete x'])
      }))

    it('answers whoever wrote, whatever a listener does', () =>
      withStore(async (store) => {
        store.onCommit(() => {
          throw new Error('a listener of ours')
        })
        await putAll(store, [key('x')])
        expect(await store.get(key('x'))).toBeDefined()
      }))

    it('gives every reader a value of its own', () =>
      withStore(async (store) => {
        await putAll(store, [key('x')])
        const first = await store.get<{ id: string }>(key('x'))
        if (first) first.value.id = 'changed'
        expect((await store.get<{ id: string }>(key('x')))?.value.id).toBe('x')
      }))

    it('keeps blobs under names that are used once', () =>
      withStore(async (store) => {
        await store.blobs.put('a', Buffer.from('hello'))
        await store.blobs.put('b', Buffer.from('hello'))
        expect((await store.blobs.get('a'))?.toString()).toBe('hello')
        await expect(store.blobs.put('a', Buffer.from('other'))).rejects.toThrow()
        await store.blobs.delete('a')
        await store.blobs.delete('a')
        expect(await store.blobs.get('a')).toBeUndefined()
        expect((await store.blobs.get('b'))?.toString()).toBe('hello')
      }))

    it('keeps a feed in the order of commits, from which whoever knows a position misses nothing', () =>
      withStore(async (store) => {
        await putAll(store, [key('before')])
        const start = await store.position()
        await putAll(store, [key('x'), key('y')])
        await store.transact(async (tx) => tx.delete(key('x')))
        const changes = (await store.changesAfter(start)) ?? []
        expect(changes.map(({ type, key: { id } }) => `${type} ${id}`)).toEqual(['put x', 'put y', 'delete x'])
        const [first] = (await store.changesAfter(start, 1)) ?? []
        expect((await store.changesAfter(first?.position ?? 0))?.map((change) => change.key.id)).toEqual(['y', 'x'])
        expect(await store.changesAfter(await store.position())).toEqual([])
      }))

    it('forgets everything at once, and says so to whoever followed the feed', () =>
      withStore(async (store) => {
        await putAll(store, [key('x')])
        await store.blobs.put('b', Buffer.from('hello'))
        const before = await store.position()
        await store.erase()
        expect(await store.list({ kind: 'k' })).toEqual([])
        expect(await store.blobs.get('b')).toBeUndefined()
        expect(await store.changesAfter(before)).toBeUndefined()
        const after = await store.position()
        await putAll(store, [key('y')])
        expect((await store.changesAfter(after))?.map((change) => change.key.id)).toEqual(['y'])
        expect((await store.get(key('y')))?.version).toBe(1)
      }))

    it('gives a lease to one at a time, and to another once it has run out', () =>
      withStore(async ({ transact }) => {
        const clock = manualClock(0)
        const [one, two] = ['one', 'two'].map((owner) => new Leases({ transact, clock, owner }))
        if (!one || !two) throw new Error('two owners')
        const first = await one.acquire('stack', 1000)
        if (!first) throw new Error('nobody held it')
        expect(await two.acquire('stack', 1000)).toBeUndefined()
        expect(await two.acquire('another', 1000)).toMatchObject({ owner: 'two' })
        clock.advance(600)
        const renewed = await one.renew(first, 1000)
        clock.advance(600)
        expect(await two.acquire('stack', 1000)).toBeUndefined()
        clock.advance(400)
        await expect(one.renew(renewed, 1000)).rejects.toThrow(LeaseLost)
        const second = await two.acquire('stack', 1000)
        expect(second?.token).toBeGreaterThan(first.token)
        await expect(transact((tx) => one.check(tx, renewed))).rejects.toThrow(LeaseLost)
        await one.release(renewed)
        expect(await one.acquire('stack', 1000)).toBeUndefined()
        if (second) await two.release(second)
        expect((await one.acquire('stack', 1000))?.token).toBeGreaterThan(second?.token ?? 0)
      }))

    it('lets one of many who want the same lease have it', () =>
      withStore(async ({ transact }) => {
        const clock = manualClock(0)
        const owners = Array.from({ length: 20 }, (_, i) => new Leases({ transact, clock, owner: `${i}` }))
        const got = await Promise.all(owners.map((owner) => owner.acquire('x', 1000)))
        expect(got.filter((lease) => lease !== undefined)).toHaveLength(1)
      }))

    it('lets others have their turn while long work reads', () =>
      withStore(async (store) => {
        let isTurned = false
        setImmediate(() => (isTurned = true))
        await store.transact(async (tx) => {
          for (let i = 0; i < 1_000_000 && !isTurned; i++) await tx.get(key('x'))
        })
        expect(isTurned).toBe(true)
      }))

    it('lets others have their turn while much is committed, of which nobody sees a part', () =>
      withStore(async (store) => {
        const count = 3_000
        const idOf = (i: number) => `${i}`.padStart(6, '0')
        await putAll(store, [key(idOf(0)), key('z')])
        const start = await store.position()
        const seen = new Set<string>()
        let isCommitted = false
        const watch = async () => {
          while (!isCommitted) {
            const first = (await store.get(key(idOf(0))))?.version
            const all = await store.list({ kind: 'k', place: 'a/r', descending: true, limit: 2 })
            seen.add(`${first} ${ids(all)}`)
            await new Promise((resolve) => setImmediate(resolve))
          }
        }
        const watching = watch()
        await store.transact(async (tx) => {
          for (let i = 0; i < count; i++) tx.put(key(idOf(i)), i)
          tx.delete(key('z'))
        })
        isCommitted = true
        await watching
        const last = `2 ${idOf(count - 1)},${idOf(count - 2)}`
        expect([...seen].filter((sight) => sight !== last)).toEqual([`1 z,${idOf(0)}`])
        expect(await store.changesAfter(start, count + 2)).toHaveLength(count + 1)
        expect(await store.list({ kind: 'k' })).toHaveLength(count)
      }))

    it('keeps a blob that is put while much is committed', () =>
      withStore(async (store) => {
        const writing = store.transact(async (tx) => {
          for (let i = 0; i < 2_000; i++) tx.put(key(`${i}`), i)
        })
        await new Promise((resolve) => setImmediate(resolve))
        await store.blobs.put('blob', Buffer.from('bytes'))
        await writing
        expect((await store.blobs.get('blob'))?.toString()).toBe('bytes')
      }))

    it('refuses a transaction inside a transaction, which would never end', () =>
      withStore(async (store) => {
        const nested = store.transact(async () => store.transact(async () => 1))
        await expect(nested).rejects.toThrow('inside a transaction')
        expect(await store.transact(async () => 2)).toBe(2)
      }))

    it('refuses work after close', async () => {
      const store = await open()
      await store.close()
      await expect(store.transact(async () => 1)).rejects.toThrow('closed')
    })
  })
}
