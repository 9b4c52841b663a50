import { basename } from 'node:path'
import type { Call } from '../../../kernel/operation.ts'
import { contentTypeOf } from './content-type.ts'
import { fileFilter } from './file-filter.ts'
import { replaceMarkers } from './markers.ts'
import { readArchive } from './read-archive.ts'
import type { Deployment, Destination, Source } from './read-deployment.ts'

/** Puts the files of all sources, of which later ones win, and deletes what is not among them. */
export async function deployFiles(deployment: Deployment, call: Call, signal: AbortSignal): Promise<void> {
  const { sources, destination, settings, prune, exclude, include } = deployment
  const isWanted = fileFilter(exclude, include)
  const files = new Map<string, Buffer>()
  for (const source of sources) {
    for (const [path, bytes] of await filesOf(source, deployment.extract, call)) files.set(path, bytes)
  }
  const { bucket: Bucket, prefix } = destination
  // What the destination had of files that are not wanted stays (documented: `--delete` heeds the filters).
  const before = prune ? await keysUnder(destination, call) : []
  for (const [path, Body] of files) {
    signal.throwIfAborted()
    if (!isWanted(path)) continue
    const ContentType = contentTypeOf(path)
    await call('s3', 'PutObject', {
      Bucket,
      Key: `${prefix}${path}`,
      Body,
      ...(ContentType ? { ContentType } : {}),
      ...settings,
    })
  }
  const gone = before.filter((key) => {
    const path = key.slice(prefix.length)
    return !files.has(path) && isWanted(path)
  })
  await deleteKeys(Bucket, gone, call)
}

export async function deleteAllUnder(destination: Destination, call: Call): Promise<void> {
  await deleteKeys(destination.bucket, await keysUnder(destination, call), call)
}

/** Of each source, the version of what was put for it; empty where there is none. */
export async function versionIdsOf({ sources, destination }: Deployment, call: Call): Promise<string[]> {
  const { bucket: Bucket, prefix } = destination
  const ids: string[] = []
  for (const { key } of sources) {
    const { Versions = [] } = await call('s3', 'ListObjectVersions', { Bucket, Prefix: `${prefix}${basename(key)}` })
    const current = Versions.find((version) => version.IsLatest && version.Key === `${prefix}${basename(key)}`)
    ids.push(current?.VersionId === 'null' ? '' : (current?.VersionId ?? ''))
  }
  return ids
}

/** The tags of a bucket by which a deployment that replaces this one says that the files are its own. */
export async function isOwnedByAnother({ destination, keyPrefix }: Deployment, call: Call): Promise<boolean> {
  const tag = keyPrefix === '' ? 'aws-cdk:cr-owned' : `aws-cdk:cr-owned:${keyPrefix}`
  const { TagSet } = await call('s3', 'GetBucketTagging', { Bucket: destination.bucket }).catch(() => ({ TagSet: [] }))
  return TagSet.some(({ Key }) => Key.startsWith(tag))
}

async function filesOf(source: Source, extract: boolean, call: Call): Promise<Map<string, Buffer>> {
  const { bucket: Bucket, key: Key, markers, jsonEscape } = source
  const { Body = Buffer.alloc(0) } = await call('s3', 'GetObject', { Bucket, Key })
  const bytes = Buffer.from(Body)
  if (!extract) return new Map([[basename(Key), bytes]])
  const files = await readArchive(bytes)
  if (Object.keys(markers).length === 0) return files
  return new Map([...files].map(([path, file]) => [path, replaceMarkers(file, markers, jsonEscape)]))
}

async function keysUnder({ bucket: Bucket, prefix: Prefix }: Destination, call: Call): Promise<string[]> {
  const keys: string[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await call('s3', 'ListObjectsV2', { Bucket, Prefix, ...(ContinuationToken && { ContinuationToken }) })
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
  return keys
}

const MOST_AT_ONCE = 1000

async function deleteKeys(Bucket: string, keys: readonly string[], call: Call): Promise<void> {
  for (let from = 0; from < keys.length; from += MOST_AT_ONCE) {
    const Objects = keys.slice(from, from + MOST_AT_ONCE).map((Key) => ({ Key }))
    await call('s3', 'DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } })
  }
}
