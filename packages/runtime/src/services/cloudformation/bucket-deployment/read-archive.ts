import type { Entry, ZipFile } from 'yauzl'
import { ProvisioningError } from '../errors.ts'

/** What the CDK's own handler has room for, unless it is given more. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024

/** The files of a zip archive by their paths. A name that leads out of it is refused. */
export async function readArchive(archive: Buffer): Promise<Map<string, Buffer>> {
  try {
    return await unpacked(archive)
  } catch (error) {
    throw new ProvisioningError(`The archive cannot be unpacked: ${error instanceof Error ? error.message : error}`)
  }
}

async function unpacked(archive: Buffer): Promise<Map<string, Buffer>> {
  const zip = await openZip(archive)
  const files = new Map<string, Buffer>()
  let left = MAX_UNPACKED_BYTES
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    if (entry.fileName.endsWith('/')) continue
    left -= entry.uncompressedSize
    if (left < 0) throw new Error(`it has more than ${MAX_UNPACKED_BYTES} bytes`)
    files.set(entry.fileName, await readEntry(zip, entry))
  }
  return files
}

async function openZip(archive: Buffer): Promise<ZipFile> {
  const { fromBuffer } = await import('yauzl')
  return new Promise((resolve, reject) => {
    // Sizes are checked while an entry is read, names before it is handed over.
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
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
    zip.once('error', (error: Error) => settle(() => reject(error)))
    zip.readEntry()
  })
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
