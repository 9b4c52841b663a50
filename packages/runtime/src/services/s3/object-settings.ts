import { notEmulated } from '../../kernel/errors.ts'
import { aclsNotSupported, invalidArgument, invalidStorageClass, keyTooLong } from './errors.ts'
import {
  type BucketRecord,
  CONTENT_HEADERS,
  type ContentHeaders,
  type EncryptionRule,
  type ObjectSettings,
} from './records.ts'
import { parseTagHeader } from './tags.ts'

const MAX_KEY_BYTES = 1024

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size > MAX_KEY_BYTES) throw keyTooLong(size, MAX_KEY_BYTES)
}

export interface SettingsInput extends ContentHeaders {
  readonly ACL?: string
  readonly GrantFullControl?: string
  readonly GrantRead?: string
  readonly GrantReadACP?: string
  readonly GrantWriteACP?: string
  readonly Metadata?: Readonly<Record<string, string>>
  readonly ServerSideEncryption?: string
  readonly SSEKMSKeyId?: string
  readonly SSEKMSEncryptionContext?: string
  readonly BucketKeyEnabled?: boolean
  readonly SSECustomerAlgorithm?: string
  readonly StorageClass?: string
  readonly Tagging?: string
  readonly ObjectLockMode?: string
  readonly ObjectLockLegalHoldStatus?: string
  readonly ObjectLockEventHold?: string
}

const DEFAULT_TYPE = 'binary/octet-stream'

/** Encryption and storage class are recorded: bytes lie in the local store either way. */
export function settingsOf(input: SettingsInput, bucket: BucketRecord): ObjectSettings {
  checkEmulated(input)
  checkAcl(input.ACL, bucket)
  if (input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP) throw aclsNotSupported()
  return {
    headers: { ...headersOf(input), ContentType: input.ContentType ?? DEFAULT_TYPE },
    metadata: input.Metadata ?? {},
    storageClass: storageClassOf(input),
    encryption: encryptionOf(input, bucket),
    tags: input.Tagging === undefined ? {} : parseTagHeader(input.Tagging),
  }
}

/** The classes that S3 publishes. */
const STORAGE_CLASSES: ReadonlySet<string> = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
])

function storageClassOf({ StorageClass: wanted = 'STANDARD' }: SettingsInput): string {
  if (!STORAGE_CLASSES.has(wanted)) throw invalidStorageClass(wanted)
  return wanted
}

export function headersOf(input: ContentHeaders): ContentHeaders {
  return Object.fromEntries(CONTENT_HEADERS.map((name) => [name, input[name]]))
}

function checkEmulated(input: SettingsInput): void {
  if (input.SSECustomerAlgorithm !== undefined) throw notEmulated('Server-side encryption with customer-provided keys')
  if (input.ObjectLockMode ?? input.ObjectLockLegalHoldStatus ?? input.ObjectLockEventHold) {
    throw notEmulated('S3 Object Lock')
  }
}

/** ACLs beyond the owner's own: refused by a bucket that enforces ownership (the default), not emulated by others. */
export function checkAcl(acl: string | undefined, { objectOwnership }: BucketRecord): void {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return
  if (objectOwnership === 'BucketOwnerEnforced') throw aclsNotSupported()
  throw notEmulated(`The canned ACL ${acl}`)
}

export function encryptionOf(input: SettingsInput, bucket: BucketRecord): EncryptionRule {
  const standard = bucket.encryption[0] ?? { algorithm: 'AES256', bucketKey: false }
  const algorithm = input.ServerSideEncryption ?? standard.algorithm
  const withKms = algorithm.startsWith('aws:kms')
  if (input.SSEKMSKeyId !== undefined && !withKms) {
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption',
      input.ServerSideEncryption,
    )
  }
  const same = algorithm === standard.algorithm
  return {
    algorithm,
    keyId: withKms ? (input.SSEKMSKeyId ?? (same ? standard.keyId : undefined)) : undefined,
    bucketKey: withKms && (input.BucketKeyEnabled ?? (same && standard.bucketKey)),
  }
}

export function encryptionToWire({ algorithm, keyId, bucketKey }: EncryptionRule) {
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: keyId,
    BucketKeyEnabled: algorithm.startsWith('aws:kms') && bucketKey ? true : undefined,
  }
}
