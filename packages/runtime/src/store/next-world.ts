import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../kernel/random.ts'
import { DATABASE_FILE, DATABASE_FILES } from './data-files.ts'
import { openSqliteStore } from './sqlite/index.ts'
import type { StoreContents } from './store.ts'
import { createVault } from './vault.ts'
import { checkVaultKey } from './vault-check.ts'
import { keepVaultKey, VAULT_KEY_FILE } from './vault-key.ts'

/** A database and its key that are being written. */
const UNFINISHED = 'next.unfinished'
/** The same, whole: they belong where those before them lie. */
const READY = 'next'

/**
 * Writes the contents of a store, and the key of its secrets, beside those of a data directory: {@link takePlace} puts
 * them in their stead. A process that is killed leaves the one or the other, whole. Throws where the key does not fit.
 */
export async function putBeside(
  dataDir: string,
  { contents, vaultKey }: { readonly contents: StoreContents; readonly vaultKey: Buffer },
  random: Random,
): Promise<void> {
  const folder = join(dataDir, UNFINISHED)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  try {
    keepVaultKey(folder, vaultKey)
    const store = await openSqliteStore({ path: join(folder, DATABASE_FILE), begin: contents })
    try {
      await checkVaultKey(store, createVault(vaultKey, random), 'the key of this world')
    } finally {
      await store.close()
    }
    rmSync(join(dataDir, READY), { recursive: true, force: true })
    renameSync(folder, join(dataDir, READY))
    flush(dataDir)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Nobody has the database open. What an earlier process began to put in place is finished. */
export function takePlace(dataDir: string): void {
  const folder = join(dataDir, READY)
  if (!existsSync(folder)) return
  if (existsSync(join(folder, VAULT_KEY_FILE))) {
    renameSync(join(folder, VAULT_KEY_FILE), join(dataDir, VAULT_KEY_FILE))
  }
  if (existsSync(join(folder, DATABASE_FILE))) {
    for (const file of DATABASE_FILES) rmSync(join(dataDir, file), { force: true })
    renameSync(join(folder, DATABASE_FILE), join(dataDir, DATABASE_FILE))
  }
  flush(dataDir)
  rmSync(folder, { recursive: true, force: true })
}

/** Whether there is anything in a data directory, or about to be. */
export function holdsWorld(dataDir: string): boolean {
  return existsSync(join(dataDir, DATABASE_FILE)) || existsSync(join(dataDir, READY))
}

/** Forgets what {@link putBeside} has left. */
export function dropNext(dataDir: string): void {
  for (const folder of [UNFINISHED, READY]) rmSync(join(dataDir, folder), { recursive: true, force: true })
}

/** Renames are on the disk when their folder is. Not every system opens folders. */
function flush(folder: string): void {
  let file: number
  try {
    file = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(file)
  } catch {
    // As said above.
  } finally {
    closeSync(file)
  }
}
