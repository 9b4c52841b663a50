import { AwsError } from '../../kernel/errors.ts'

type Members = Record<string, unknown>
const refuse = (status: number, code: string, message: string, members?: Members) =>
  new AwsError(code, message, { status, members })

export const noSuchBucket = (BucketName: string) =>
  refuse(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName })
/** Headers of an answer to a deletion marker, by their names in the model. */
export interface MarkerHeaders {
  readonly DeleteMarker: true
  readonly VersionId: string
}

export const noSuchKey = (Key: string, marker?: MarkerHeaders) =>
  refuse(404, 'NoSuchKey', 'The specified key does not exist.', { Key, ...marker })
export const noSuchVersion = (Key: string, VersionId: string) =>
  refuse(404, 'NoSuchVersion', 'The specified version does not exist.', { Key, VersionId })
export const noSuchUpload = (UploadId: string) =>
  refuse(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  )

/** An answer to HEAD has no body, so that clients make up this code from the status. */
export const notFound = (members?: Members) => refuse(404, 'NotFound', 'Not Found', members)
/** With the headers that the object itself would have come with (RFC 9110, section 15.4.5; recorded for `ETag`). */
export const notModified = (headers: Members) => refuse(304, 'NotModified', 'Not Modified', headers)
export const accessDenied = () => refuse(403, 'AccessDenied', 'Access Denied')
/** A deletion marker can be deleted, and nothing else (recorded). */
export const markerRefuses = (Method: string, marker: MarkerHeaders, LastModified: Date) =>
  refuse(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method,
    ResourceType: 'DeleteMarker',
    Allow: 'DELETE',
    LastModified,
    ...marker,
  })

/** Documented among S3's error codes. */
export const operationAborted = () =>
  refuse(409, 'OperationAborted', 'A conflicting operation occurred. If using PutObject you can retry the request.')

export const bucketAlreadyExists = (BucketName: string) =>
  refuse(
    409,
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please ' +
      'select a different name and try again.',
    { BucketName },
  )
export const bucketAlreadyOwnedByYou = (BucketName: string) =>
  refuse(
    409,
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  )
export const bucketNotEmpty = (BucketName: string, versioned: boolean) =>
  refuse(
    409,
    'BucketNotEmpty',
    versioned
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty',
    { BucketName },
  )
export const invalidBucketName = (BucketName: string) =>
  refuse(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName })
/** Recorded. */
export const invalidLocation = (LocationConstraint: string) =>
  refuse(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid', { LocationConstraint })
/** Recorded. */
export const invalidStorageClass = (StorageClassRequested: string) =>
  refuse(400, 'InvalidStorageClass', 'The storage class you specified is not valid', { StorageClassRequested })
export const illegalLocation = (constraint: string) =>
  refuse(
    400,
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )

const missing = (code: string, message: string) => (BucketName: string) => refuse(404, code, message, { BucketName })
export const noSuchBucketPolicy = missing('NoSuchBucketPolicy', 'The bucket policy does not exist')
export const noSuchTagSet = missing('NoSuchTagSet', 'The TagSet does not exist')
export const noSuchCors = missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist')
export const noSuchWebsite = missing(
  'NoSuchWebsiteConfiguration',
  'The specified bucket does not have a website configuration',
)
export const noSuchLifecycle = missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist')
export const noSuchPublicAccessBlock = missing(
  'NoSuchPublicAccessBlockConfiguration',
  'The public access block configuration was not found',
)
export const noOwnershipControls = missing(
  'OwnershipControlsNotFoundError',
  'The bucket ownership controls were not found',
)

export const malformedPolicy = (message: string) => refuse(400, 'MalformedPolicy', message)
export const aclsNotSupported = () => refuse(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs')
export const invalidArgument = (message: string, ArgumentName?: string, ArgumentValue?: string) =>
  refuse(400, 'InvalidArgument', message, { ArgumentName, ArgumentValue })
export const invalidRequest = (message: string) => refuse(400, 'InvalidRequest', message)
export const invalidTag = (message: string, TagKey?: string, TagValue?: string) =>
  refuse(400, 'InvalidTag', message, { TagKey, TagValue })
export const malformedXml = () =>
  refuse(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
export const keyTooLong = (size: number, max: number) =>
  refuse(400, 'KeyTooLongError', 'Your key is too long', { Size: size, MaxSizeAllowed: max })

export const badDigest = (what: string) =>
  refuse(400, 'BadDigest', `The ${what} you specified did not match the calculated checksum.`)
/** Recorded: what was expected in hexadecimal digits, what was received in base64. */
export const badContentMd5 = (expected: Buffer, calculated: Buffer) =>
  refuse(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    ExpectedDigest: expected.toString('hex'),
    CalculatedDigest: calculated.toString('base64'),
  })
export const invalidDigest = (value: string) =>
  refuse(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', { 'Content-MD5': value })

export const preconditionFailed = (Condition: string) =>
  refuse(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition })
export const invalidRange = (RangeRequested: string, ActualObjectSize: number) =>
  refuse(416, 'InvalidRange', 'The requested range is not satisfiable', { RangeRequested, ActualObjectSize })
export const invalidPartNumber = (PartNumberRequested: number, ActualPartCount: number) =>
  refuse(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested,
    ActualPartCount,
  })
export const invalidPart = (UploadId: string, PartNumber: number | undefined, ETag: string | undefined) =>
  refuse(
    400,
    'InvalidPart',
    'One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified ' +
      "entity tag may not match the part's entity tag.",
    { UploadId, PartNumber, ETag },
  )
export const invalidPartOrder = (UploadId: string) =>
  refuse(
    400,
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    {
      UploadId,
    },
  )
export const entityTooSmall = (PartNumber: number, ETag: string, ProposedSize: number, MinSizeAllowed: number) =>
  refuse(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    PartNumber,
    ETag,
    ProposedSize,
    MinSizeAllowed,
  })
