import type { CallContext } from '../../kernel/operation.ts'
import { type Partition, type Place, partitionOf } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { marks } from './blob-marks.ts'
import { accessDenied, noSuchBucket, noSuchUpload } from './errors.ts'
import type { BucketRecord, ObjectVersion, PartRecord, UploadRecord } from './records.ts'

const bucketDocuments = collection<BucketRecord>('s3/bucket')
/** Bucket names are unique in a partition, whatever account or region: this says where each one is. */
const bucketPlaces = collection<Place>('s3/bucket-place')
/** The latest version of each key that is not deleted: what lists of objects run over. */
const currentDocuments = collection<ObjectVersion>('s3/object')
const versionDocuments = collection<ObjectVersion>('s3/object-version')
const uploadDocuments = collection<UploadRecord>('s3/upload')
const partDocuments = collection<PartRecord>('s3/upload-part')

const placeId = (partition: Partition, name: string) => `${partition}/${name}`

export interface BucketAddress {
  readonly Bucket: string
  readonly ExpectedBucketOwner?: string
}

export const buckets = {
  findPlace: (reader: Reader, partition: Partition, name: string) =>
    bucketPlaces.find(reader, 'global', placeId(partition, name)),

  /**
   * Finds a bucket of the caller's account in whatever region it is: the one endpoint here stands for every region's,
   * so there is nowhere to redirect to. Other accounts' buckets are refused, since policies are not evaluated.
   */
  async require(reader: Reader, place: Place, address: BucketAddress): Promise<BucketRecord> {
    const { Bucket: name, ExpectedBucketOwner: expected } = address
    const where = await buckets.findPlace(reader, partitionOf(place.region), name)
    const bucket = where && (await bucketDocuments.find(reader, where, name))
    if (!where || !bucket) throw noSuchBucket(name)
    if (where.account !== place.account) throw accessDenied()
    if (expected !== undefined && expected !== where.account) throw accessDenied()
    return bucket
  },

  async listAccount(reader: Reader, account: string): Promise<BucketRecord[]> {
    const all = await reader.list<BucketRecord>({ kind: bucketDocuments.kind })
    return all.map((document) => document.value).filter((bucket) => bucket.place.account === account)
  },

  put(tx: Transaction, bucket: BucketRecord): void {
    bucketDocuments.put(tx, bucket.place, bucket.name, bucket)
    bucketPlaces.put(tx, 'global', placeId(partitionOf(bucket.place.region), bucket.name), bucket.place)
  },

  delete(tx: Transaction, bucket: BucketRecord): void {
    bucketDocuments.delete(tx, bucket.place, bucket.name)
    bucketPlaces.delete(tx, 'global', placeId(partitionOf(bucket.place.region), bucket.name))
  },
}

/** Reads, changes and writes one bucket in a transaction. */
export function changeBucket(
  ctx: CallContext,
  address: BucketAddress,
  change: (bucket: BucketRecord) => BucketRecord,
): Promise<BucketRecord> {
  return ctx.transact(async (tx) => {
    const changed = change(await buckets.require(tx, ctx.place, address))
    buckets.put(tx, changed)
    return changed
  })
}

/** Ids order as S3 lists: by key in UTF-8, of one key the latest version first. Bucket names hold no slash. */
const keyId = (bucket: string, key: string) => `${bucket}/${key}`
const versionsPrefix = (bucket: string, key: string) => `${keyId(bucket, key)}\u0001`
const LAST_SEQUENCE = 999_999_999_999
const versionDocumentId = ({ bucket, key, sequence }: ObjectVersion) =>
  `${versionsPrefix(bucket, key)}${String(LAST_SEQUENCE - sequence).padStart(12, '0')}`

const holderOf = (version: ObjectVersion) => `object/${versionDocumentId(version)}`

export interface ScanOptions {
  readonly prefix?: string
  /** Ids greater than this one. */
  readonly after?: string
  readonly limit: number
}

