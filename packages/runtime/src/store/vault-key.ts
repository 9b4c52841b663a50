import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import type { Random } from '../kernel/random.ts'
import { DATABASE_FILE } from './data-files.ts'

export const VAULT_KEY_FILE = 'vault.key'
const DIGITS = /^[0-9a-f]{64}$/i
const REMEDY = 'Put the file back from a copy, or start over with: sallyport reset'

/**
 * The key of a data directory's vault, made on first use and readable by its owner alone. None is made beside a database:
 * what is in it was sealed with another one.
 */
export function loadVaultKey(dataDir: string, random: Random): Buffer {
  const path = join(dataDir, VAULT_KEY_FILE)
  const existing = readIfThere(path)
  if (existing !== undefined) {
    const digits = existing.trim()
    if (DIGITS.test(digits)) return Buffer.from(digits, 'hex')
    throw new UsageError('ERR_VAULT_KEY', `${path} is damaged: it should hold 64 hexadecimal digits`, REMEDY)
  }
  if (existsSync(join(dataDir, DATABASE_FILE))) {
    throw new UsageError('ERR_VAULT_KEY', `${path} is missing: the secrets beside it cannot be read without it`, REMEDY)
  }
  const key = random.bytes(32)
  keepVaultKey(dataDir, key)
  return key
}

/** Whole or not at all, and readable by its owner alone. */
export function keepVaultKey(dataDir: string, key: Buffer): void {
  const path = join(dataDir, VAULT_KEY_FILE)
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', 0o600)
  writeSync(file, `${key.toString('hex')}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, path)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
