import { createHash } from 'node:crypto'
import type { CopyObjectRequest } from '../../../generated/s3.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { checksumOf, checksumToWire, toChecksumAlgorithm } from '../checksums.ts'
import { checkCopyConditions, checkWriteConditions } from '../conditions.ts'
import { type CopySource, parseCopySource } from '../copy-source.ts'
import { operation, type S3Deps } from '../deps.ts'
import { invalidRequest, operationAborted } from '../errors.ts'
import { readingBytes } from '../object-bytes.ts'
import { checkKey, encryptionToWire, settingsOf } from '../object-settings.ts'
import { addVersion, requireVersion, shownVersionId } from '../object-versions.ts'
import { type BucketRecord, type ObjectVersion, quoted, wholeSeconds } from '../records.ts'
import { buckets, objects } from '../repository.ts'

/** A source that is replaced again and again while it is read. */
const ATTEMPTS = 3

export const copyObject = operation('CopyObject', async (input, deps, ctx) => {
  checkKey(input.Key)
  const from = parseCopySource(input.CopySource)
  // Sums over the bytes are made before the transaction, which others wait for; it then checks that nothing moved.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const before = await readSource(ctx.reader)
    const sums = await sumsOfCopy(before, input, deps)
    const answer = await ctx.transact(async (tx) => {
      const source = await readSource(tx)
      return sameBytes(source.version, before.version) ? copy(tx, source, sums) : undefined
    })
    if (answer) return answer
  }
  throw operationAborted()

  async function readSource(reader: Reader): Promise<Source> {
    const destination = await buckets.require(reader, ctx.place, input)
    const sourceAddress = { Bucket: from.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }
    const bucket = await buckets.require(reader, ctx.place, sourceAddress)
    const version = await requireVersion(reader, bucket, from, { method: 'PUT' })
    checkCopyConditions(version, input)
    return { destination, bucket, version }
  }

  async function copy(tx: Transaction, { destination, bucket, version: source }: Source, sums: Sums) {
    checkWriteConditions(await objects.findCurrent(tx, destination, input.Key), input.Key, input)
    checkChanges(input, from, destination)
    const made = {
      ...copiedSettings(source, input, destination),
      ...sums,
      segments: source.segments,
      key: input.Key,
      deleteMarker: false,
      modifiedAt: wholeSeconds(deps.clock),
      size: source.size,
      multipart: false,
    }
    const version = await addVersion(tx, destination, made, deps.random)
    return {
      CopyObjectResult: {
        ETag: quoted(version.etag),
        LastModified: new Date(version.modifiedAt),
        ...checksumToWire(version.checksum),
      },
      CopySourceVersionId: shownVersionId(bucket, source.versionId),
      VersionId: shownVersionId(destination, version.versionId),
      ...encryptionToWire(version.encryption),
    }
  }
})

interface Source {
  readonly destination: BucketRecord
  readonly bucket: BucketRecord
  readonly version: ObjectVersion
}

type Sums = Pick<ObjectVersion, 'etag' | 'checksum'>

function sameBytes(one: ObjectVersion, other: ObjectVersion): boolean {
  const names = ({ segments }: ObjectVersion) => segments.map(({ hash }) => hash).join()
  return names(one) === names(other)
}

function checkChanges(input: CopyObjectRequest, from: CopySource, bucket: BucketRecord): void {
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

function copiedSettings(source: ObjectVersion, input: CopyObjectRequest, bucket: BucketRecord) {
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

/** A copy holds the same bytes. What was uploaded in parts becomes one, and its ETag the MD5 of the whole. */
async function sumsOfCopy({ version }: Source, input: CopyObjectRequest, { store }: S3Deps): Promise<Sums> {
  const wanted = input.ChecksumAlgorithm && toChecksumAlgorithm(input.ChecksumAlgorithm)
  const sameChecksum = !version.multipart && (wanted === undefined || wanted === version.checksum?.algorithm)
  if (sameChecksum) return { etag: version.etag, checksum: version.checksum }
  const { bytes } = await readingBytes(store.blobs, async () => ({ version }))
  const algorithm = wanted || version.checksum?.algorithm || 'CRC64NVME'
  return {
    etag: createHash('md5').update(bytes).digest('hex'),
    checksum: { algorithm, value: checksumOf(algorithm, bytes), type: 'FULL_OBJECT' as const },
  }
}
