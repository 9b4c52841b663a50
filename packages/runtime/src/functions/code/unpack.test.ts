import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import type { CodePackage } from '../ports.ts'
import { openCodeStore } from './code-store.ts'
import { UnpackError, unpack } from './unpack.ts'
import { EXECUTABLE, LINK, packageOf, zipOf } from './zip.harness.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sallyport-unpack-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('an archive', () => {
  it('keeps its files, links and what may be executed (3.2.5)', async () => {
    await unpack(
      zipOf([
        { name: 'a/b.txt', text: 'b' },
        { name: 'a/run', text: '', mode: EXECUTABLE },
        { name: 'a/link', text: 'b.txt', mode: LINK },
      ]),
      root,
    )
    expect(readFileSync(join(root, 'a/link'), 'utf8')).toBe('b')
    expect(readlinkSync(join(root, 'a/link'))).toBe('b.txt')
    expect(statSync(join(root, 'a/run')).mode & 0o111).toBe(0o111)
    expect(statSync(join(root, 'a/b.txt')).mode & 0o111).toBe(0)
  })

  it.each([0, 1, 1000, 128 * 1024, 128 * 1024 + 1, 1_000_000])('is inflated: a file of %i bytes', async (length) => {
    const text = Buffer.from(Array.from({ length }, (_, i) => i % 251))
    await unpack(
      zipOf([
        { name: 'before', text: 'x' },
        { name: 'file', text, isDeflated: true },
      ]),
      root,
    )
    expect(readFileSync(join(root, 'file')).equals(text)).toBe(true)
  })

  it.each([9, 11, 0])('that says of a file of ten bytes that it has %i is refused', async (said) => {
    for (const isDeflated of [true, false]) {
      const lies = zipOf([{ name: 'file', text: '0123456789', isDeflated }])
      lies.writeUInt32LE(said, lies.indexOf('504b0102', 0, 'hex') + 24)
      await expect(unpack(lies, root)).rejects.toThrow()
    }
  })

  it.each([
    ['a name that leads out of it', [{ name: '../out', text: 'x' }]],
    ['an absolute name', [{ name: '/tmp/sallyport-out', text: 'x' }]],
    ['a name with a backslash', [{ name: 'a\\..\\..\\out', text: 'x' }]],
    ['a link that leads out of it', [{ name: 'link', text: '..', mode: LINK }]],
    ['an absolute link to nothing', [{ name: 'link', text: '/no/such/place', mode: LINK }]],
    [
      'links that lead out of it together',
      [
        { name: 'a/here', text: '..', mode: LINK },
        { name: 'out', text: 'a/here/..', mode: LINK },
      ],
    ],
    [
      'a file behind a link',
      [
        { name: 'link', text: '.', mode: LINK },
        { name: 'link/file', text: 'x' },
      ],
    ],
  ])('with %s is refused', async (_, entries) => {
    await expect(unpack(zipOf(entries), root)).rejects.toThrow()
    expect(existsSync(join(root, '..', 'out'))).toBe(false)
  })

  it('that is none, or says it is larger than AWS takes, is refused', async () => {
    await expect(unpack(Buffer.from('no zip'), root)).rejects.toThrow(UnpackError)
    const bomb = zipOf([{ name: 'a', text: 'x' }])
    // What its directory claims: deflated, and so large.
    const entry = bomb.indexOf('504b0102', 0, 'hex')
    bomb.writeUInt16LE(8, entry + 10)
    bomb.writeUInt32LE(262_144_001, entry + 24)
    await expect(unpack(bomb, root)).rejects.toThrow('Unzipped size must be smaller than 262144000 bytes')
  })
})

describe('the store', () => {
  it('unpacks an archive once, and whole or not at all', async () => {
    const store = await openCodeStore(join(root, 'code'), systemRandom)
    let reads = 0
    const own = packageOf({ 'index.js': '1' })
    const read = () => {
      reads++
      return own.read()
    }
    const code = { ...own, read }
    const [one, two] = await Promise.all([store.task(code), store.task(code)])
    expect(two.path).toBe(one.path)
    const again = await openCodeStore(join(root, 'code'), systemRandom)
    expect((await again.task(code)).path).toBe(one.path)
    expect(reads).toBe(1)
    const broken = { sha256: 'b'.repeat(64), read: async () => Buffer.from('no zip') }
    await expect(store.task(broken)).rejects.toThrow()
    await expect(store.task(broken)).rejects.toThrow()
    expect(existsSync(join(root, 'code', `task-${broken.sha256}`))).toBe(false)
  })

  it('lays later layers over earlier ones (3.2.3)', async () => {
    const store = await openCodeStore(join(root, 'code'), systemRandom)
    const { path: opt } = await store.layers([packageOf({ x: '1', y: '1' }), packageOf({ x: '2' })])
    expect([readFileSync(join(opt, 'x'), 'utf8'), readFileSync(join(opt, 'y'), 'utf8')]).toEqual(['2', '1'])
    expect(existsSync((await store.layers([])).path)).toBe(true)
  })

  it('keeps of what nobody uses only the last, and all that somebody uses', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => packageOf({ text })) as [CodePackage, CodePackage, CodePackage]
    const store = await openCodeStore(join(root, 'code'), systemRandom, { mostUnused: 1 })
    const used = await store.task(a)
    for (const code of [b, c]) {
      const lease = await store.task(code)
      lease.release()
      lease.release()
    }
    await store.close()
    expect(readdirSync(join(root, 'code')).sort()).toEqual([a, c].map(({ sha256 }) => `task-${sha256}`).sort())
    // Taken while it is on its way out.
    used.release()
    const [again, other] = await Promise.all([store.task(c), store.task(b)])
    expect([again, other].map(({ path }) => readFileSync(join(path, 'text'), 'utf8'))).toEqual(['c', 'b'])
  })

  it('takes up what an earlier process has left, and not what that was about to remove', async () => {
    const packages = ['a', 'b', 'c'].map((text) => packageOf({ text }))
    const store = await openCodeStore(join(root, 'code'), systemRandom)
    for (const code of packages) await store.task(code)
    mkdirSync(join(root, 'code', '.new-half'))
    await store.close()
    const next = await openCodeStore(join(root, 'code'), systemRandom, { mostUnused: 2 })
    await next.close()
    expect(readdirSync(join(root, 'code'))).toHaveLength(2)
  })
})
