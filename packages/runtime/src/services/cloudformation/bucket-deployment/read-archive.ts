import { openZip } from '../../../kernel/zip-archive.ts'
import { ProvisioningError } from '../errors.ts'

/** What the CDK's own handler has room for, unless it is given more. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024

/** The files of a zip archive by their paths. A name that leads out of it is refused. */
export async function readArchive(archive: Buffer): Promise<Map<string, Buffer>> {
  try {
    return await unpacked(archive)
  } catch (error) {
    throw new ProvisioningError(`The archive cannot be unpacked: ${error instanceof Error ? error.message : error}`)
  }
}

async function unpacked(archive: Buffer): Promise<Map<string, Buffer>> {
  const zip = await openZip(archive)
  const files = new Map<string, Buffer>()
  let left = MAX_UNPACKED_BYTES
  for await (const entry of zip.entries()) {
    if (entry.isFolder) continue
    left -= entry.size
    if (left < 0) throw new Error(`it has more than ${MAX_UNPACKED_BYTES} bytes`)
    files.set(entry.path, await entry.bytes())
  }
  return files
}
