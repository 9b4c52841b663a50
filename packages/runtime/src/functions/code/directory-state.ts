import { createHash, type Hash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What is installed, or belongs to a tool, is not edited between two invocations. */
const NOT_LOOKED_AT = new Set(['node_modules', '.git', '.venv', '__pycache__'])
const MAX_FILES = 20_000

/**
 * A text that changes when a file below the folder does. Compared at each invocation instead of watched: a watcher tells of
 * an edit some time after it, and the invocation that follows an edit at once is the one that has to see it.
 */
export async function directoryState(folder: string): Promise<string> {
  const hash = createHash('sha1')
  await addFolder(hash, folder, { left: MAX_FILES })
  return hash.digest('hex')
}

async function addFolder(hash: Hash, folder: string, budget: { left: number }): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const files = entries.filter((entry) => !entry.isDirectory() && budget.left-- > 0)
  const stats = await Promise.all(files.map(({ name }) => stat(join(folder, name)).catch(() => undefined)))
  for (const [i, { name }] of files.entries()) {
    hash.update(`${name}\0${stats[i]?.mtimeMs}\0${stats[i]?.size}\0${stats[i]?.ino}\n`)
  }
  for (const entry of entries) {
    if (!entry.isDirectory() || NOT_LOOKED_AT.has(entry.name) || budget.left <= 0) continue
    hash.update(`${entry.name}/\n`)
    await addFolder(hash, join(folder, entry.name), budget)
    hash.update('..\n')
  }
}
