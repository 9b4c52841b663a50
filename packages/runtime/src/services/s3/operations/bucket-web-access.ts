import { checkCorsRules } from '../cors.ts'
import { operation } from '../deps.ts'
import { noSuchCors, noSuchWebsite } from '../errors.ts'
import { buckets, changeBucket } from '../repository.ts'
import { checkWebsite } from '../website.ts'

/** Recorded: which pages may call at all is the user's decision (`--allow-origin`), and those may read every answer. */
export const putBucketCors = operation('PutBucketCors', async (input, _deps, ctx) => {
  const cors = input.CORSConfiguration.CORSRules
  checkCorsRules(cors)
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, cors }))
})

export const getBucketCors = operation('GetBucketCors', async (input, _deps, ctx) => {
  const { name, cors } = await buckets.require(ctx.reader, ctx.place, input)
  if (!cors) throw noSuchCors(name)
  return { CORSRules: cors }
})

export const deleteBucketCors = operation('DeleteBucketCors', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, cors: undefined }))
})

/** Recorded: nothing answers at a bucket's website endpoint. */
export const putBucketWebsite = operation('PutBucketWebsite', async (input, _deps, ctx) => {
  const website = input.WebsiteConfiguration
  checkWebsite(website)
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, website }))
})

export const getBucketWebsite = operation('GetBucketWebsite', async (input, _deps, ctx) => {
  const { name, website } = await buckets.require(ctx.reader, ctx.place, input)
  if (!website) throw noSuchWebsite(name)
  return website
})

export const deleteBucketWebsite = operation('DeleteBucketWebsite', async (input, _deps, ctx) => {
  await changeBucket(ctx, input, (bucket) => ({ ...bucket, website: undefined }))
})
