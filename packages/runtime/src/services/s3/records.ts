import type {
  CORSRule,
  LifecycleExpiration,
  LifecycleRule,
  NotificationConfiguration,
  Transition,
  WebsiteConfiguration,
} from '../../generated/s3.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Place } from '../../kernel/place.ts'

export interface BucketRecord {
  readonly name: string
  readonly place: Place
  readonly createdAt: number
  readonly versioning?: 'Enabled' | 'Suspended'
  readonly encryption: readonly EncryptionRule[]
  readonly publicAccessBlock?: PublicAccessBlock
  readonly objectOwnership?: string
  readonly policy?: string
  /** Dates inside are ISO 8601 text. */
  readonly lifecycle?: { readonly rules: readonly StoredLifecycleRule[]; readonly minimumObjectSize: string }
  readonly notifications?: NotificationConfiguration
  readonly cors?: readonly CORSRule[]
  readonly website?: WebsiteConfiguration
  readonly tags?: Tags
}

export type Tags = Readonly<Record<string, string>>

type WithDateText<T> = Omit<T, 'Date'> & { readonly Date?: string }

export interface StoredLifecycleRule extends Omit<LifecycleRule, 'Expiration' | 'Transitions'> {
  readonly Expiration?: WithDateText<LifecycleExpiration>
  readonly Transitions?: readonly WithDateText<Transition>[]
}

export interface EncryptionRule {
  readonly algorithm: string
  readonly keyId?: string
  readonly bucketKey: boolean
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean
  readonly IgnorePublicAcls: boolean
  readonly BlockPublicPolicy: boolean
  readonly RestrictPublicBuckets: boolean
}

/** A stretch of an object's bytes: the whole of it, or one part of a multipart upload. */
export interface Segment {
  /** The name of the blob that has them. Names are used once; in older databases they are hashes of the bytes. */
  readonly hash: string
  readonly size: number
}

export const CONTENT_HEADERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'WebsiteRedirectLocation',
] as const

export type ContentHeaders = { readonly [K in (typeof CONTENT_HEADERS)[number]]?: string }

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'SHA512', 'MD5'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; of a composite one with the number of parts behind a dash. */
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** What a client says of an object when it creates it, in one request or in parts. */
export interface ObjectSettings {
  readonly headers: ContentHeaders
  readonly metadata: Readonly<Record<string, string>>
  readonly storageClass: string
  readonly encryption: EncryptionRule
  readonly tags: Tags
}

/** One version of an object. In a bucket without versioning there is one, called `null`. */
export interface ObjectVersion extends ObjectSettings {
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  /** Counts the versions of a key; the greatest is the latest. */
  readonly sequence: number
  readonly deleteMarker: boolean
  readonly modifiedAt: number
  /** Without quotes. */
  readonly etag: string
  readonly size: number
  readonly segments: readonly Segment[]
  readonly multipart: boolean
  readonly checksum?: StoredChecksum
}

export interface UploadRecord {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  readonly initiatedAt: number
  readonly initiator: string
  readonly settings: ObjectSettings
  readonly checksumAlgorithm?: ChecksumAlgorithm
  readonly checksumType?: StoredChecksum['type']
}

export interface PartRecord {
  readonly uploadId: string
  readonly number: number
  readonly etag: string
  readonly segment: Segment
  readonly modifiedAt: number
  readonly checksum?: StoredChecksum
}

/** Objects without versioning have this version. */
export const NULL_VERSION = 'null'

/** S3 keeps time in whole seconds. */
export function wholeSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000) * 1000
}

/** An account's canonical id: 64 hexadecimal digits, always the same for the same account. */
export function ownerOf(account: string): { ID: string } {
  return { ID: account.padStart(64, '0') }
}

export function quoted(etag: string): string {
  return `"${etag}"`
}
