import { ALPHANUMERIC, randomText } from '../../../kernel/ids.ts'
import { checksumToWire, sentChecksum, toChecksumAlgorithm, verifyBytes } from '../checksums.ts'
import { operation } from '../deps.ts'
import { invalidArgument, invalidRequest } from '../errors.ts'
import { checkedMaxKeys, commonPrefixOf, keyEncoder } from '../listing.ts'
import { checkKey, encryptionToWire, settingsOf } from '../object-settings.ts'
import {
  type ChecksumAlgorithm,
  ownerOf,
  type PartRecord,
  quoted,
  type StoredChecksum,
  wholeSeconds,
} from '../records.ts'
import { buckets, parts, uploads } from '../repository.ts'
import { withBytes } from '../staged-bytes.ts'
import { bufferOf } from './put-object.ts'

export const createMultipartUpload = operation('CreateMultipartUpload', async (input, { clock, random }, ctx) => {
  checkKey(input.Key)
  const checksumAlgorithm =
    input.ChecksumAlgorithm === undefined ? undefined : toChecksumAlgorithm(input.ChecksumAlgorithm)
  const checksumType = checksumAlgorithm && checksumTypeOf(checksumAlgorithm, input.ChecksumType)
  const uploadId = randomText(random, 64, ALPHANUMERIC)
  const { bucket, settings } = await ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    const settings = settingsOf(input, bucket)
    uploads.put(tx, bucket, {
      bucket: bucket.name,
      key: input.Key,
      uploadId,
      initiatedAt: wholeSeconds(clock),
      initiator: ctx.caller.arn,
      settings,
      checksumAlgorithm,
      checksumType,
    })
    return { bucket, settings }
  })
  return {
    Bucket: bucket.name,
    Key: input.Key,
    UploadId: uploadId,
    ...encryptionToWire(settings.encryption),
    ChecksumAlgorithm: checksumAlgorithm,
    ChecksumType: checksumType,
  }
})

/** CRC-64/NVME knows only whole objects, the SHA family only parts; the others know both, parts by default. */
function checksumTypeOf(algorithm: ChecksumAlgorithm, asked: string | undefined): StoredChecksum['type'] {
  const whole = algorithm === 'CRC64NVME'
  const both = algorithm === 'CRC32' || algorithm === 'CRC32C'
  const type = asked ?? (whole ? 'FULL_OBJECT' : 'COMPOSITE')
  const allowed = both || (type === 'FULL_OBJECT') === whole
  if (!allowed || (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  }
  return type
}

const MAX_PART_NUMBER = 10_000

export function checkPartNumber(number: number): void {
  if (number >= 1 && number <= MAX_PART_NUMBER) return
  const message = `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`
  throw invalidArgument(message, 'partNumber', String(number))
}

export const uploadPart = operation('UploadPart', async (input, deps, ctx) => {
  checkPartNumber(input.PartNumber)
  const before = await buckets.require(ctx.reader, ctx.place, input)
  const { checksumAlgorithm, settings } = await uploads.require(ctx.reader, before, input.Key, input.UploadId)
  const sent = sentChecksum(input)
  if (sent && checksumAlgorithm && sent.algorithm !== checksumAlgorithm) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${checksumAlgorithm.toLowerCase()}, actual checksum ` +
        `Type: ${sent.algorithm.toLowerCase()}`,
    )
  }
  const body = bufferOf(input.Body)
  const { md5, checksum } = verifyBytes(body, input, checksumAlgorithm ?? 'CRC64NVME')
  await withBytes(ctx, deps, body, async (tx, segment) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    await uploads.require(tx, bucket, input.Key, input.UploadId)
    await parts.put(tx, bucket, {
      uploadId: input.UploadId,
      number: input.PartNumber,
      etag: md5,
      segment,
      modifiedAt: wholeSeconds(deps.clock),
      checksum,
    })
  })
  const { ChecksumType: _ofWholeObjects, ...checksumMembers } = checksumToWire(checksum)
  return { ETag: quoted(md5), ...checksumMembers, ...encryptionToWire(settings.encryption) }
})

export const abortMultipartUpload = operation('AbortMultipartUpload', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    await uploads.delete(tx, bucket, await uploads.require(tx, bucket, input.Key, input.UploadId))
  })
  return {}
})

export const listParts = operation('ListParts', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const upload = await uploads.require(ctx.reader, bucket, input.Key, input.UploadId)
  const marker = input.PartNumberMarker ?? 0
  const limit = checkedMaxKeys(input.MaxParts)
  const rest = (await parts.list(ctx.reader, bucket, upload.uploadId)).filter((part) => part.number > marker)
  const shown = rest.slice(0, limit)
  const owner = ownerOf(bucket.place.account)
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: shown.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: rest.length > shown.length,
    Parts: shown.map(partToWire),
    Initiator: { ID: upload.initiator },
    Owner: owner,
    StorageClass: upload.settings.storageClass,
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumType,
  }
})

function partToWire(part: PartRecord) {
  const { ChecksumType: _ofWholeObjects, ...checksum } = checksumToWire(part.checksum)
  return {
    PartNumber: part.number,
    LastModified: new Date(part.modifiedAt),
    ETag: quoted(part.etag),
    Size: part.segment.size,
    ...checksum,
  }
}

export const listMultipartUploads = operation('ListMultipartUploads', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const prefix = input.Prefix ?? ''
  const limit = checkedMaxKeys(input.MaxUploads)
  const { KeyMarker = '', UploadIdMarker = '' } = input
  const rest = (await uploads.list(ctx.reader, bucket, prefix)).filter(
    ({ key, uploadId }) => key > KeyMarker || (key === KeyMarker && UploadIdMarker !== '' && uploadId > UploadIdMarker),
  )
  const common = (key: string) => commonPrefixOf(key, prefix, input.Delimiter || undefined)
  const own = rest.filter(({ key }) => common(key) === undefined)
  const prefixes = new Set(rest.flatMap(({ key }) => common(key) ?? []))
  const shown = own.slice(0, limit)
  const last = own.length > shown.length ? shown.at(-1) : undefined
  const encode = keyEncoder(input.EncodingType)
  return {
    Bucket: bucket.name,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker,
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.uploadId,
    Prefix: encode(prefix),
    Delimiter: input.Delimiter && encode(input.Delimiter),
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    Uploads: shown.map((upload) => ({
      UploadId: upload.uploadId,
      Key: encode(upload.key),
      Initiated: new Date(upload.initiatedAt),
      StorageClass: upload.settings.storageClass,
      Owner: ownerOf(bucket.place.account),
      Initiator: { ID: upload.initiator },
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
    })),
    CommonPrefixes: [...prefixes].map((value) => ({ Prefix: encode(value) })),
    EncodingType: input.EncodingType,
  }
})
