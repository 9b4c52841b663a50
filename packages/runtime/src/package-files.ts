import { readFileSync } from 'node:fs'

/**
 * Reads a file that comes with this package, by its path from the package's root. This module and the files that it is
 * built into lie in one folder each, `src/` and `dist/`, so the root is always the folder above.
 */
export function readPackageFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
}
