import type { BlobStore } from '../../kernel/blobs.ts'
import type { ByteRange } from './byte-range.ts'
import type { ObjectVersion, Segment } from './records.ts'

/** An object can be replaced between reading its record and its bytes; its new state then counts. */
const ATTEMPTS = 3

/** The bytes of what `find` finds, and what it found. */
export async function readingBytes<T extends { readonly version: ObjectVersion; readonly range?: ByteRange }>(
  blobs: BlobStore,
  find: () => Promise<T>,
): Promise<{ readonly found: T; readonly bytes: Buffer }> {
  for (let attempt = 1; ; attempt++) {
    const found = await find()
    const { version, range } = found
    const bytes = await readBytes(blobs, version, range)
    if (bytes) return { found, bytes }
    if (attempt === ATTEMPTS) throw new Error(`the bytes of ${version.bucket}/${version.key} are missing in the store`)
  }
}

/** The bytes of an object or of a range of it. Undefined when a blob is gone, that is, the object was replaced. */
async function readBytes(
  blobs: BlobStore,
  { segments }: { readonly segments: readonly Segment[] },
  range?: ByteRange,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let offset = 0
  for (const { hash, size } of segments) {
    const from = Math.max((range?.start ?? 0) - offset, 0)
    const to = Math.min((range?.end ?? Number.POSITIVE_INFINITY) + 1 - offset, size)
    offset += size
    if (from >= to) continue
    const bytes = await blobs.get(hash)
    if (!bytes) return undefined
    pieces.push(bytes.subarray(from, to))
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
}
