import { notEmulated } from '../../../kernel/errors.ts'
import { checkBucketPolicy, isPublicPolicy } from '../bucket-policy.ts'
import { operation } from '../deps.ts'
import {
  accessDenied,
  aclsNotSupported,
  malformedXml,
  noOwnershipControls,
  noSuchBucketPolicy,
  noSuchPublicAccessBlock,
} from '../errors.ts'
import { checkAcl } from '../object-settings.ts'
import { ownerOf } from '../records.ts'
import { buckets, changeBucket } from '../repository.ts'

/** Recorded: permissions are not evaluated. A public policy is refused where the bucket blocks such policies. */
export const putBucketPolicy = operation('PutBucketPolicy', async (input, _deps, ctx) => {
  checkBucketPolicy(input.Policy)
  await changeBucket(ctx, input, (bucket) => {
    if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(input.Policy)) throw accessDenied()
    return { ...bucket, policy: input.Policy }
  })
})

export const getBucketPolicy = operation('GetBucketPolicy', async (input, _deps, ctx) => {
  const { name, policy } = await buckets.require(ctx.reader, ctx.place, input)
  if (policy === undefined) throw noSuchBucketPolicy(name)
  return { Policy: policy }
})

export const getBucketPolicyStatus = operation('GetBucketPolicyStatus', async (input, _deps, ctx) => {
  const { name, policy } = await buckets.require(ctx.reader, ctx.place, input)
  if (policy === undefined) throw noSuchBucketPolicy(name)
  return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } }
})

export const deleteBucketPolicy = operation('DeleteBucketPolicy', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, policy: undefined }))
})

export const putPublicAccessBlock = operation('PutPublicAccessBlock', async (input, _deps, ctx) => {
  const wanted = input.PublicAccessBlockConfiguration
  const publicAccessBlock = {
    BlockPublicAcls: wanted.BlockPublicAcls ?? false,
    IgnorePublicAcls: wanted.IgnorePublicAcls ?? false,
    BlockPublicPolicy: wanted.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: wanted.RestrictPublicBuckets ?? false,
  }
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, publicAccessBlock }))
})

export const getPublicAccessBlock = operation('GetPublicAccessBlock', async (input, _deps, ctx) => {
  const { name, publicAccessBlock } = await buckets.require(ctx.reader, ctx.place, input)
  if (!publicAccessBlock) throw noSuchPublicAccessBlock(name)
  return { PublicAccessBlockConfiguration: publicAccessBlock }
})

export const deletePublicAccessBlock = operation('DeletePublicAccessBlock', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, publicAccessBlock: undefined }))
})

export const putBucketOwnershipControls = operation('PutBucketOwnershipControls', async (input, _deps, ctx) => {
  const [rule, ...more] = input.OwnershipControls.Rules
  if (!rule || more.length > 0) throw malformedXml()
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, objectOwnership: rule.ObjectOwnership }))
})

export const getBucketOwnershipControls = operation('GetBucketOwnershipControls', async (input, _deps, ctx) => {
  const { name, objectOwnership } = await buckets.require(ctx.reader, ctx.place, input)
  if (objectOwnership === undefined) throw noOwnershipControls(name)
  return { OwnershipControls: { Rules: [{ ObjectOwnership: objectOwnership }] } }
})

export const deleteBucketOwnershipControls = operation('DeleteBucketOwnershipControls', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, objectOwnership: undefined }))
})

/** Buckets belong to their owner alone. */
export const getBucketAcl = operation('GetBucketAcl', async (input, _deps, ctx) => {
  const { place } = await buckets.require(ctx.reader, ctx.place, input)
  const owner = ownerOf(place.account)
  return { Owner: owner, Grants: [{ Grantee: { Type: 'CanonicalUser', ...owner }, Permission: 'FULL_CONTROL' }] }
})

export const putBucketAcl = operation('PutBucketAcl', async (input, _deps, ctx) => {
  const bucket = await buckets.require(ctx.reader, ctx.place, input)
  checkAcl(input.ACL, bucket)
  const grants =
    input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWrite ?? input.GrantWriteACP
  if (grants === undefined && input.AccessControlPolicy === undefined) return
  if (bucket.objectOwnership === 'BucketOwnerEnforced') throw aclsNotSupported()
  throw notEmulated('Access control lists with grants')
})
