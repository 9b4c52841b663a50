import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Random } from '../../kernel/random.ts'
import { endMarked, startOf } from './leftovers.ts'

const PREFIX = 'sallyport-functions-'
const OWNER_FILE = 'server.json'

/** Of a server that keeps nothing. */
export function temporaryFolder(random: Random): string {
  return join(tmpdir(), `${PREFIX}${random.bytes(8).toString('hex')}`)
}

/** Says whose it is, and clears away those beside it whose server is gone. */
export async function claimTemporaryFolder(folder: string): Promise<void> {
  const owner = { pid: process.pid, start: await startOf(process.pid) }
  await writeFile(join(folder, OWNER_FILE), JSON.stringify(owner))
  const parent = dirname(folder)
  for (const name of await readdir(parent).catch(() => [])) {
    if (!name.startsWith(PREFIX) || name === basename(folder)) continue
    if (await isLeft(join(parent, name))) await clearAway(join(parent, name))
  }
}

/** Folders of others, and those that nobody has claimed yet, are left alone. */
async function isLeft(folder: string): Promise<boolean> {
  try {
    if ((await stat(folder)).uid !== process.getuid?.()) return false
    const { pid, start } = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8')) as {
      pid: unknown
      start: unknown
    }
    return typeof pid === 'number' && (await startOf(pid)) !== start
  } catch {
    return false
  }
}

async function clearAway(folder: string): Promise<void> {
  await endMarked(folder)
  // What cannot be removed is there for the next one.
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}
