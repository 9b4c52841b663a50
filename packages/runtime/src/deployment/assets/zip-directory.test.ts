import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openZip } from '../../kernel/zip-archive.ts'
import { zipDirectory } from './zip-directory.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-zip-'))
afterEach(() => rmSync(folder, { recursive: true }))

it('holds every file with its mode, links followed, and is the same whenever it is made', async () => {
  mkdirSync(join(folder, 'lib', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'run.sh'), 'echo')
  chmodSync(join(folder, 'run.sh'), 0o755)
  writeFileSync(join(folder, 'lib', 'deep', 'a.js'), 'a')
  symlinkSync(join(folder, 'lib', 'deep'), join(folder, 'linked'))
  const first = await zipDirectory(folder)
  utimesSync(join(folder, 'run.sh'), 1, 1)
  expect((await zipDirectory(folder)).equals(first)).toBe(true)
  const found: [string, number, string][] = []
  for await (const entry of (await openZip(first)).entries()) {
    found.push([entry.path, entry.mode & 0o777, String(await entry.bytes())])
  }
  expect(found).toEqual([
    ['lib/deep/a.js', expect.any(Number), 'a'],
    ['linked/a.js', expect.any(Number), 'a'],
    ['run.sh', 0o755, 'echo'],
  ])
})
