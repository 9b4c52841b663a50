import { operation } from '../deps.ts'
import { invalidArgument } from '../errors.ts'
import { checkedMaxKeys, commonPrefixOf, keyEncoder } from '../listing.ts'
import { type ObjectVersion, ownerOf, quoted } from '../records.ts'
import { buckets, objects } from '../repository.ts'

export const listObjectVersions = operation('ListObjectVersions', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const { KeyMarker, VersionIdMarker } = input
  if (VersionIdMarker && !KeyMarker) {
    throw invalidArgument('A version-id marker cannot be specified without a key marker.', 'version-id-marker')
  }
  const prefix = input.Prefix ?? ''
  const maxKeys = checkedMaxKeys(input.MaxKeys)
  const all = await objects.scanVersions(ctx.reader, bucket, prefix)
  const rest = behindMarker(all, KeyMarker, VersionIdMarker)
  const shown: ObjectVersion[] = []
  const prefixes: string[] = []
  let last: { key: string; versionId?: string } | undefined
  let isTruncated = false
  for (const version of rest) {
    const common = commonPrefixOf(version.key, prefix, input.Delimiter || undefined)
    if (common !== undefined && (common === prefixes.at(-1) || KeyMarker?.startsWith(common))) continue
    if (shown.length + prefixes.length >= maxKeys) {
      isTruncated = maxKeys > 0
      break
    }
    if (common === undefined) shown.push(version)
    else prefixes.push(common)
    last = common === undefined ? version : { key: common }
  }

  const encode = keyEncoder(input.EncodingType)
  const latest = latestOf(all)
  const wire = (version: ObjectVersion) => ({
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: latest.get(version.key) === version.sequence,
    LastModified: new Date(version.modifiedAt),
    Owner: ownerOf(bucket.place.account),
  })
  return {
    IsTruncated: isTruncated,
    KeyMarker: encode(KeyMarker ?? ''),
    VersionIdMarker: VersionIdMarker ?? '',
    NextKeyMarker: isTruncated && last ? encode(last.key) : undefined,
    NextVersionIdMarker: isTruncated ? last?.versionId : undefined,
    Versions: shown
      .filter((version) => !version.deleteMarker)
      .map((version) => ({
        ...wire(version),
        ETag: quoted(version.etag),
        ChecksumAlgorithm: version.checksum ? [version.checksum.algorithm] : undefined,
        ChecksumType: version.checksum?.type,
        Size: version.size,
        StorageClass: version.storageClass,
      })),
    DeleteMarkers: shown.filter((version) => version.deleteMarker).map(wire),
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: input.Delimiter && encode(input.Delimiter),
    MaxKeys: maxKeys,
    CommonPrefixes: prefixes.map((common) => ({ Prefix: encode(common) })),
    EncodingType: input.EncodingType,
  }
})

/** Without a version, the marker stands behind all versions of its key. */
function behindMarker(all: readonly ObjectVersion[], key: string | undefined, versionId: string | undefined) {
  if (!key) return all
  const isBehind = (version: ObjectVersion) => Buffer.compare(Buffer.from(version.key), Buffer.from(key)) > 0
  if (!versionId) return all.filter(isBehind)
  const marked = all.findIndex((version) => version.key === key && version.versionId === versionId)
  return marked < 0 ? all.filter(isBehind) : all.slice(marked + 1)
}

function latestOf(versions: readonly ObjectVersion[]): Map<string, number> {
  const latest = new Map<string, number>()
  for (const { key, sequence } of versions) latest.set(key, Math.max(sequence, latest.get(key) ?? 0))
  return latest
}
