import type { AwsError } from '../../kernel/errors.ts'
import { ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { invalidArgument, type MarkerHeaders, markerRefuses, noSuchKey, noSuchVersion } from './errors.ts'
import { type BucketRecord, NULL_VERSION, type ObjectVersion } from './records.ts'
import { objects } from './repository.ts'

export type NewVersion = Omit<ObjectVersion, 'bucket' | 'versionId' | 'sequence'>

/** Adds the latest version of a key. Without versioning, or with it suspended, it takes the place of version `null`. */
export async function addVersion(
  tx: Transaction,
  bucket: BucketRecord,
  version: NewVersion,
  random: Random,
): Promise<ObjectVersion> {
  const existing = await objects.versionsOf(tx, bucket, version.key)
  const versionId = bucket.versioning === 'Enabled' ? randomText(random, 32, ALPHANUMERIC) : NULL_VERSION
  const added = { ...version, bucket: bucket.name, versionId, sequence: (existing[0]?.sequence ?? 0) + 1 }
  // The new one is written first: bytes that both versions hold are then never without a holder.
  await objects.put(tx, bucket, added)
  const replaced = existing.find((candidate) => candidate.versionId === versionId)
  if (replaced) await objects.delete(tx, bucket, replaced)
  return added
}

/** Who asks for a version, and whether a marker that is the latest one hides it or refuses (recorded, by operation). */
export interface Asking {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly latestMarker?: 'hides' | 'refuses'
}

/** The version asked for, else the latest. Delete markers are answered as AWS answers them. */
export async function requireVersion(
  reader: Reader,
  bucket: BucketRecord,
  { Key, VersionId }: { readonly Key: string; readonly VersionId?: string },
  { method = 'GET', latestMarker = 'hides' }: Asking = {},
): Promise<ObjectVersion> {
  if (VersionId === undefined) {
    const current = await objects.findCurrent(reader, bucket, Key)
    if (current) return current
    const [marker] = await objects.versionsOf(reader, bucket, Key)
    if (marker && latestMarker === 'refuses') throw refusalOf(marker, method)
    throw noSuchKey(Key, marker && headersOf(marker))
  }
  // Recorded: a bucket that never had versions knows no other than `null`.
  if (bucket.versioning === undefined && VersionId !== NULL_VERSION) {
    throw invalidArgument('Invalid version id specified', 'versionId', VersionId)
  }
  const found = (await objects.versionsOf(reader, bucket, Key)).find((version) => version.versionId === VersionId)
  if (!found) throw noSuchVersion(Key, VersionId)
  if (found.deleteMarker) throw refusalOf(found, method)
  return found
}

function refusalOf(marker: ObjectVersion, method: string): AwsError {
  return markerRefuses(method, headersOf(marker), new Date(marker.modifiedAt))
}

function headersOf({ versionId }: ObjectVersion): MarkerHeaders {
  return { DeleteMarker: true, VersionId: versionId }
}

/** The id of a version that a request made: without versioning, or with it suspended, none is told (recorded). */
export function madeVersionId(bucket: BucketRecord, versionId: string): string | undefined {
  return bucket.versioning === 'Enabled' ? versionId : undefined
}

/** Version ids are answered by buckets that have or had versioning. */
export function shownVersionId(bucket: BucketRecord, versionId: string): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId
}
