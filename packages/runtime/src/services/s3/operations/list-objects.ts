import type { CallContext } from '../../../kernel/operation.ts'
import { operation } from '../deps.ts'
import { checkedMaxKeys, keyEncoder, type ListingRequest, listKeys } from '../listing.ts'
import { pageRequest } from '../paging.ts'
import { type BucketRecord, type ObjectVersion, ownerOf, quoted } from '../records.ts'
import { buckets, objects } from '../repository.ts'

export const listObjectsV2 = operation('ListObjectsV2', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const request = requestOf(input)
  const { Bucket, Prefix, ContinuationToken } = input
  const paging = pageRequest('ListObjectsV2', { Bucket, Prefix, ContinuationToken }, ctx, request.maxKeys)
  const after = paging.after === undefined ? input.StartAfter : String(paging.after[0])
  const page = await pageOf(ctx, bucket, { ...request, after })
  const encode = keyEncoder(input.EncodingType)
  return {
    IsTruncated: page.isTruncated,
    Contents: page.entries.map((entry) => objectToWire(entry, encode, input.FetchOwner ? bucket : undefined)),
    Name: bucket.name,
    Prefix: encode(request.prefix),
    Delimiter: input.Delimiter && encode(input.Delimiter),
    MaxKeys: request.maxKeys,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    EncodingType: input.EncodingType,
    KeyCount: page.entries.length + page.commonPrefixes.length,
    ContinuationToken,
    NextContinuationToken: page.isTruncated && page.last !== undefined ? paging.tokenAfter([page.last]) : undefined,
    StartAfter: input.StartAfter && encode(input.StartAfter),
  }
})

export const listObjects = operation('ListObjects', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const request = { ...requestOf(input), after: input.Marker || undefined }
  const page = await pageOf(ctx, bucket, request)
  const encode = keyEncoder(input.EncodingType)
  // Only lists with a delimiter say where to go on; without one it is the last key.
  const next = page.isTruncated && input.Delimiter ? page.last : undefined
  return {
    IsTruncated: page.isTruncated,
    Marker: encode(input.Marker ?? ''),
    NextMarker: next && encode(next),
    Contents: page.entries.map((entry) => objectToWire(entry, encode, bucket)),
    Name: bucket.name,
    Prefix: encode(request.prefix),
    Delimiter: input.Delimiter && encode(input.Delimiter),
    MaxKeys: request.maxKeys,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    EncodingType: input.EncodingType,
  }
})

function requestOf(input: { readonly Prefix?: string; readonly Delimiter?: string; readonly MaxKeys?: number }) {
  return {
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter || undefined,
    maxKeys: checkedMaxKeys(input.MaxKeys),
  }
}

function pageOf({ reader }: CallContext, bucket: BucketRecord, request: ListingRequest) {
  const { prefix } = request
  return listKeys((after, limit) => objects.scanCurrent(reader, bucket, { prefix, after, limit }), request)
}

function objectToWire(object: ObjectVersion, encode: (key: string) => string, owned: BucketRecord | undefined) {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.modifiedAt),
    ETag: quoted(object.etag),
    ChecksumAlgorithm: object.checksum ? [object.checksum.algorithm] : undefined,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: object.storageClass,
    Owner: owned && ownerOf(owned.place.account),
  }
}
