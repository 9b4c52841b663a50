import { expect, it } from 'vitest'
import { EXECUTABLE, zipOf } from '../functions/code/zip.harness.ts'
import { openZip, type ZipEntry, ZipError } from './zip-archive.ts'

async function entriesOf(archive: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  for await (const entry of (await openZip(archive)).entries()) entries.push(entry)
  return entries
}

it('gives the entries of an archive in their order', async () => {
  const archive = zipOf([
    { name: 'a/', text: '' },
    { name: 'a/run', text: 'go', mode: EXECUTABLE },
  ])
  expect((await openZip(archive)).entryCount).toBe(2)
  expect(await entriesOf(archive)).toMatchObject([
    { path: 'a/', isFolder: true, size: 0 },
    { path: 'a/run', isFolder: false, size: 2, mode: EXECUTABLE },
  ])
})

it.each([0, 10, 128 * 1024 + 1])('reads %i bytes at once and in parts', async (length) => {
  const text = Buffer.alloc(length, 'text ')
  for (const isDeflated of [true, false]) {
    const [entry] = await entriesOf(zipOf([{ name: 'file', text, isDeflated }]))
    const parts: Buffer[] = []
    for await (const part of entry?.parts() ?? []) parts.push(part)
    expect(Buffer.concat(parts).equals(text)).toBe(true)
    expect((await entry?.bytes())?.equals(text)).toBe(true)
  }
})

it('says of what is no archive, or not what it says it is, that it cannot be read', async () => {
  await expect(openZip(Buffer.from('no archive'))).rejects.toThrow(ZipError)
  await expect(entriesOf(zipOf([{ name: '../out', text: '' }]))).rejects.toThrow(ZipError)
  const lies = zipOf([{ name: 'file', text: '0123456789', isDeflated: true }])
  lies.writeUInt32LE(9, lies.indexOf('504b0102', 0, 'hex') + 24)
  const [entry] = await entriesOf(lies)
  await expect(entry?.bytes()).rejects.toThrow(ZipError)
})
