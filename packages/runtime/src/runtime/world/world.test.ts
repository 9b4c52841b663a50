import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRuntime, type Runtime } from '../../index.ts'
import { UsageError } from '../../kernel/errors.ts'
import { systemRandom } from '../../kernel/random.ts'
import { DATABASE_FILE } from '../../store/data-files.ts'
import { putBeside } from '../../store/next-world.ts'
import { type MachineClient, machineClient, takeToken } from '../cognito.harness.ts'
import type { Snapshot } from '../snapshot.ts'
import { readWorldFile, writeWorldFile } from './world-file.ts'
import { parseWorld, worldText } from './world-text.ts'

let folder: string
let world: Snapshot
let client: MachineClient
const opened: Runtime[] = []

beforeAll(async () => {
  const runtime = await openRuntime()
  client = await machineClient(runtime)
  world = await runtime.snapshot()
  await runtime.close()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-world-'))
})
afterEach(async () => {
  for (const runtime of opened.splice(0)) await runtime.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(...given: Parameters<typeof openRuntime>): Promise<Runtime> {
  const runtime = await openRuntime(...given)
  opened.push(runtime)
  return runtime
}

async function close(runtime: Runtime): Promise<void> {
  opened.splice(opened.indexOf(runtime), 1)
  await runtime.close()
}

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function refusal(work: Promise<unknown>): Promise<UsageError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UsageError)
  return error as UsageError
}

const post = (runtime: Runtime, body: object) =>
  runtime.fetch('/_sallyport/world', { method: 'POST', body: JSON.stringify(body) })

describe('a world in a file', () => {
  it('is read as it was written, in a fixed order', async () => {
    const text = worldText(world)
    const read = parseWorld(text, 'world.json')
    expect(worldText(read)).toBe(text)
    expect(
      worldText({ ...world, contents: { ...world.contents, documents: world.contents.documents.toReversed() } }),
    ).toBe(text)
    expect(text).toContain('Whoever has this file has the keys')
    expect(JSON.parse(text).documents[0].value).toBeTypeOf('object')
    const crlf = text.replaceAll('\n', '\r\n')
    expect(worldText(parseWorld(crlf, 'world.json'))).toBe(text)
  })

  it('keeps bytes, and texts so that one can read them', () => {
    const blobs = new Map([
      ['b', Buffer.from([0, 255, 1])],
      ['a', Buffer.from('{"Resources": "größer"}\n')],
    ])
    const text = worldText({ ...world, contents: { ...world.contents, documents: [], blobs } })
    expect(JSON.parse(text).blobs).toEqual([
      { name: 'a', text: '{"Resources": "größer"}\n' },
      { name: 'b', base64: 'AP8B' },
    ])
    expect(parseWorld(text, 'x').contents.blobs).toEqual(blobs)
  })

  it('is private, and packed where it is called so', async () => {
    const path = join(folder, 'world.json.gz')
    await writeWorldFile(path, world)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(gunzipSync(readFileSync(path)).toString()).toBe(worldText(world))
    expect(worldText(await readWorldFile(path))).toBe(worldText(world))
    expect((await refusal(writeWorldFile(join(folder, 'no', 'w.json'), world))).message).toContain('cannot be written')
  })

  it('is read where an older version wrote it', async () => {
    const route = { apiId: 'a1', routeId: 'r1', routeKey: 'GET /orders' }
    const place = '000000000000/us-east-1'
    const old = {
      ...world.contents,
      format: 2,
      documents: [
        ...world.contents.documents,
        { kind: 'apigatewayv2/route', place, id: 'a1/r1', version: 1, value: JSON.stringify(route) },
      ],
    }
    const runtime = await open({ from: write('old.json', worldText({ ...world, contents: old })) })
    const { contents } = await runtime.snapshot()
    expect(contents.documents.filter(({ kind }) => kind.startsWith('apigatewayv2'))).toContainEqual({
      kind: 'apigatewayv2/route-key',
      place,
      id: 'a1/GET /orders',
      version: 1,
      value: '{"routeId":"r1","routeKey":"GET /orders"}',
    })
  })

  const changed = (change: (world: Record<string, unknown>) => void) => {
    const read = JSON.parse(worldText(world))
    change(read)
    return JSON.stringify(read)
  }

  it.each<[string, () => string | Buffer, RegExp]>([
    ['cut off', () => worldText(world).slice(0, 900), /not JSON, or not all of it/],
    ['of something else', () => '{"Resources": {}}', /was not written by sallyport export/],
    ['a list', () => '[]', /was not written by sallyport export/],
    ['changed by hand', () => worldText(world).replaceAll('partners', 'partnerz'), /has changed since it was exported/],
    ['without its key', () => changed((w) => delete w.vaultKey), /vaultKey is not one/],
    ['of no format', () => changed((w) => Object.assign(w, { format: '2' })), /its format is not a number/],
    [
      'of a newer version',
      () => changed((w) => Object.assign(w, { format: 99, sallyport: '9.0.0' })),
      /newer version of Sallyport, 9\.0\.0 \(format 99/,
    ],
    ['packed and cut off', () => Buffer.from([0x1f, 0x8b, 8, 0, 1]), /damaged, cut off or too large/],
  ])('is refused where it is %s, and changes nothing', async (_, bytes, why) => {
    const file = write('world.json', bytes())
    const dataDir = join(folder, 'state')
    expect((await refusal(open({ dataDir, from: file }))).message).toMatch(why)
    expect(existsSync(join(dataDir, DATABASE_FILE))).toBe(false)
    const runtime = await open({ dataDir })
    const own = await machineClient(runtime)
    const answer = await post(runtime, { file })
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { error: string }).error).toMatch(why)
    await takeToken(runtime, own)
  })

  it('is refused where its key or its contents do not fit', async () => {
    const other = write('other.json', worldText({ ...world, vaultKey: Buffer.alloc(32) }))
    const runtime = await open()
    expect(await (await post(runtime, { file: other })).json()).toMatchObject({
      error: expect.stringContaining('does not hold together'),
      hint: 'Nothing was changed.',
    })
    const twice = { ...world.contents, documents: [...world.contents.documents, ...world.contents.documents] }
    expect(
      (await refusal(open({ from: write('w.json', worldText({ ...world, contents: twice })) }))).message,
    ).toContain('two documents')
    expect((await refusal(open({ from: folder }))).message).toContain('it is no file')
    expect((await refusal(open({ from: join(folder, 'gone') }))).message).toContain('ENOENT')
    expect((await post(runtime, { file: 'relative.json' })).status).toBe(400)
  })
})

