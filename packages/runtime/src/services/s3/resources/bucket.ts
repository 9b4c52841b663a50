import type { S3Bucket } from '../../../generated/resource-properties.ts'
import { AwsError, ignoring, isAwsError } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { type Place, partitionOf, urlSuffixOf } from '../../../kernel/place.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'
import { toLifecycleRule } from './lifecycle-rules.ts'
import { toCorsRule, toWebsite } from './web-access.ts'

/** `AWS::S3::Bucket`. */
export const bucketType = instantType({
  type: 'AWS::S3::Bucket',
  nameProperty: 'BucketName',
  properties: {
    AccessControl: 'recorded',
    BucketEncryption: 'recorded',
    BucketName: 'emulated',
    CorsConfiguration: 'recorded',
    LifecycleConfiguration: 'recorded',
    LoggingConfiguration: 'recordable',
    NotificationConfiguration: 'recordable',
    OwnershipControls: 'emulated',
    PublicAccessBlockConfiguration: 'recorded',
    'PublicAccessBlockConfiguration.BlockPublicPolicy': 'emulated',
    Tags: 'emulated',
    VersioningConfiguration: 'emulated',
    WebsiteConfiguration: 'recorded',
  },

  async create(p, request) {
    const Bucket = p.BucketName ?? request.generateName({ maxLength: 63, lowerCase: true })
    const { region } = request.place
    // In North Virginia S3 takes a second creation for a success; CloudFormation does not.
    if (await exists(Bucket, request)) throw new AwsError('AlreadyExists', `${Bucket} already exists`, { status: 409 })
    await request.call('s3', 'CreateBucket', {
      Bucket,
      ACL: cannedAcl(p),
      CreateBucketConfiguration: region === 'us-east-1' ? undefined : { LocationConstraint: region },
    })
    await configure(Bucket, p, {}, request)
    return instanceOf(Bucket, request.place)
  },

  async update(p, previous, request) {
    const Bucket = previous.physicalId
    await request.call('s3', 'PutBucketAcl', { Bucket, ACL: cannedAcl(p) ?? 'private' })
    await configure(Bucket, p, previous.properties, request)
    return instanceOf(Bucket, request.place)
  },

  async remove(previous, request) {
    await ignoring('NoSuchBucket', request.call('s3', 'DeleteBucket', { Bucket: previous.physicalId }))
  },
})

/** Host names as CloudFormation gives them: `b.s3.amazonaws.com`, `b.s3.eu-west-1.amazonaws.com` and so on. */
function instanceOf(name: string, { region }: Place): ResourceInstance {
  const suffix = urlSuffixOf(region)
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:${partitionOf(region)}:s3:::${name}`,
      DomainName: `${name}.s3.${suffix}`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.${suffix}`,
      RegionalDomainName: `${name}.s3.${region}.${suffix}`,
      WebsiteURL: `http://${name}.s3-website${DASHED_WEBSITES.has(region) ? '-' : '.'}${region}.${suffix}`,
    },
  }
}

/** Website endpoints of the older regions have a dash before the region (Amazon S3 endpoints and quotas). */
const DASHED_WEBSITES: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
])

/** Templates spell canned ACLs as `BucketOwnerFullControl`. */
function cannedAcl({ AccessControl }: S3Bucket): string | undefined {
  return AccessControl?.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()
}

async function exists(Bucket: string, { call }: ResourceRequest): Promise<boolean> {
  try {
    await call('s3', 'HeadBucket', { Bucket })
    return true
  } catch (error) {
    if (isAwsError(error, 'NotFound')) return false
    if (isAwsError(error, 'AccessDenied')) return true
    throw error
  }
}

/** Writes what the template says and takes back what it no longer says. */
async function configure(Bucket: string, p: S3Bucket, old: S3Bucket, { call }: ResourceRequest): Promise<void> {
  const encryption = p.BucketEncryption
  if (encryption) {
    const Rules = encryption.ServerSideEncryptionConfiguration.map((rule) => ({
      ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
      BucketKeyEnabled: rule.BucketKeyEnabled,
      BlockedEncryptionTypes: rule.BlockedEncryptionTypes,
    }))
    await call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } })
  } else if (old.BucketEncryption) {
    await call('s3', 'DeleteBucketEncryption', { Bucket })
  }

  const access = p.PublicAccessBlockConfiguration
  if (access) await call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: access })
  else if (old.PublicAccessBlockConfiguration) await call('s3', 'DeletePublicAccessBlock', { Bucket })

  const ownership = p.OwnershipControls
  if (ownership) {
    const Rules = ownership.Rules.map((rule) => ({ ObjectOwnership: rule.ObjectOwnership ?? 'BucketOwnerEnforced' }))
    await call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls: { Rules } })
  } else if (old.OwnershipControls) {
    await call('s3', 'DeleteBucketOwnershipControls', { Bucket })
  }

  const versioning = p.VersioningConfiguration?.Status ?? (old.VersioningConfiguration ? 'Suspended' : undefined)
  if (versioning) await call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: versioning } })

  const lifecycle = p.LifecycleConfiguration
  if (lifecycle?.Rules.length) {
    await call('s3', 'PutBucketLifecycleConfiguration', {
      Bucket,
      LifecycleConfiguration: { Rules: lifecycle.Rules.map(toLifecycleRule) },
      TransitionDefaultMinimumObjectSize: lifecycle.TransitionDefaultMinimumObjectSize,
    })
  } else if (old.LifecycleConfiguration) {
    await call('s3', 'DeleteBucketLifecycle', { Bucket })
  }

  const cors = p.CorsConfiguration
  if (cors)
    await call('s3', 'PutBucketCors', { Bucket, CORSConfiguration: { CORSRules: cors.CorsRules.map(toCorsRule) } })
  else if (old.CorsConfiguration) await call('s3', 'DeleteBucketCors', { Bucket })

  const website = p.WebsiteConfiguration
  if (website) await call('s3', 'PutBucketWebsite', { Bucket, WebsiteConfiguration: toWebsite(website) })
  else if (old.WebsiteConfiguration) await call('s3', 'DeleteBucketWebsite', { Bucket })

  if (p.Tags?.length) await call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: p.Tags } })
  else if (old.Tags?.length) await call('s3', 'DeleteBucketTagging', { Bucket })
}
