import { AwsError, ignoring, isAwsError } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'

interface BucketPolicyProperties {
  readonly Bucket: string
  readonly PolicyDocument: JsonObject | string
}

/** `AWS::S3::BucketPolicy`: a bucket has one, so its name names the policy. */
export const bucketPolicyType: InstantType = {
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: 'emulated', PolicyDocument: 'recorded' },

  async create(properties, request) {
    const p = properties as unknown as BucketPolicyProperties
    if (await hasPolicy(p.Bucket, request)) {
      throw new AwsError('AlreadyExists', `The bucket policy already exists on bucket ${p.Bucket}.`, { status: 409 })
    }
    await write(p, request)
    return { physicalId: p.Bucket, attributes: {} }
  },

  async update(properties, previous, request) {
    await write(properties as unknown as BucketPolicyProperties, request)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    await ignoring('NoSuchBucket', request.call('s3', 'DeleteBucketPolicy', { Bucket: previous.physicalId }))
  },
}

async function hasPolicy(Bucket: string, { call }: ResourceRequest): Promise<boolean> {
  try {
    await call('s3', 'GetBucketPolicy', { Bucket })
    return true
  } catch (error) {
    if (isAwsError(error, 'NoSuchBucketPolicy')) return false
    throw error
  }
}

async function write({ Bucket, PolicyDocument }: BucketPolicyProperties, { call }: ResourceRequest): Promise<void> {
  const Policy = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument)
  await call('s3', 'PutBucketPolicy', { Bucket, Policy })
}