describe('a runtime', () => {
  it('begins with one where it is empty, and goes on with what it has otherwise', async () => {
    const from = join(folder, 'world.json')
    await writeWorldFile(from, world)
    await takeToken(await open({ from }), client)
    const dataDir = join(folder, 'state')
    const first = await open({ dataDir, from })
    await takeToken(first, client)
    await first.reset()
    const own = await machineClient(first)
    await close(first)
    const second = await open({ dataDir, from })
    await takeToken(second, own)
    await expect(takeToken(second, client)).rejects.toThrow()
  })

  it('gives itself away, and takes another one in', async () => {
    const runtime = await open({ dataDir: join(folder, 'state') })
    const own = await machineClient(runtime)
    const before = await (await runtime.fetch('/_sallyport/world')).text()
    expect((await post(runtime, { file: write('world.json', worldText(world)) })).status).toBe(200)
    await takeToken(runtime, client)
    expect((await post(runtime, { file: write('before.json', before) })).status).toBe(200)
    await takeToken(runtime, own)
  })
})

describe('a process that is killed while it takes a world in', () => {
  it('leaves what was there, or all of the new one', async () => {
    const dataDir = join(folder, 'state')
    const first = await open({ dataDir })
    const own = await machineClient(first)
    await close(first)
    // Killed while it wrote the new one: a folder that is not whole.
    mkdirSync(join(dataDir, 'next.unfinished'))
    writeFileSync(join(dataDir, 'next.unfinished', DATABASE_FILE), 'half')
    const second = await open({ dataDir })
    await takeToken(second, own)
    await close(second)
    // Killed before it was put in place, and between the key and the database.
    await putBeside(dataDir, world, systemRandom)
    renameSync(join(dataDir, 'next', 'vault.key'), join(dataDir, 'vault.key'))
    const third = await open({ dataDir })
    await takeToken(third, client)
    expect(existsSync(join(dataDir, 'next'))).toBe(false)
  })
})
