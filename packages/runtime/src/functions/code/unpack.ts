import { createWriteStream } from 'node:fs'
import { mkdir, realpath, symlink, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FunctionRefusal } from '../../kernel/functions.ts'
import { openZip, type ZipEntry, ZipError } from '../../kernel/zip-archive.ts'

/** Of a function and its layers (documented: gettingstarted-limits); here of each. */
const MAX_UNPACKED_BYTES = 262_144_000
const MAX_ENTRIES = 100_000
const MAX_LINK_BYTES = 4096
/** Written at once: streams cost far more than what goes through them where a file is small. */
const SMALL_BYTES = 128 * 1024

const FILE_TYPE = 0o170000
const LINK = 0o120000
const ANY_EXECUTE = 0o111

/** It is not a zip archive that may be unpacked: whoever checks what is uploaded refuses it before. */
export class UnpackError extends FunctionRefusal {
  constructor(message: string) {
    super('not-runnable', `Could not unzip uploaded file: ${message}`)
  }
}

/**
 * Unpacks a zip archive into `folder`; what is there already is overwritten. Nothing is written outside of it: names that
 * lead out are refused, and links are made last, so that nothing goes through them.
 */
export async function unpack(archive: Buffer, folder: string): Promise<void> {
  try {
    await unpackInto(folder, archive)
  } catch (error) {
    throw error instanceof ZipError ? new UnpackError(error.message) : error
  }
}

async function unpackInto(folder: string, archive: Buffer): Promise<void> {
  const zip = await openZip(archive)
  if (zip.entryCount > MAX_ENTRIES) throw new UnpackError(`The archive has more than ${MAX_ENTRIES} entries.`)
  const links: { readonly path: string; readonly target: string }[] = []
  const made = new Set<string>()
  let left = MAX_UNPACKED_BYTES
  for await (const entry of zip.entries()) {
    left -= entry.size
    if (left < 0) throw new UnpackError(`Unzipped size must be smaller than ${MAX_UNPACKED_BYTES} bytes`)
    const path = join(folder, entry.path)
    const parent = entry.isFolder ? path : dirname(path)
    if (!made.has(parent)) await mkdir(parent, { recursive: true })
    made.add(parent)
    if (entry.isFolder) continue
    if ((entry.mode & FILE_TYPE) === LINK) links.push({ path, target: await readLink(entry) })
    else await write(entry, path, entry.mode & ANY_EXECUTE ? 0o755 : 0o644)
  }
  await makeLinks(links, folder)
}

async function write(entry: ZipEntry, path: string, mode: number): Promise<void> {
  if (entry.size <= SMALL_BYTES) await writeFile(path, await entry.bytes(), { mode })
  else await pipeline(entry.parts(), createWriteStream(path, { mode }))
}

async function readLink(entry: ZipEntry): Promise<string> {
  if (entry.size > MAX_LINK_BYTES) throw new UnpackError('The archive has a link that is too long.')
  return (await entry.bytes()).toString()
}

async function makeLinks(links: readonly { path: string; target: string }[], folder: string): Promise<void> {
  const root = await realpath(folder)
  for (const { path, target } of links) {
    await unlink(path).catch(() => {})
    await symlink(target, path)
  }
  for (const { path, target } of links) {
    const end = await realpath(path).catch(() => undefined)
    const isInside = end === undefined ? !target.startsWith('/') : end === root || end.startsWith(root + sep)
    if (!isInside) throw new UnpackError(`The archive has a link that leads out of it: ${target}`)
  }
}
