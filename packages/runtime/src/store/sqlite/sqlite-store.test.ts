import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { describeStore } from '../store.contract.ts'
import { openDatabase } from './driver.ts'
import { openSqliteStore } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
describeStore('SQLite in memory', () => openSqliteStore({ path: undefined }))
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

it('refuses a file of another format, and leaves it as it is', async () => {
  const path = join(folder, 'other-format.db')
  await (await openSqliteStore({ path })).close()
  const database = await openDatabase(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'ERR_DATA_FORMAT' })
  await expect(openSqliteStore({ path })).rejects.toThrow('another version')
})
