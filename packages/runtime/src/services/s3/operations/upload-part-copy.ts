import { checksumToWire, verifyBytes } from '../checksums.ts'
import { checkCopyConditions } from '../conditions.ts'
import { parseCopyRange, parseCopySource } from '../copy-source.ts'
import { quoted, wholeSeconds } from '../model.ts'
import { readBytes } from '../object-bytes.ts'
import { encryptionToWire } from '../object-settings.ts'
import { requireVersion, shownVersionId } from '../object-versions.ts'
import { buckets, parts, uploads } from '../repository.ts'
import { checkPartNumber } from './multipart-upload.ts'
import { operation } from './operation.ts'

/** A part whose bytes are those of an object that is there already, or of a range of it. */
export const uploadPartCopy = operation('UploadPartCopy', async (input, { store, clock }, ctx) => {
  checkPartNumber(input.PartNumber)
  const from = parseCopySource(input.CopySource)
  return ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    const { checksumAlgorithm, settings } = await uploads.require(tx, bucket, input.Key, input.UploadId)
    const sourceAddress = { Bucket: from.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }
    const sourceBucket = await buckets.require(tx, ctx.place, sourceAddress)
    const source = await requireVersion(tx, sourceBucket, from, 'PUT')
    checkCopyConditions(source, input)
    const body = await readBytes(store.blobs, source, parseCopyRange(input.CopySourceRange, source.size))
    if (!body) throw new Error(`the bytes of ${source.bucket}/${source.key} are missing in the store`)
    const { md5, checksum } = verifyBytes(body, {}, checksumAlgorithm ?? 'CRC64NVME')
    const modifiedAt = wholeSeconds(clock)
    // Inside the transaction, so that the collector of unused blobs cannot come in between.
    const segment = { hash: await store.blobs.put(body), size: body.length }
    const { UploadId: uploadId, PartNumber: number } = input
    await parts.put(tx, bucket, { uploadId, number, etag: md5, segment, modifiedAt, checksum })
    const { ChecksumType: _ofWholeObjects, ...checksumMembers } = checksumToWire(checksum)
    return {
      CopyPartResult: { ETag: quoted(md5), LastModified: new Date(modifiedAt), ...checksumMembers },
      CopySourceVersionId: shownVersionId(sourceBucket, source.versionId),
      ...encryptionToWire(settings.encryption),
    }
  })
})
