import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Watching, watchFiles } from './watch-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-watch-'))
const opened: Watching[] = []
afterEach(async () => {
  for (const watching of opened) await watching.close()
  rmSync(folder, { recursive: true })
})

it('gives what has changed, also while nobody asked, and nothing that the app writes', async () => {
  const write = (path: string) => writeFileSync(join(folder, path), String(Math.random()))
  for (const name of ['lib', 'cdk.out', 'node_modules', 'docs']) mkdirSync(join(folder, name))
  write('lib/a.ts')
  const open = async () => {
    const watching = watchFiles(folder, join(folder, 'cdk.out'), { include: [], exclude: ['docs'] })
    opened.push(watching)
    await watching.ready
    return watching
  }
  const [watching, other] = [await open(), await open()]
  const first = watching.next()
  write('cdk.out/x.json')
  write('node_modules/x.js')
  write('docs/x.md')
  write('lib/a.ts')
  expect(await first).toEqual(['lib/a.ts'])
  await other.next()
  write('lib/b.ts')
  await other.next()
  expect(await watching.next()).toEqual(['lib/b.ts'])
})
