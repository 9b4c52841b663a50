import { checksumToWire } from '../checksums.ts'
import { operation } from '../deps.ts'
import { requireVersion, shownVersionId } from '../object-versions.ts'
import { buckets } from '../repository.ts'

export const getObjectAttributes = operation('GetObjectAttributes', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const version = await requireVersion(ctx.reader, bucket, input)
  const asked = (name: string) => input.ObjectAttributes.includes(name)
  return {
    LastModified: new Date(version.modifiedAt),
    VersionId: shownVersionId(bucket, version.versionId),
    // Unlike everywhere else, without quotes.
    ETag: asked('ETag') ? version.etag : undefined,
    Checksum: asked('Checksum') && version.checksum ? checksumToWire(version.checksum) : undefined,
    ObjectParts: asked('ObjectParts') && version.multipart ? { TotalPartsCount: version.segments.length } : undefined,
    StorageClass: asked('StorageClass') ? version.storageClass : undefined,
    ObjectSize: asked('ObjectSize') ? version.size : undefined,
  }
})
