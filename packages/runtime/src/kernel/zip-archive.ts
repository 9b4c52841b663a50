import { inflateRawSync } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'

/** A zip archive of somebody else's, held in memory. Its central directory has been found; entries are read one by one. */
export interface ZipArchive {
  readonly entryCount: number
  /** In the order of the archive. A name that leads out of it ends them with a {@link ZipError}. */
  entries(): AsyncGenerator<ZipEntry, void>
}

export interface ZipEntry {
  readonly path: string
  readonly isFolder: boolean
  /** As the archive says it: to read it gives that many bytes, or a {@link ZipError}. */
  readonly size: number
  /** Of Unix: type and permissions. 0 where the archive was made elsewhere. */
  readonly mode: number
  bytes(): Promise<Buffer>
  parts(): AsyncGenerator<Buffer, void>
}

/** It is no zip archive, or not one that may be read. */
export class ZipError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ZipError'
  }
}

/** Inflated at once, which takes the process less than a millisecond. */
const SMALL_BYTES = 128 * 1024

export async function openZip(archive: Buffer): Promise<ZipArchive> {
  const { fromBuffer } = await import('yauzl')
  const zip = await asked<ZipFile>((callback) => {
    // Sizes are checked while an entry is read, names before it is handed over.
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, callback)
  })
  return {
    entryCount: zip.entryCount,
    async *entries() {
      for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) yield entryOf(zip, archive, entry)
    },
  }
}

function entryOf(zip: ZipFile, archive: Buffer, entry: Entry): ZipEntry {
  const parts = () => partsOf(zip, entry)
  return {
    path: entry.fileName,
    isFolder: entry.fileName.endsWith('/'),
    size: entry.uncompressedSize,
    mode: entry.externalFileAttributes >>> 16,
    parts,
    async bytes() {
      const whole = entry.uncompressedSize <= SMALL_BYTES ? await readWhole(zip, archive, entry) : undefined
      if (whole) return whole
      const read: Buffer[] = []
      for await (const part of parts()) read.push(part)
      return Buffer.concat(read)
    },
  }
}

/** Streams cost far more than what goes through them where a file is small. Undefined: let a stream say what is wrong. */
async function readWhole(zip: ZipFile, archive: Buffer, entry: Entry): Promise<Buffer | undefined> {
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return undefined
  const { fileDataStart: from } = await asked<{ readonly fileDataStart: number }>((callback) =>
    zip.readLocalFileHeader(entry, { minimal: true }, callback),
  )
  const data = archive.subarray(from, from + entry.compressedSize)
  if (!entry.isCompressed()) return data.length === entry.uncompressedSize ? data : undefined
  try {
    const bytes = inflateRawSync(data, { maxOutputLength: Math.max(1, entry.uncompressedSize) })
    return bytes.length === entry.uncompressedSize ? bytes : undefined
  } catch {
    return undefined
  }
}

async function* partsOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  const stream = await asked<NodeJS.ReadableStream>((callback) => zip.openReadStream(entry, callback))
  try {
    for await (const part of stream) yield part as Buffer
  } catch (error) {
    throw new ZipError((error as Error).message)
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      zip.removeAllListeners()
      work()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(undefined)))
    zip.once('error', (error: Error) => settle(() => reject(new ZipError(error.message))))
    zip.readEntry()
  })
}

function asked<T>(ask: (callback: (error: Error | null, answer: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => (error ? reject(new ZipError(error.message)) : resolve(answer)))
  })
}
