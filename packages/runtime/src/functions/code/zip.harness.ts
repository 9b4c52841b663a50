import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import type { CodePackage } from '../ports.ts'

export interface ZipFileEntry {
  readonly name: string
  readonly text: string | Buffer
  /** Default: a plain file, 0644. */
  readonly mode?: number
  readonly isDeflated?: boolean
}

const FILE = 0o100644
export const LINK = 0o120777
export const EXECUTABLE = 0o100755

/** A zip archive. */
export function zipOf(entries: readonly ZipFileEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, text, mode = FILE, isDeflated = false } of entries) {
    const bytes = Buffer.from(text)
    const data = isDeflated ? deflateRawSync(bytes) : bytes
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(isDeflated ? 8 : 0, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, nameBytes, data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('504b01021403', 'hex'), common, rest, nameBytes]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

export function packageOf(files: Readonly<Record<string, string>>): CodePackage {
  return packageOfZip(zipOf(Object.entries(files).map(([name, text]) => ({ name, text }))))
}

export function packageOfZip(bytes: Buffer): CodePackage {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), read: async () => bytes }
}
