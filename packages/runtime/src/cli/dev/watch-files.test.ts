import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Watching, watchFiles } from './watch-files.ts'

let folder: string
const opened: Watching[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-watch-'))
})
afterEach(async () => {
  for (const watching of opened.splice(0)) await watching.close()
  rmSync(folder, { recursive: true })
})

async function open(exclude: readonly string[]): Promise<Watching> {
  const watching = watchFiles(folder, join(folder, 'cdk.out'), { include: [], exclude })
  opened.push(watching)
  await watching.ready
  return watching
}

const write = (path: string, text = String(Math.random())) => writeFileSync(join(folder, path), text)

it('gives what has changed, also while nobody asked, and nothing that the app writes', async () => {
  for (const name of ['lib', 'cdk.out', 'node_modules', 'docs']) mkdirSync(join(folder, name))
  write('lib/a.ts')
  const [watching, other] = [await open(['docs']), await open(['docs'])]
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

it('leaves virtual environments of Python alone, whatever they are called', async () => {
  mkdirSync(join(folder, 'venv/lib'), { recursive: true })
  write('venv/pyvenv.cfg')
  write('venv/lib/library.py')
  const watching = await open([])
  const changed = watching.next()
  write('venv/lib/library.py')
  write('venv/other.py')
  write('app.py')
  expect(await changed).toEqual(['app.py'])
})

it('sees what the app is run with, whatever is excluded', async () => {
  write('cdk.json')
  write('package.json')
  const watching = await open(['cdk*.json', 'package*.json'])
  const changed = watching.next()
  write('package.json')
  write('cdk.json')
  expect(await changed).toEqual(['cdk.json'])
})

it('goes by the contents of what is excluded and watched all the same', async () => {
  mkdirSync(join(folder, 'lambda'))
  write('lambda/index.js', 'one')
  write('jest.config.js')
  const watching = await open(['**/*.js'])
  expect([...watching.leftOut()].sort()).toEqual(['jest.config.js', 'lambda/index.js'])
  watching.watchContents(['lambda/index.js'])
  expect(watching.leftOut()).toEqual(['jest.config.js'])
  const first = watching.next()
  write('lambda/index.js', 'two')
  expect(await first).toEqual(['lambda/index.js'])
  const second = watching.next()
  write('jest.config.js')
  write('lambda/index.js', 'two')
  write('lambda/other.ts')
  expect(await second).toEqual(['lambda/other.ts'])
})

it('sees each change of such a file, also of one that another file takes the place of', async () => {
  write('index.js', 'one')
  const watching = await open(['**/*.js'])
  watching.watchContents(['index.js'])
  for (const text of ['two', 'one', 'two', 'one']) {
    const changed = watching.next()
    write('next.js', text)
    renameSync(join(folder, 'next.js'), join(folder, 'index.js'))
    expect(await changed).toEqual(['index.js'])
  }
})

it('sees a file that counts by its contents again after its folder was taken away and brought back', async () => {
  mkdirSync(join(folder, 'code/lambda'), { recursive: true })
  write('code/lambda/index.js', 'one')
  const watching = await open(['**/*.js'])
  watching.watchContents(['code/lambda/index.js'])
  const away = watching.next()
  rmSync(join(folder, 'code'), { recursive: true })
  expect(await away).toEqual(['code/lambda/index.js'])
  const back = watching.next()
  mkdirSync(join(folder, 'code/lambda'), { recursive: true })
  write('code/lambda/index.js', 'two')
  expect(await back).toEqual(['code/lambda/index.js'])
  const edited = watching.next()
  write('code/lambda/index.js', 'three')
  expect(await edited).toEqual(['code/lambda/index.js'])
})

it('takes a file for gone whose folder is a file by now', async () => {
  mkdirSync(join(folder, 'code'))
  write('code/index.js', 'one')
  const watching = await open(['**/*.js', 'code'])
  watching.watchContents(['code/index.js'])
  const gone = watching.next()
  rmSync(join(folder, 'code'), { recursive: true })
  write('code')
  expect(await gone).toEqual(['code/index.js'])
})
