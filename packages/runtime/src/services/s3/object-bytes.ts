import type { BlobStore } from '../../kernel/blobs.ts'
import type { ByteRange } from './byte-range.ts'
import type { Segment } from './model.ts'

/** The bytes of an object or of a range of it. Undefined when a blob is gone, that is, the object was replaced. */
export async function readBytes(
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
