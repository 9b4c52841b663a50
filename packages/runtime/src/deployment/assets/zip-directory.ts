import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** The same files make the same archive, whenever they were written: the earliest date that a zip archive can tell. */
const MTIME = new Date(1980, 0, 1)

/** All files below a folder, symbolic links followed, with their modes. */
export async function zipDirectory(folder: string): Promise<Buffer> {
  const zip = new ZipFile()
  await addFiles(zip, folder, '')
  zip.end()
  return buffer(zip.outputStream)
}

async function addFiles(zip: ZipFile, folder: string, below: string): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name)
    const nameInZip = below === '' ? name : `${below}/${name}`
    const about = await stat(path)
    if (about.isDirectory()) await addFiles(zip, path, nameInZip)
    else if (about.isFile()) zip.addBuffer(await readFile(path), nameInZip, { mtime: MTIME, mode: about.mode })
  }
}
