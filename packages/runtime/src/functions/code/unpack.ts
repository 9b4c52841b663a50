import { createWriteStream } from 'node:fs'
import { mkdir, realpath, symlink, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { inflateRawSync } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { FunctionRefusal } from '../../kernel/functions.ts'

/** Of a function and its layers (documented: gettingstarted-limits); here of each. */
const MAX_UNPACKED_BYTES = 262_144_000
const MAX_ENTRIES = 100_000
const MAX_LINK_BYTES = 4096
/** Inflated at once, which takes the server less than a millisecond. */
const SMALL_BYTES = 128 * 1024

const FILE_TYPE = 0o170000
const LINK = 0o120000
const ANY_EXECUTE = 0o111

/** It is not a zip archive that may be unpacked: whoever checks what is uploaded refuses it before. */
export class UnpackError extends FunctionRefusal {
  constructor(message: string) {
    super('not-runnable', `Could not unzip uploaded file: ${message}`)
  }
}

/**
 * Unpacks a zip archive into `folder`; what is there already is overwritten. Nothing is written outside of it: names that
 * lead out are refused, and links are made last, so that nothing goes through them.
 */
export async function unpack(archive: Buffer, folder: string): Promise<void> {
  const zip = await openZip(archive)
  if (zip.entryCount > MAX_ENTRIES) throw new UnpackError(`The archive has more than ${MAX_ENTRIES} entries.`)
  const links: { readonly path: string; readonly target: string }[] = []
  const made = new Set<string>()
  let left = MAX_UNPACKED_BYTES
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    left -= entry.uncompressedSize
    if (left < 0) throw new UnpackError(`Unzipped size must be smaller than ${MAX_UNPACKED_BYTES} bytes`)
    const path = join(folder, entry.fileName)
    const mode = entry.externalFileAttributes >>> 16
    const isFolder = entry.fileName.endsWith('/')
    const parent = isFolder ? path : dirname(path)
    if (!made.has(parent)) await mkdir(parent, { recursive: true })
    made.add(parent)
    if (isFolder) continue
    if ((mode & FILE_TYPE) === LINK) links.push({ path, target: await readLink(zip, entry) })
    else await write(zip, archive, entry, path, mode & ANY_EXECUTE ? 0o755 : 0o644)
  }
  await makeLinks(links, folder)
}

async function write(zip: ZipFile, archive: Buffer, entry: Entry, path: string, mode: number): Promise<void> {
  const whole = entry.uncompressedSize <= SMALL_BYTES ? await readWhole(zip, archive, entry) : undefined
  if (whole) await writeFile(path, whole, { mode })
  else await pipeline(await open(zip, entry), createWriteStream(path, { mode }))
}

/** Streams cost far more than what goes through them where a file is small. Undefined: let a stream say what is wrong. */
async function readWhole(zip: ZipFile, archive: Buffer, entry: Entry): Promise<Buffer | undefined> {
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return undefined
  const from = await dataStart(zip, entry)
  const data = archive.subarray(from, from + entry.compressedSize)
  if (!entry.isCompressed()) return data.length === entry.uncompressedSize ? data : undefined
  try {
    const bytes = inflateRawSync(data, { maxOutputLength: Math.max(1, entry.uncompressedSize) })
    return bytes.length === entry.uncompressedSize ? bytes : undefined
  } catch {
    return undefined
  }
}

async function makeLinks(links: readonly { path: string; target: string }[], folder: string): Promise<void> {
  const root = await realpath(folder)
  for (const { path, target } of links) {
    await unlink(path).catch(() => {})
    await symlink(target, path)
  }
  for (const { path, target } of links) {
    const end = await realpath(path).catch(() => undefined)
    const isInside = end === undefined ? !target.startsWith('/') : end === root || end.startsWith(root + sep)
    if (!isInside) throw new UnpackError(`The archive has a link that leads out of it: ${target}`)
  }
}

async function openZip(archive: Buffer): Promise<ZipFile> {
  const { fromBuffer } = await import('yauzl')
  return new Promise((resolve, reject) => {
    // Sizes are checked while an entry is read, names before it is handed over.
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) =>
      error ? reject(new UnpackError(error.message)) : resolve(zip),
    )
  })
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      zip.removeAllListeners()
      work()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(undefined)))
    zip.once('error', (error: Error) => settle(() => reject(new UnpackError(error.message))))
    zip.readEntry()
  })
}

function open(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(new UnpackError(error.message)) : resolve(stream)))
  })
}

function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (error, header) =>
      error ? reject(new UnpackError(error.message)) : resolve(header.fileDataStart),
    )
  })
}

async function readLink(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > MAX_LINK_BYTES) throw new UnpackError('The archive has a link that is too long.')
  const parts: Buffer[] = []
  for await (const part of await open(zip, entry)) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
