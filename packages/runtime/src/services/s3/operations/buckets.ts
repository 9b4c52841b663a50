import { isAwsError } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { partitionOf } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { bucketNotEmpty, notFound } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import { ownerOf } from '../records.ts'
import { buckets, objects, uploads } from '../repository.ts'

/** A bucket with any version or delete marker in it stays; unfinished uploads go with it. */
export const deleteBucket = operation('DeleteBucket', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    if (!(await objects.isEmpty(tx, bucket))) throw bucketNotEmpty(bucket.name, bucket.versioning !== undefined)
    for (const upload of await uploads.list(tx, bucket, '')) await uploads.delete(tx, bucket, upload)
    buckets.delete(tx, bucket)
  })
})

export const headBucket = operation('HeadBucket', async (input, _deps, ctx) => {
  try {
    const bucket = await buckets.require(ctx.reader, ctx.place, input)
    return {
      BucketArn: `arn:${partitionOf(ctx.place.region)}:s3:::${bucket.name}`,
      BucketRegion: bucket.place.region,
      AccessPointAlias: false,
    }
  } catch (error) {
    throw isAwsError(error, 'NoSuchBucket') ? notFound() : error
  }
})

const MAX_BUCKETS = 10_000

export const listBuckets = operation('ListBuckets', async (input, _deps, ctx) => {
  const { MaxBuckets = MAX_BUCKETS, ...filters } = input
  const found = (await buckets.listAccount(ctx.reader, ctx.place.account))
    .filter((bucket) => bucket.name.startsWith(input.Prefix ?? ''))
    .filter((bucket) => input.BucketRegion === undefined || bucket.place.region === input.BucketRegion)
  const { items, next } = await readPage(
    pageRequest('ListBuckets', filters, ctx, MaxBuckets),
    sorted(found, ({ name }) => [name]),
  )
  return {
    Buckets: items.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.createdAt),
      // Told only to those who ask for pages or a region.
      BucketRegion: input.MaxBuckets || input.BucketRegion ? bucket.place.region : undefined,
    })),
    Owner: ownerOf(ctx.place.account),
    ContinuationToken: next,
    Prefix: input.Prefix,
  }
})

/** Empty for North Virginia, for ever since it was the only one. */
export const getBucketLocation = operation('GetBucketLocation', async (input, _deps, ctx) => {
  const { region } = (await buckets.require(ctx.reader, ctx.place, input)).place
  return { LocationConstraint: region === 'us-east-1' ? undefined : region }
})
