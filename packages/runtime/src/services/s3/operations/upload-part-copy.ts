import { checksumToWire, verifyBytes } from '../checksums.ts'
import { checkCopyConditions } from '../conditions.ts'
import { parseCopyRange, parseCopySource } from '../copy-source.ts'
import { operation } from '../deps.ts'
import { readingBytes } from '../object-bytes.ts'
import { encryptionToWire } from '../object-settings.ts'
import { requireVersion, shownVersionId } from '../object-versions.ts'
import { quoted, wholeSeconds } from '../records.ts'
import { buckets, parts, uploads } from '../repository.ts'
import { withBytes } from '../staged-bytes.ts'
import { checkPartNumber } from './multipart-upload.ts'

/** A part whose bytes are those of an object that is there already, or of a range of it. */
export const uploadPartCopy = operation('UploadPartCopy', async (input, deps, ctx) => {
  const { UploadId: uploadId, PartNumber: number } = input
  checkPartNumber(number)
  const from = parseCopySource(input.CopySource)
  const before = await buckets.require(ctx.reader, ctx.place, input)
  const { checksumAlgorithm, settings } = await uploads.require(ctx.reader, before, input.Key, uploadId)
  const { found, bytes } = await readingBytes(deps.store.blobs, async () => {
    const sourceAddress = { Bucket: from.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }
    const bucket = await buckets.require(ctx.reader, ctx.place, sourceAddress)
    const version = await requireVersion(ctx.reader, bucket, from, { method: 'PUT' })
    checkCopyConditions(version, input)
    return { bucket, version, range: parseCopyRange(input.CopySourceRange, version.size) }
  })
  const { md5, checksum } = verifyBytes(bytes, {}, checksumAlgorithm ?? 'CRC64NVME')
  const modifiedAt = wholeSeconds(deps.clock)
  await withBytes(ctx, deps, bytes, async (tx, segment) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    await uploads.require(tx, bucket, input.Key, uploadId)
    await parts.put(tx, bucket, { uploadId, number, etag: md5, segment, modifiedAt, checksum })
  })
  const { ChecksumType: _ofWholeObjects, ...checksumMembers } = checksumToWire(checksum)
  return {
    CopyPartResult: { ETag: quoted(md5), LastModified: new Date(modifiedAt), ...checksumMembers },
    CopySourceVersionId: shownVersionId(found.bucket, found.version.versionId),
    ...encryptionToWire(settings.encryption),
  }
})
