import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startOf } from './leftovers.ts'
import { claimTemporaryFolder } from './temporary-folders.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sallyport-temporary-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

function folderOf(name: string, owner?: object): string {
  const folder = join(parent, name)
  mkdirSync(join(folder, 'code'), { recursive: true })
  if (owner) writeFileSync(join(folder, 'server.json'), JSON.stringify(owner))
  return folder
}

it('folders whose server is gone go, and no others', async () => {
  const start = await startOf(process.pid)
  const gone = folderOf('sallyport-functions-gone', { pid: process.pid, start: 'another time' })
  const alive = folderOf('sallyport-functions-alive', { pid: process.pid, start })
  const unclaimed = folderOf('sallyport-functions-unclaimed')
  const foreign = folderOf('something-else', { pid: process.pid, start: 'another time' })
  const own = folderOf('sallyport-functions-own')
  await claimTemporaryFolder(own)
  expect([gone, alive, unclaimed, foreign, own].map(existsSync)).toEqual([false, true, true, true, true])
  expect(existsSync(join(own, 'server.json'))).toBe(true)
})
