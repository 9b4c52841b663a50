import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runsTwice } from '../runs-twice.harness.ts'
import { describeStore } from '../store.contract.ts'
import type { Store } from '../store.ts'
import { openDatabase } from './driver.ts'
import { openSqliteStore } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
describeStore('SQLite in memory', () => openSqliteStore({ path: undefined }))
describeStore('SQLite in memory, all work run twice', async () => runsTwice(await openSqliteStore({ path: undefined })))
describeStore('SQLite in a file', () => openSqliteStore({ path: join(folder, `${files++}.db`) }))

it('finds everything again after it was closed and opened', async () => {
  const path = join(folder, 'again.db')
  const key = { place: 'a/r', kind: 'k', id: 'x' }
  const first = await openSqliteStore({ path })
  await first.transact(async (tx) => tx.put(key, { n: 1 }))
  await first.close()
  const second = await openSqliteStore({ path })
  expect((await second.get(key))?.value).toEqual({ n: 1 })
  await second.close()
})

it('begins with the contents of another one, whose changes nobody can go on from', async () => {
  const key = { place: 'a/r', kind: 'k', id: 'x' }
  const first = await openSqliteStore({ path: undefined })
  await first.transact(async (tx) => tx.put(key, { n: 1 }))
  await first.blobs.put('blob', Buffer.from('bytes'))
  const begin = await first.contents()
  const path = join(folder, 'begun.db')
  const second = await openSqliteStore({ path, begin })
  expect(await second.get(key)).toEqual({ key, version: 1, value: { n: 1 } })
  expect(await second.blobs.get('blob')).toEqual(Buffer.from('bytes'))
  expect(await second.changesAfter(0)).toBeUndefined()
  await second.close()
  await expect(openSqliteStore({ path, begin })).rejects.toThrow('the store is not empty')
  await first.close()
})

it('goes on with the feed where it was before', async () => {
  const path = join(folder, 'feed.db')
  const put = (store: Store, id: string) => store.transact(async (tx) => tx.put({ place: 'a/r', kind: 'k', id }, 1))
  const first = await openSqliteStore({ path })
  await put(first, 'x')
  const position = await first.position()
  await put(first, 'y')
  await first.close()
  const second = await openSqliteStore({ path })
  await put(second, 'z')
  expect((await second.changesAfter(position))?.map(({ key }) => key.id)).toEqual(['y', 'z'])
  await second.close()
})

it('brings a file of an older format to this one, with what is in it', async () => {
  const path = join(folder, 'older-format.db')
  const older = await openDatabase(path)
  older.exec(`
    CREATE TABLE documents (
      kind TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (kind, place, id)
    ) WITHOUT ROWID;
    CREATE TABLE blobs (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL);
    INSERT INTO documents VALUES ('k', 'a/r', 'x', 1, '1');
    PRAGMA user_version = 1`)
  older.close()
  const store = await openSqliteStore({ path })
  expect((await store.get({ place: 'a/r', kind: 'k', id: 'x' }))?.value).toBe(1)
  expect(await store.position()).toBe(0)
  await store.close()
})

it('finds the routes of an older format by their keys', async () => {
  const path = join(folder, 'older-routes.db')
  const store = await openSqliteStore({ path })
  const value = { routeId: 'r1', routeKey: 'GET /pets/{petId}', authorizationType: 'NONE' }
  await store.transact(async (tx) => tx.put({ place: 'a/r', kind: 'apigatewayv2/route', id: 'api/r1' }, value))
  await store.close()
  const older = await openDatabase(path)
  older.exec('PRAGMA user_version = 2')
  older.close()
  const again = await openSqliteStore({ path })
  const found = await again.get({ place: 'a/r', kind: 'apigatewayv2/route-key', id: 'api/GET /pets/{petId}' })
  expect(found?.value).toEqual({ routeId: 'r1', routeKey: 'GET /pets/{petId}' })
  await again.close()
})

it('refuses a file of another format, and leaves it as it is', async () => {
  const path = join(folder, 'other-format.db')
  await (await openSqliteStore({ path })).close()
  const database = await openDatabase(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'ERR_DATA_FORMAT' })
  await expect(openSqliteStore({ path })).rejects.toThrow('another version')
})

it.skipIf(process.platform === 'win32')('is read by its owner alone, also where others could before', async () => {
  const path = join(folder, 'private.db')
  const modes = () => ['', '-wal', '-shm'].map((suffix) => statSync(path + suffix).mode & 0o777)
  const first = await openSqliteStore({ path })
  expect(modes()).toEqual([0o600, 0o600, 0o600])
  await first.close()
  chmodSync(path, 0o644)
  const second = await openSqliteStore({ path })
  expect(modes()).toEqual([0o600, 0o600, 0o600])
  await second.close()
})
