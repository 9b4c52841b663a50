import { notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { malformedXml, noSuchLifecycle, noSuchTagSet } from '../errors.ts'
import { readRules, storeRules } from '../lifecycle.ts'
import type { BucketRecord, EncryptionRule } from '../records.ts'
import { buckets, changeBucket } from '../repository.ts'
import { BUCKET_TAG_LIMIT, tagsFromWire, tagsToWire } from '../tags.ts'

export const putBucketVersioning = operation('PutBucketVersioning', async (input, _deps, ctx) => {
  const { Status, MFADelete } = input.VersioningConfiguration
  if (MFADelete === 'Enabled' || input.MFA !== undefined) throw notEmulated('MFA delete')
  if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml()
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, versioning: Status }))
})

/** A bucket that never had versioning answers with no status at all. */
export const getBucketVersioning = operation('GetBucketVersioning', async (input, _deps, ctx) => ({
  Status: (await buckets.require(ctx.reader, ctx.place, input)).versioning,
}))

const DEFAULT_ENCRYPTION: EncryptionRule = { algorithm: 'AES256', bucketKey: false }

/** Recorded: answered with each object, while the bytes lie in the local store as they are. */
export const putBucketEncryption = operation('PutBucketEncryption', async (input, _deps, ctx) => {
  const rules = input.ServerSideEncryptionConfiguration.Rules
  if (rules.some((rule) => rule.BlockedEncryptionTypes !== undefined)) throw notEmulated('Blocking encryption types')
  const encryption = rules.map((rule) => ({
    algorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? DEFAULT_ENCRYPTION.algorithm,
    keyId: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    bucketKey: rule.BucketKeyEnabled ?? false,
  }))
  if (encryption.length !== 1) throw malformedXml()
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, encryption }))
})

export const getBucketEncryption = operation('GetBucketEncryption', async (input, _deps, ctx) => {
  const { encryption } = await buckets.require(ctx.reader, ctx.place, input)
  return {
    ServerSideEncryptionConfiguration: {
      Rules: encryption.map(({ algorithm, keyId, bucketKey }) => ({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId },
        BucketKeyEnabled: bucketKey,
      })),
    },
  }
})

/** There is no bucket without encryption: deleting the setting brings the default back. */
export const deleteBucketEncryption = operation('DeleteBucketEncryption', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, encryption: [DEFAULT_ENCRYPTION] }))
})

const DEFAULT_MINIMUM_SIZE = 'all_storage_classes_128K'

/** Recorded: nothing expires here. */
export const putBucketLifecycle = operation('PutBucketLifecycleConfiguration', async (input, _deps, ctx) => {
  const rules = input.LifecycleConfiguration?.Rules ?? []
  if (rules.length === 0) throw malformedXml()
  const minimumObjectSize = input.TransitionDefaultMinimumObjectSize ?? DEFAULT_MINIMUM_SIZE
  const lifecycle: BucketRecord['lifecycle'] = { rules: storeRules(rules), minimumObjectSize }
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, lifecycle }))
  return { TransitionDefaultMinimumObjectSize: minimumObjectSize }
})

export const getBucketLifecycle = operation('GetBucketLifecycleConfiguration', async (input, _deps, ctx) => {
  const { name, lifecycle } = await buckets.require(ctx.reader, ctx.place, input)
  if (!lifecycle) throw noSuchLifecycle(name)
  return {
    Rules: readRules(lifecycle.rules),
    TransitionDefaultMinimumObjectSize: lifecycle.minimumObjectSize,
  }
})

export const deleteBucketLifecycle = operation('DeleteBucketLifecycle', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, lifecycle: undefined }))
})

export const putBucketTagging = operation('PutBucketTagging', async (input, _deps, ctx) => {
  const tags = tagsFromWire(input.Tagging.TagSet, BUCKET_TAG_LIMIT)
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, tags }))
})

export const getBucketTagging = operation('GetBucketTagging', async (input, _deps, ctx) => {
  const { name, tags } = await buckets.require(ctx.reader, ctx.place, input)
  if (!tags) throw noSuchTagSet(name)
  return { TagSet: tagsToWire(tags) }
})

export const deleteBucketTagging = operation('DeleteBucketTagging', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, tags: undefined }))
})
