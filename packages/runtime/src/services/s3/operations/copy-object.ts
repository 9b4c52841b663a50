import { createHash } from 'node:crypto'
import type { CopyObjectRequest } from '../../../generated/s3.ts'
import { checksumOf, checksumToWire, toChecksumAlgorithm } from '../checksums.ts'
import { checkCopyConditions, checkWriteConditions } from '../conditions.ts'
import { type CopySource, parseCopySource } from '../copy-source.ts'
import { invalidRequest } from '../errors.ts'
import { type BucketDocument, type ObjectVersion, quoted, type S3Deps, wholeSeconds } from '../model.ts'
import { readBytes } from '../object-bytes.ts'
import { checkKey, encryptionToWire, settingsOf } from '../object-settings.ts'
import { addVersion, requireVersion, shownVersionId } from '../object-versions.ts'
import { buckets, objects } from '../repository.ts'
import { operation } from './operation.ts'

export const copyObject = operation('CopyObject', async (input, deps, ctx) => {
  checkKey(input.Key)
  const from = parseCopySource(input.CopySource)
  return ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    const sourceAddress = { Bucket: from.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }
    const sourceBucket = await buckets.require(tx, ctx.place, sourceAddress)
    const source = await requireVersion(tx, sourceBucket, from, 'PUT')
    checkCopyConditions(source, input)
    checkWriteConditions(await objects.findCurrent(tx, bucket, input.Key), input.Key, input)
    checkChanges(input, from, bucket)
    const copy = await addVersion(
      tx,
      bucket,
      {
        ...copiedSettings(source, input, bucket),
        ...(await copiedBytes(source, input, deps)),
        key: input.Key,
        deleteMarker: false,
        modifiedAt: wholeSeconds(deps.clock),
        size: source.size,
        multipart: false,
      },
      deps.random,
    )
    return {
      CopyObjectResult: {
        ETag: quoted(copy.etag),
        LastModified: new Date(copy.modifiedAt),
        ...checksumToWire(copy.checksum),
      },
      CopySourceVersionId: shownVersionId(sourceBucket, source.versionId),
      VersionId: shownVersionId(bucket, copy.versionId),
      ...encryptionToWire(copy.encryption),
    }
  })
})

function checkChanges(input: CopyObjectRequest, from: CopySource, bucket: BucketDocument): void {
  const ontoItself = from.Bucket === bucket.name && from.Key === input.Key && from.VersionId === undefined
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.StorageClass !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.WebsiteRedirectLocation !== undefined
  if (ontoItself && !changes) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
        'metadata, storage class, website redirect location or encryption attributes.',
    )
  }
}

function copiedSettings(source: ObjectVersion, input: CopyObjectRequest, bucket: BucketDocument) {
  const asked = settingsOf(input, bucket)
  const replaced = input.MetadataDirective === 'REPLACE'
  return {
    ...asked,
    // A redirect is never copied along.
    headers: replaced ? asked.headers : { ...source.headers, WebsiteRedirectLocation: input.WebsiteRedirectLocation },
    metadata: replaced ? asked.metadata : source.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? asked.tags : source.tags,
  }
}

/** A copy holds the same bytes; what was uploaded in parts becomes one, and its ETag the MD5 of the whole. */
async function copiedBytes(source: ObjectVersion, input: CopyObjectRequest, { store }: S3Deps) {
  const wanted = input.ChecksumAlgorithm && toChecksumAlgorithm(input.ChecksumAlgorithm)
  const sameChecksum = !source.multipart && (wanted === undefined || wanted === source.checksum?.algorithm)
  if (sameChecksum) return { segments: source.segments, etag: source.etag, checksum: source.checksum }
  const bytes = await readBytes(store.blobs, source)
  if (!bytes) throw new Error(`the bytes of ${source.bucket}/${source.key} are missing in the store`)
  const algorithm = wanted || source.checksum?.algorithm || 'CRC64NVME'
  return {
    segments: [{ hash: await store.blobs.put(bytes), size: bytes.length }],
    etag: createHash('md5').update(bytes).digest('hex'),
    checksum: { algorithm, value: checksumOf(algorithm, bytes), type: 'FULL_OBJECT' as const },
  }
}
