import type { CreateBucketRequest } from '../../../generated/s3.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { type Place, partitionOf } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import {
  aclsNotSupported,
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  illegalLocation,
  invalidBucketName,
  invalidLocation,
} from '../errors.ts'
import { type BucketRecord, wholeSeconds } from '../records.ts'
import { buckets } from '../repository.ts'
import { BUCKET_TAG_LIMIT, tagsFromWire } from '../tags.ts'

/** Since April 2023 a new bucket enforces its owner's rights and blocks public access. */
const DEFAULT_OWNERSHIP = 'BucketOwnerEnforced'
const BLOCK_EVERYTHING = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

export const createBucket = operation('CreateBucket', async (input, { clock }, ctx) => {
  checkBucketName(input.Bucket)
  checkSettings(input)
  const tags = input.CreateBucketConfiguration?.Tags
  const bucket: BucketRecord = {
    name: input.Bucket,
    place: { account: ctx.place.account, region: regionOf(input, ctx.place) },
    createdAt: wholeSeconds(clock),
    encryption: [{ algorithm: 'AES256', bucketKey: false }],
    publicAccessBlock: BLOCK_EVERYTHING,
    objectOwnership: input.ObjectOwnership ?? DEFAULT_OWNERSHIP,
    tags: tags?.length ? tagsFromWire(tags, BUCKET_TAG_LIMIT) : undefined,
  }
  await ctx.transact(async (tx) => {
    const taken = await buckets.findPlace(tx, partitionOf(ctx.place.region), bucket.name)
    if (!taken) buckets.put(tx, bucket)
    else if (taken.account !== ctx.place.account) throw bucketAlreadyExists(bucket.name)
    // Only North Virginia answers a repetition with success, and leaves the bucket as it is.
    else if (ctx.place.region !== 'us-east-1') throw bucketAlreadyOwnedByYou(bucket.name)
  })
  return { Location: `/${bucket.name}`, BucketArn: `arn:${partitionOf(ctx.place.region)}:s3:::${bucket.name}` }
})

/** Naming rules of general purpose buckets (Amazon S3 user guide). */
function checkBucketName(name: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  if (!valid) throw invalidBucketName(name)
}

function checkSettings(input: CreateBucketRequest): void {
  if (input.ObjectLockEnabledForBucket) throw notEmulated('S3 Object Lock')
  if (input.BucketNamespace !== undefined && input.BucketNamespace !== 'global') {
    throw notEmulated(`The bucket namespace ${input.BucketNamespace}`)
  }
  const { Bucket, Location } = input.CreateBucketConfiguration ?? {}
  if (Bucket !== undefined || Location !== undefined) throw notEmulated('Directory buckets')
  if (input.ACL !== undefined && input.ACL !== 'private') throw notEmulated(`The canned ACL ${input.ACL}`)
  if (input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWrite ?? input.GrantWriteACP) {
    throw aclsNotSupported()
  }
}

/** The endpoint of North Virginia creates buckets everywhere, and is never named; the others only at home, which must be said. */
function regionOf(input: CreateBucketRequest, { region }: Place): string {
  const constraint = input.CreateBucketConfiguration?.LocationConstraint
  if (constraint === 'us-east-1') throw invalidLocation(constraint)
  const wanted = constraint === 'EU' ? 'eu-west-1' : constraint
  if (region === 'us-east-1') return wanted ?? region
  if (wanted !== region) throw illegalLocation(constraint ?? 'unspecified')
  return region
}
