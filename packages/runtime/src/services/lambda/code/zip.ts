import { invalidParameter } from '../errors.ts'

/** Documented, for function and layers together (ZIP specification, 4.3.16 and 4.3.12). */
const MOST_UNZIPPED = 262_144_000
const END = 0x06054b50
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const ENTRY = 0x02014b50
const ENTRY_BYTES = 46

/** Refuses what Lambda does not take as an archive (texts recorded). Nothing is unpacked here. */
export function checkArchive(bytes: Buffer): void {
  const size = unzippedSize(bytes)
  if (size === undefined || size === 0) {
    throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
  if (size >= MOST_UNZIPPED) throw invalidParameter(`Unzipped size must be smaller than ${MOST_UNZIPPED} bytes`)
}

/** As the central directory says it. Undefined: no archive. */
function unzippedSize(bytes: Buffer): number | undefined {
  const end = findEnd(bytes)
  if (end === undefined) return undefined
  const entries = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let size = 0
  for (let i = 0; i < entries; i++) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return undefined
    size += bytes.readUInt32LE(at + 24)
    at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  // Empty files alone make an archive too.
  return entries === 0 ? 0 : Math.max(size, 1)
}

function findEnd(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= first; at--) if (bytes.readUInt32LE(at) === END) return at
  return undefined
}
