import type { DeletedObject, DeleteObjectRequest, Error_, ObjectIdentifier } from '../../../generated/s3.ts'
import { AwsError, notEmulated } from '../../../kernel/errors.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { operation, type S3Deps } from '../deps.ts'
import { malformedXml, preconditionFailed } from '../errors.ts'
import { addVersion } from '../object-versions.ts'
import { type BucketRecord, type ObjectVersion, wholeSeconds } from '../records.ts'
import { buckets, objects } from '../repository.ts'

export const deleteObject = operation('DeleteObject', async (input, deps, ctx) => {
  const { IfMatch, IfMatchLastModifiedTime, IfMatchSize } = input
  if (input.MFA !== undefined) throw notEmulated('MFA delete')
  return ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    const target: Target = {
      Key: input.Key,
      VersionId: input.VersionId,
      ETag: IfMatch,
      LastModifiedTime: IfMatchLastModifiedTime,
      Size: IfMatchSize,
    }
    const { DeleteMarker, VersionId, DeleteMarkerVersionId } = await remove(tx, bucket, target, deps)
    return { DeleteMarker, VersionId: VersionId ?? DeleteMarkerVersionId }
  })
})

const MAX_OBJECTS = 1000

/** One refusal does not keep the others from being deleted. */
export const deleteObjects = operation('DeleteObjects', async (input, deps, ctx) => {
  const { Objects, Quiet } = input.Delete
  if (input.MFA !== undefined) throw notEmulated('MFA delete')
  if (Objects.length === 0 || Objects.length > MAX_OBJECTS) throw malformedXml()
  const Deleted: DeletedObject[] = []
  const Errors: Error_[] = []
  await ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    for (const target of Objects) {
      try {
        Deleted.push({ Key: target.Key, ...(await remove(tx, bucket, target, deps)) })
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        Errors.push({ Key: target.Key, VersionId: target.VersionId, Code: error.code, Message: error.message })
      }
    }
  })
  return { Deleted: Quiet ? [] : Deleted, Errors }
})

type Target = ObjectIdentifier & Pick<DeleteObjectRequest, 'Key'>

/** Deleting what is not there is no error. With versioning, deleting the latest version hides it behind a marker. */
async function remove(
  tx: Transaction,
  bucket: BucketRecord,
  target: Target,
  { clock, random }: S3Deps,
): Promise<Omit<DeletedObject, 'Key'>> {
  const versions = await objects.versionsOf(tx, bucket, target.Key)
  const named = target.VersionId
  const subject = named === undefined ? versions[0] : versions.find((version) => version.versionId === named)
  checkUnchanged(subject, target)
  if (named !== undefined) {
    if (subject) await objects.delete(tx, bucket, subject)
    const marker = subject?.deleteMarker
    return { VersionId: named, DeleteMarker: marker || undefined, DeleteMarkerVersionId: marker ? named : undefined }
  }
  if (bucket.versioning === undefined) {
    if (subject) await objects.delete(tx, bucket, subject)
    return {}
  }
  const marker = await addVersion(tx, bucket, deleteMarkerOf(target.Key, wholeSeconds(clock)), random)
  return { DeleteMarker: true, DeleteMarkerVersionId: marker.versionId }
}

function checkUnchanged(subject: ObjectVersion | undefined, { ETag, LastModifiedTime, Size }: Target): void {
  if (ETag !== undefined && ETag !== '*' && subject?.etag !== ETag.replaceAll('"', '')) {
    throw preconditionFailed('If-Match')
  }
  if (LastModifiedTime && subject?.modifiedAt !== LastModifiedTime.getTime()) {
    throw preconditionFailed('x-amz-if-match-last-modified-time')
  }
  if (Size !== undefined && subject?.size !== Size) throw preconditionFailed('x-amz-if-match-size')
}

function deleteMarkerOf(key: string, modifiedAt: number) {
  return {
    key,
    deleteMarker: true,
    modifiedAt,
    etag: '',
    size: 0,
    segments: [],
    multipart: false,
    headers: {},
    metadata: {},
    storageClass: 'STANDARD',
    encryption: { algorithm: 'AES256', bucketKey: false },
    tags: {},
  }
}
