import { crc32 } from 'node:zlib'

const REGULAR = 0o100000

/** A zip archive of texts, as they are; with the permissions of Unix for those that `modes` names. */
export function zipOf(files: Readonly<Record<string, string>>, modes: Readonly<Record<string, number>> = {}): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name)
    const bytes = Buffer.from(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    const mode = modes[name]
    if (mode !== undefined) rest.writeUInt32LE(((REGULAR | mode) << 16) >>> 0, 6)
    const madeBy = mode === undefined ? '504b01021400' : '504b01021403'
    entries.push(Buffer.concat([Buffer.from(madeBy, 'hex'), common, rest, path]))
    locals.push(Buffer.concat([Buffer.from('504b0304', 'hex'), common, path, bytes]))
    offset += locals.at(-1)?.length ?? 0
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
