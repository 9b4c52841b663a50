import type { S3BucketPolicy } from '../../../generated/resource-properties.ts'
import { AwsError, ignoring, isAwsError } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::S3::BucketPolicy`: a bucket has one, so its name names the policy. */
export const bucketPolicyType = instantType({
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: 'emulated', PolicyDocument: 'recorded' },

  async create(p, request) {
    if (await hasPolicy(p.Bucket, request)) {
      throw new AwsError('AlreadyExists', `The bucket policy already exists on bucket ${p.Bucket}.`, { status: 409 })
    }
    await write(p, request)
    return { physicalId: p.Bucket, attributes: {} }
  },

  async update(properties, previous, request) {
    await write(properties, request)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    await ignoring('NoSuchBucket', request.call('s3', 'DeleteBucketPolicy', { Bucket: previous.physicalId }))
  },
})

async function hasPolicy(Bucket: string, { call }: ResourceRequest): Promise<boolean> {
  try {
    await call('s3', 'GetBucketPolicy', { Bucket })
    return true
  } catch (error) {
    if (isAwsError(error, 'NoSuchBucketPolicy')) return false
    throw error
  }
}

async function write({ Bucket, PolicyDocument }: S3BucketPolicy, { call }: ResourceRequest): Promise<void> {
  await call('s3', 'PutBucketPolicy', { Bucket, Policy: jsonText(PolicyDocument) })
}
