import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where a file is that comes with this package, by its path from the package's root. This module and the files that it
 * is built into lie in one folder each, `src/` and `dist/`, so the root is always the folder above.
 */
export function packageFilePath(path: string): string {
  return join(import.meta.dirname, '..', path)
}

export function readPackageFile(path: string): string {
  return readFileSync(packageFilePath(path), 'utf8')
}