export const objects = {
  findCurrent: (reader: Reader, bucket: BucketRecord, key: string) =>
    currentDocuments.find(reader, bucket.place, keyId(bucket.name, key)),

  scanCurrent: (reader: Reader, bucket: BucketRecord, { prefix = '', after, limit }: ScanOptions) =>
    currentDocuments.list(reader, bucket.place, {
      prefix: keyId(bucket.name, prefix),
      after: after === undefined ? undefined : keyId(bucket.name, after),
      limit,
    }),

  /** Every version and delete marker under a prefix, in order. */
  scanVersions: (reader: Reader, bucket: BucketRecord, prefix: string) =>
    versionDocuments.list(reader, bucket.place, { prefix: keyId(bucket.name, prefix) }),

  /** Latest first. */
  async versionsOf(reader: Reader, bucket: BucketRecord, key: string): Promise<ObjectVersion[]> {
    const found = await versionDocuments.list(reader, bucket.place, { prefix: versionsPrefix(bucket.name, key) })
    return found.filter((version) => version.key === key)
  },

  async isEmpty(reader: Reader, bucket: BucketRecord): Promise<boolean> {
    const any = await versionDocuments.list(reader, bucket.place, { prefix: keyId(bucket.name, ''), limit: 1 })
    return any.length === 0
  },

  /** Writes a version and the references to its bytes. */
  async put(tx: Transaction, bucket: BucketRecord, version: ObjectVersion): Promise<void> {
    versionDocuments.put(tx, bucket.place, versionDocumentId(version), version)
    for (const { hash } of version.segments) marks.retain(tx, hash, holderOf(version))
    await refreshCurrent(tx, bucket, version.key)
  },

  async delete(tx: Transaction, bucket: BucketRecord, version: ObjectVersion): Promise<void> {
    versionDocuments.delete(tx, bucket.place, versionDocumentId(version))
    for (const hash of new Set(version.segments.map((segment) => segment.hash))) {
      await marks.release(tx, hash, holderOf(version))
    }
    await refreshCurrent(tx, bucket, version.key)
  },
}

async function refreshCurrent(tx: Transaction, bucket: BucketRecord, key: string): Promise<void> {
  const latest = (await objects.versionsOf(tx, bucket, key))[0]
  const id = keyId(bucket.name, key)
  if (latest && !latest.deleteMarker) currentDocuments.put(tx, bucket.place, id, latest)
  else currentDocuments.delete(tx, bucket.place, id)
}

const uploadDocumentId = (upload: { bucket: string; key: string; uploadId: string }) =>
  `${keyId(upload.bucket, upload.key)}\u0001${upload.uploadId}`
const partDocumentId = (uploadId: string, number: number) => `${uploadId}/${String(number).padStart(5, '0')}`
const partHolder = (part: PartRecord) => `part/${partDocumentId(part.uploadId, part.number)}`

export const uploads = {
  async require(reader: Reader, bucket: BucketRecord, key: string, uploadId: string): Promise<UploadRecord> {
    const id = uploadDocumentId({ bucket: bucket.name, key, uploadId })
    const found = await uploadDocuments.find(reader, bucket.place, id)
    if (!found) throw noSuchUpload(uploadId)
    return found
  },

  list: (reader: Reader, bucket: BucketRecord, prefix: string) =>
    uploadDocuments.list(reader, bucket.place, { prefix: keyId(bucket.name, prefix) }),

  put: (tx: Transaction, bucket: BucketRecord, upload: UploadRecord) =>
    uploadDocuments.put(tx, bucket.place, uploadDocumentId(upload), upload),

  /** Ends an upload: its parts go, and their bytes with them unless something else holds them by now. */
  async delete(tx: Transaction, bucket: BucketRecord, upload: UploadRecord): Promise<void> {
    for (const part of await parts.list(tx, bucket, upload.uploadId)) {
      partDocuments.delete(tx, bucket.place, partDocumentId(part.uploadId, part.number))
      await marks.release(tx, part.segment.hash, partHolder(part))
    }
    uploadDocuments.delete(tx, bucket.place, uploadDocumentId(upload))
  },
}

export const parts = {
  list: (reader: Reader, bucket: BucketRecord, uploadId: string) =>
    partDocuments.list(reader, bucket.place, { prefix: `${uploadId}/` }),

  /** A part that is sent again takes the place of the first. */
  async put(tx: Transaction, bucket: BucketRecord, part: PartRecord): Promise<void> {
    const id = partDocumentId(part.uploadId, part.number)
    const old = await partDocuments.find(tx, bucket.place, id)
    partDocuments.put(tx, bucket.place, id, part)
    marks.retain(tx, part.segment.hash, partHolder(part))
    if (old && old.segment.hash !== part.segment.hash) await marks.release(tx, old.segment.hash, partHolder(old))
  },
}
