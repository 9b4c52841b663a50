import { ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { invalidArgument, methodNotAllowed, noSuchKey, noSuchVersion } from './errors.ts'
import { type BucketDocument, NULL_VERSION, type ObjectVersion } from './model.ts'
import { objects } from './repository.ts'

export type NewVersion = Omit<ObjectVersion, 'bucket' | 'versionId' | 'sequence'>

/** Adds the latest version of a key. Without versioning, or with it suspended, it takes the place of version `null`. */
export async function addVersion(
  tx: Transaction,
  bucket: BucketDocument,
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

/** The version asked for, else the latest. Delete markers are refused as AWS refuses them. */
export async function requireVersion(
  reader: Reader,
  bucket: BucketDocument,
  { Key, VersionId }: { readonly Key: string; readonly VersionId?: string },
  method: 'GET' | 'HEAD' | 'PUT' = 'GET',
): Promise<ObjectVersion> {
  if (VersionId === undefined) {
    const current = await objects.findCurrent(reader, bucket, Key)
    if (!current) throw noSuchKey(Key)
    return current
  }
  // Recorded: a bucket that never had versions knows no other than `null`.
  if (bucket.versioning === undefined && VersionId !== NULL_VERSION) {
    throw invalidArgument('Invalid version id specified', 'versionId', VersionId)
  }
  const found = (await objects.versionsOf(reader, bucket, Key)).find((version) => version.versionId === VersionId)
  if (!found) throw noSuchVersion(Key, VersionId)
  if (found.deleteMarker) throw methodNotAllowed(method, 'DeleteMarker')
  return found
}

/** The id of a version that a request made: without versioning, or with it suspended, none is told (recorded). */
export function madeVersionId(bucket: BucketDocument, versionId: string): string | undefined {
  return bucket.versioning === 'Enabled' ? versionId : undefined
}

/** Version ids are answered by buckets that have or had versioning. */
export function shownVersionId(bucket: BucketDocument, versionId: string): string | undefined {
  return bucket.versioning === undefined ? undefined : versionId
}
