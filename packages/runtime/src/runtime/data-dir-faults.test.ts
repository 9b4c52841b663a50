import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type Runtime, startSallyport } from '../index.ts'
import { signed } from '../protocol/control-plane.harness.ts'
import { explainFault } from '../store/data-dir-fault.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-faults-'))
let runtime: Runtime | undefined
afterEach(async () => {
  await runtime?.close()
  runtime = undefined
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(dataDir: string): Promise<Runtime> {
  runtime = await startSallyport({ dataDir })
  return runtime
}

async function stop(): Promise<void> {
  await runtime?.close()
  runtime = undefined
}

/** A data directory with something in it, whose server has ended. */
async function used(name: string): Promise<string> {
  const dataDir = join(folder, name)
  const { origin } = await start(dataDir)
  for (let i = 0; i < 40; i++) await putParameter(origin, `p${i}`)
  await stop()
  return dataDir
}

async function putParameter(origin: string, name: string): Promise<number> {
  const response = await fetch(origin, {
    method: 'POST',
    headers: {
      ...signed('ssm'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.PutParameter',
    },
    body: JSON.stringify({ Name: name, Value: 'x'.repeat(1000), Type: 'SecureString' }),
  })
  return response.status
}

it.each([
  ['missing', (path: string) => unlinkSync(path), 'is missing'],
  ['empty', (path: string) => writeFileSync(path, ''), 'is damaged'],
  ['cut short', (path: string) => writeFileSync(path, 'abcd\n'), 'is damaged'],
  ['another one', (path: string) => writeFileSync(path, `${'ab'.repeat(32)}\n`), 'is not the key'],
])('a vault key that is %s is refused by name, and nothing is changed', async (name, damage, words) => {
  const dataDir = await used(`key-${name}`)
  const path = join(dataDir, 'vault.key')
  const key = readFileSync(path)
  damage(path)
  for (let i = 0; i < 2; i++) {
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'ERR_VAULT_KEY',
      message: expect.stringContaining(`${path} ${words}`),
      hint: expect.stringContaining('sallyport reset'),
    })
  }
  writeFileSync(path, key)
  await start(dataDir)
})

it.each([
  ['cut short', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['no database', (path: string) => writeFileSync(path, 'something else '.repeat(1000))],
  ['overwritten in its pages', overwritePages],
])('a database that is %s is refused in a sentence', async (name, damage) => {
  const dataDir = await used(`database-${name}`)
  damage(join(dataDir, 'sallyport.db'))
  await expect(start(dataDir)).rejects.toMatchObject({
    code: 'ERR_DATA_DIR',
    message: expect.stringContaining(`${dataDir} cannot be used: its database is damaged`),
  })
  // The directory was given back.
  expect(existsSync(join(dataDir, 'sallyport.lock'))).toBe(false)
})

function overwritePages(path: string): void {
  const { size } = statSync(path)
  const file = openSync(path, 'r+')
  for (let at = 4096 * 3; at + 100 < size; at += 4096) writeSync(file, Buffer.alloc(100, 0xff), 0, 100, at)
  closeSync(file)
}

it('a file in place of the directory is refused in a sentence', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  await expect(start(path)).rejects.toMatchObject({ code: 'ERR_DATA_DIR' })
  await expect(start(join(path, 'deeper'))).rejects.toMatchObject({ code: 'ERR_DATA_DIR' })
})

it.each([
  [{ code: 'ENOSPC' }, 'disk is full'],
  [{ code: 'EROFS' }, 'may not be written'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'disk is full'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 8 | (2 << 8) }, 'may not be written'],
])('says what %j means', (codes, words) => {
  const error = Object.assign(new Error('as the system says it'), codes)
  expect(explainFault(error, 'd')).toMatchObject({ code: 'ERR_DATA_DIR', message: expect.stringContaining(words) })
})

it('leaves what it does not know as it is', () => {
  const error = new Error('a bug')
  expect(explainFault(error, 'd')).toBe(error)
})

it('nothing is acknowledged once the data directory was deleted, and a reset begins anew', async () => {
  const dataDir = join(folder, 'deleted')
  const { origin } = await start(dataDir)
  expect(await putParameter(origin, 'before')).toBe(200)
  rmSync(dataDir, { recursive: true })
  expect(await putParameter(origin, 'lost')).toBe(500)
  mkdirSync(dataDir)
  expect(await putParameter(origin, 'still-lost')).toBe(500)
  expect((await fetch(`${origin}/_sallyport/reset`, { method: 'POST' })).status).toBe(200)
  expect(await putParameter(origin, 'after')).toBe(200)
  await stop()
  await start(dataDir)
})
