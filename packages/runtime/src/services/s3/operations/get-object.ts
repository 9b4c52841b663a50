import type { GetObjectRequest, HeadObjectRequest } from '../../../generated/s3.ts'
import { isAwsError } from '../../../kernel/errors.ts'
import { type ByteRange, parseRange } from '../byte-range.ts'
import { checksumToWire } from '../checksums.ts'
import { checkReadConditions } from '../conditions.ts'
import { operation } from '../deps.ts'
import { invalidPartNumber, invalidRequest, notFound } from '../errors.ts'
import { readingBytes } from '../object-bytes.ts'
import { encryptionToWire } from '../object-settings.ts'
import { requireVersion, shownVersionId } from '../object-versions.ts'
import { type BucketRecord, type ObjectVersion, quoted } from '../records.ts'
import { buckets } from '../repository.ts'

export const getObject = operation('GetObject', async (input, { store }, ctx) => {
  const { found, bytes } = await readingBytes(store.blobs, async () => {
    const bucket = await buckets.require(ctx.reader, ctx.place, input)
    const version = await requireVersion(ctx.reader, bucket, input)
    return { bucket, version, range: selectBytes(version, input) }
  })
  return { ...describe(found.bucket, found.version, input, found.range), Body: bytes }
})

export const headObject = operation('HeadObject', async (input, _deps, ctx) => {
  try {
    const bucket = await buckets.require(ctx.reader, ctx.place, input)
    const version = await requireVersion(ctx.reader, bucket, input, { method: 'HEAD' })
    return describe(bucket, version, input, selectBytes(version, input))
  } catch (error) {
    throw isAwsError(error, 'NoSuchBucket', 'NoSuchKey', 'NoSuchVersion') ? notFound(error.members) : error
  }
})

type ReadRequest = GetObjectRequest | HeadObjectRequest

function selectBytes(version: ObjectVersion, input: ReadRequest): ByteRange | undefined {
  if (input.SSECustomerAlgorithm !== undefined) {
    throw invalidRequest('The encryption parameters are not applicable to this object.')
  }
  checkReadConditions(version, input)
  if (input.PartNumber === undefined) return parseRange(input.Range, version.size)
  if (input.Range !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
  }
  // Whatever a copy of a multipart upload is made of, it is one part.
  const parts = version.multipart ? version.segments : [version]
  const part = parts[input.PartNumber - 1]
  if (!part) throw invalidPartNumber(input.PartNumber, parts.length)
  const start = parts.slice(0, input.PartNumber - 1).reduce((sum, { size }) => sum + size, 0)
  return part.size === 0 ? undefined : { start, end: start + part.size - 1 }
}

/** A partial answer is one that has a `ContentRange`; the protocol sends it with status 206. */
function describe(bucket: BucketRecord, version: ObjectVersion, input: ReadRequest, range: ByteRange | undefined) {
  const { headers } = version
  const tagCount = Object.keys(version.tags).length
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedAt),
    ContentLength: range ? range.end - range.start + 1 : version.size,
    ContentRange: range && `bytes ${range.start}-${range.end}/${version.size}`,
    ETag: quoted(version.etag),
    ...(input.ChecksumMode === 'ENABLED' && !range ? checksumToWire(version.checksum) : {}),
    VersionId: shownVersionId(bucket, version.versionId),
    CacheControl: input.ResponseCacheControl ?? headers.CacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? headers.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? headers.ContentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? headers.ContentLanguage,
    ContentType: input.ResponseContentType ?? headers.ContentType,
    Expires: input.ResponseExpires?.toUTCString() ?? headers.Expires,
    WebsiteRedirectLocation: headers.WebsiteRedirectLocation,
    ...encryptionToWire(version.encryption),
    Metadata: version.metadata,
    // The standard class is the one that is not mentioned.
    StorageClass: version.storageClass === 'STANDARD' ? undefined : version.storageClass,
    PartsCount: input.PartNumber !== undefined && version.multipart ? version.segments.length : undefined,
    TagCount: tagCount > 0 ? tagCount : undefined,
  }
}
