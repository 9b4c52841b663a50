import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemRandom } from '../../../kernel/random.ts'
import { openSqliteStore } from '../../../store/sqlite/index.ts'
import { createVault } from '../../../store/vault.ts'
import { createKeyPairSource } from './key-pair-source.ts'
import { createStoredKeyShelf } from './stored-key-shelf.ts'

test('a pair is RSA-2048 and its halves belong together', async () => {
  const source = createKeyPairSource({ reserve: 0 })
  const { privateKeyPem, publicJwk } = await source.take()
  const key = createPrivateKey(privateKeyPem)
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(key.export({ format: 'jwk' }).n).toBe(publicJwk.n)
  expect(publicJwk.n).toHaveLength(342)
  await source.close()
})

test('what lies on the shelf is sealed and claimed once', async () => {
  const store = await openSqliteStore({ path: undefined })
  const shelf = createStoredKeyShelf({ store, vault: createVault(Buffer.alloc(32, 1), systemRandom) })
  const made = await createKeyPairSource({ reserve: 0 }).take()
  await shelf.keep([made])
  expect(JSON.stringify(await store.list({ kind: 'oauth/key-reserve' }))).not.toContain('PRIVATE KEY')
  expect(await shelf.claim()).toEqual([made])
  expect(await shelf.claim()).toEqual([])
  await store.close()
})

test('a claimed reserve is handed out before anything is made, each pair once', async () => {
  const pair = (n: string) => ({ privateKeyPem: n, publicJwk: { n, e: 'AQAB' } })
  const kept: unknown[] = []
  const shelf = {
    claim: async () => [pair('1'), pair('2'), pair('3')],
    keep: async (pairs: readonly unknown[]) => void kept.push(...pairs),
  }
  const source = createKeyPairSource({ reserve: 0, shelf })
  await new Promise(setImmediate)
  const taken = [await source.take(), await source.take()]
  await source.close()
  expect(new Set([...taken, ...kept].map((value) => JSON.stringify(value))).size).toBe(3)
  expect(kept).toHaveLength(1)
})

test('a reserve is made in the background and put on the shelf on close', async () => {
  const kept: unknown[] = []
  const shelf = { claim: async () => [], keep: async (pairs: readonly unknown[]) => void kept.push(...pairs) }
  const source = createKeyPairSource({ reserve: 1, pauseMs: 1, shelf })
  // The pause is over and a pair is being made, or has been: closing waits for it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  await source.close()
  expect(kept).toHaveLength(1)
})

test('after ready, that many are taken without making any', async () => {
  const source = createKeyPairSource({ reserve: 0 })
  await source.ready(2)
  const inTime = Promise.race([
    Promise.all([source.take(), source.take()]),
    new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
  ])
  expect(await inTime).toHaveLength(2)
  await source.close()
})

test('a shelf that cannot be read costs the reserve only', async () => {
  const shelf = { claim: () => Promise.reject(new Error('another key')), keep: async () => {} }
  const source = createKeyPairSource({ reserve: 0, shelf })
  await expect(source.take()).resolves.toBeDefined()
  await source.close()
})

test('many are made one or two at a time, so that a token finds a free thread, and one that fails holds up none', async () => {
  let atOnce = 0
  let most = 0
  let made = 0
  const generate = async () => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    atOnce--
    if (++made === 3) throw new Error('no entropy')
    return { privateKeyPem: 'PEM', publicJwk: { n: 'n', e: 'AQAB' } }
  }
  const source = createKeyPairSource({ reserve: 0, generate })
  const taken = await Promise.allSettled(Array.from({ length: 16 }, () => source.take()))
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(15)
  expect(most).toBeLessThanOrEqual(2)
  await source.close()
})
