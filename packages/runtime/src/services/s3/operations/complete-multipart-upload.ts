import { createHash } from 'node:crypto'
import type { CompletedPart } from '../../../generated/s3.ts'
import type { BlobStore } from '../../../kernel/blobs.ts'
import { checksumToWire, sentChecksum, startChecksum } from '../checksums.ts'
import { checkWriteConditions } from '../conditions.ts'
import { operation } from '../deps.ts'
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder, malformedXml, noSuchUpload } from '../errors.ts'
import { encryptionToWire } from '../object-settings.ts'
import { addVersion, shownVersionId } from '../object-versions.ts'
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  type PartRecord,
  quoted,
  type StoredChecksum,
  type UploadRecord,
  wholeSeconds,
} from '../records.ts'
import { buckets, objects, parts, uploads } from '../repository.ts'

const MIN_PART_BYTES = 5 * 1024 * 1024

export const completeMultipartUpload = operation('CompleteMultipartUpload', async (input, deps, ctx) => {
  const { Key, UploadId } = input
  const wanted = input.MultipartUpload?.Parts ?? []
  if (wanted.length === 0) throw malformedXml()
  // Sums over the bytes are made before the transaction, which others wait for; it then checks that nothing moved.
  const before = await buckets.require(ctx.reader, ctx.place, input)
  const upload = await uploads.require(ctx.reader, before, Key, UploadId)
  const chosen = chooseParts(wanted, await parts.list(ctx.reader, before, UploadId), UploadId)
  const checksum = await checksumOfParts(upload, chosen, deps.store.blobs)
  const sent = sentChecksum(input)
  if (sent && (sent.algorithm !== checksum.algorithm || sent.value !== checksum.value)) throw badDigest(sent.algorithm)

  const { bucket, version } = await ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    await uploads.require(tx, bucket, Key, UploadId)
    const now = chooseParts(wanted, await parts.list(tx, bucket, UploadId), UploadId)
    if (now.some((part, index) => part.segment.hash !== chosen[index]?.segment.hash)) throw noSuchUpload(UploadId)
    checkWriteConditions(await objects.findCurrent(tx, bucket, Key), Key, input)
    const version = await addVersion(
      tx,
      bucket,
      {
        ...upload.settings,
        key: Key,
        deleteMarker: false,
        modifiedAt: wholeSeconds(deps.clock),
        etag: etagOfParts(chosen),
        size: chosen.reduce((sum, part) => sum + part.segment.size, 0),
        segments: chosen.map((part) => part.segment),
        multipart: true,
        checksum,
      },
      deps.random,
    )
    await uploads.delete(tx, bucket, upload)
    return { bucket, version }
  })
  return {
    Location: `${ctx.origin}/${bucket.name}/${encodeURIComponent(Key)}`,
    Bucket: bucket.name,
    Key,
    ETag: quoted(version.etag),
    ...checksumToWire(version.checksum),
    ...encryptionToWire(version.encryption),
    VersionId: shownVersionId(bucket, version.versionId),
  }
})

/** The stored parts that the client names, in its order, which must ascend. All but the last have a minimum size. */
function chooseParts(wanted: readonly CompletedPart[], stored: readonly PartRecord[], uploadId: string) {
  let previous = 0
  const chosen = wanted.map((part) => {
    const number = part.PartNumber ?? 0
    if (number <= previous) throw invalidPartOrder(uploadId)
    previous = number
    const etag = part.ETag?.replaceAll('"', '')
    const found = stored.find((candidate) => candidate.number === number)
    if (!found || found.etag !== etag || !checksumFits(part, found)) throw invalidPart(uploadId, number, etag)
    return found
  })
  for (const part of chosen.slice(0, -1)) {
    if (part.segment.size < MIN_PART_BYTES) {
      throw entityTooSmall(part.number, part.etag, part.segment.size, MIN_PART_BYTES)
    }
  }
  return chosen
}

function checksumFits(wanted: CompletedPart, { checksum }: PartRecord): boolean {
  return CHECKSUM_ALGORITHMS.every((algorithm) => {
    const value = wanted[`Checksum${algorithm}`]
    return value === undefined || (checksum?.algorithm === algorithm && checksum.value === value)
  })
}

/** The MD5 of the parts' MD5s, and how many they were: what S3 does, though it promises no such thing. */
function etagOfParts(chosen: readonly PartRecord[]): string {
  const hash = createHash('md5')
  for (const part of chosen) hash.update(Buffer.from(part.etag, 'hex'))
  return `${hash.digest('hex')}-${chosen.length}`
}

async function checksumOfParts(
  upload: UploadRecord,
  chosen: readonly PartRecord[],
  blobs: BlobStore,
): Promise<StoredChecksum> {
  const algorithm: ChecksumAlgorithm = upload.checksumAlgorithm ?? 'CRC64NVME'
  const sum = startChecksum(algorithm)
  if (upload.checksumType === 'COMPOSITE') {
    for (const part of chosen) sum.update(Buffer.from(part.checksum?.value ?? '', 'base64'))
    return { algorithm, value: `${sum.digest().toString('base64')}-${chosen.length}`, type: 'COMPOSITE' }
  }
  for (const part of chosen) {
    const bytes = await blobs.get(part.segment.hash)
    if (!bytes) throw noSuchUpload(upload.uploadId)
    sum.update(bytes)
  }
  return { algorithm, value: sum.digest().toString('base64'), type: 'FULL_OBJECT' }
}
