import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Assets with more files than this are looked through no further. */
const MOST_FILES = 5000

/**
 * Which files of an app lie in its assets as they are, such as a function written in JavaScript. `cdk init` has projects in
 * TypeScript watch no JavaScript, since the compiler writes it; of a function's code that is not true.
 *
 * @param output where the app has written its assembly
 * @param files paths within the app's folder
 */
export function assetSources(directory: string, output: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) return []
  const staged = stagedFiles(output, new Set(files.map((file) => basename(file))))
  return files.filter((file) => {
    const path = join(directory, file)
    return (staged.get(basename(file)) ?? []).some((copy) => hasSameContents(path, copy))
  })
}

/** Of the assets' files, those with one of these names, by their names. */
function stagedFiles(output: string, names: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  let left = MOST_FILES
  const folders = entriesOf(output)
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('asset.'))
    .map(({ name }) => join(output, name))
  for (let folder = folders.pop(); folder !== undefined && left > 0; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== 'node_modules') folders.push(path)
      if (!entry.isFile()) continue
      left--
      if (names.has(entry.name)) found.set(entry.name, [...(found.get(entry.name) ?? []), path])
    }
  }
  return found
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function hasSameContents(one: string, other: string): boolean {
  try {
    return statSync(one).size === statSync(other).size && readFileSync(one).equals(readFileSync(other))
  } catch {
    return false
  }
}
