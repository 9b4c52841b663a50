import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { UsageError } from '../../kernel/errors.ts'
import type { Snapshot } from '../snapshot.ts'
import { parseWorld, worldText } from './world-text.ts'

/** What a runtime keeps in memory at once. */
const MAX_BYTES = 512 * 1024 * 1024
const GZIP = Buffer.from([0x1f, 0x8b])

/** Writes a world into a file that its owner alone can read: whole or not at all, packed where its name ends in `.gz`. */
export async function writeWorldFile(path: string, snapshot: Snapshot): Promise<void> {
  await writeWorldText(path, worldText(snapshot))
}

export async function writeWorldText(path: string, text: string): Promise<void> {
  const unfinished = `${path}.new`
  try {
    await writeFile(unfinished, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text, { mode: 0o600 })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new UsageError('ERR_WORLD_FILE', `${path} cannot be written: ${(error as Error).message}`)
  }
}

/** Throws a {@link UsageError} that says what is wrong with the file. */
export async function readWorldFile(path: string): Promise<Snapshot> {
  return parseWorld(unpacked(await bytesOf(path), path).toString('utf8'), path)
}

async function bytesOf(path: string): Promise<Buffer> {
  let bytes: number
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw new Error('it is no file')
    bytes = stats.size
    if (bytes <= MAX_BYTES) return await readFile(path)
  } catch (error) {
    throw unreadable(path, (error as Error).message)
  }
  throw unreadable(path, `its ${bytes} bytes are more than ${MAX_BYTES}`)
}

function unpacked(bytes: Buffer, path: string): Buffer {
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    throw unreadable(path, `it is damaged, cut off or too large (${(error as Error).message})`)
  }
}

function unreadable(path: string, why: string): UsageError {
  return new UsageError('ERR_WORLD_FILE', `${path} cannot be read: ${why}`, 'Nothing was changed.')
}
