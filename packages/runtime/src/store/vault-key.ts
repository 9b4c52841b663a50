import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import type { Random } from '../kernel/random.ts'

const FILE = 'vault.key'

/** The key of a data directory's vault, made on first use and readable by its owner alone. */
export function loadVaultKey(dataDir: string, random: Random): Buffer {
  const path = join(dataDir, FILE)
  const existing = readIfThere(path)
  if (existing) {
    const key = Buffer.from(existing.trim(), 'hex')
    if (key.length === 32) return key
    throw new UsageError(
      'ERR_VAULT_KEY',
      `${path} is damaged: it should hold 64 hexadecimal digits`,
      'Put the file back from a copy, or start over with: sallyport reset',
    )
  }
  const key = random.bytes(32)
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', 0o600)
  writeSync(file, `${key.toString('hex')}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, path)
  return key
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
