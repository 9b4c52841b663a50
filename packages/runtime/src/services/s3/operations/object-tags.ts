import type { CallContext } from '../../../kernel/operation.ts'
import { operation } from '../deps.ts'
import { requireVersion, shownVersionId } from '../object-versions.ts'
import type { BucketRecord, ObjectVersion, Tags } from '../records.ts'
import { type BucketAddress, buckets, objects } from '../repository.ts'
import { OBJECT_TAG_LIMIT, tagsFromWire, tagsToWire } from '../tags.ts'

export const getObjectTagging = operation('GetObjectTagging', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  const version = await requireVersion(ctx.reader, bucket, input, { latestMarker: 'refuses' })
  return { VersionId: shownVersionId(bucket, version.versionId), TagSet: tagsToWire(version.tags) }
})

export const putObjectTagging = operation('PutObjectTagging', async (input, _deps, ctx) => {
  const tags = tagsFromWire(input.Tagging.TagSet, OBJECT_TAG_LIMIT)
  const { bucket, version } = await setTags(ctx, input, 'PUT', tags)
  return { VersionId: shownVersionId(bucket, version.versionId) }
})

export const deleteObjectTagging = operation('DeleteObjectTagging', async (input, _deps, ctx) => {
  const { bucket, version } = await setTags(ctx, input, 'DELETE', {})
  return { VersionId: shownVersionId(bucket, version.versionId) }
})

function setTags(
  ctx: CallContext,
  input: BucketAddress & { readonly Key: string; readonly VersionId?: string },
  method: 'PUT' | 'DELETE',
  tags: Tags,
): Promise<{ bucket: BucketRecord; version: ObjectVersion }> {
  return ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    const version = await requireVersion(tx, bucket, input, { method, latestMarker: 'refuses' })
    await objects.put(tx, bucket, { ...version, tags })
    return { bucket, version }
  })
}
