// Writes packages/runtime/console: the pages that the server answers with under /_sallyport/.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What was built of which sources; beside them, since what stands in the other folder is published. */
const STAMP = join('build', 'sources.sha256')
const FILES = ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts']
const FOLDERS = ['public', 'src']

/**
 * Builds the console in `folder` into `to`, if its sources have changed. Vite is loaded only then: a build that has
 * nothing to do takes milliseconds.
 *
 * @param {string} folder
 * @param {string} to
 */
export async function bundleConsole(folder, to) {
  const stamp = join(folder, STAMP)
  const now = digestOf(folder)
  if (existsSync(join(to, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  const { build } = await import('vite')
  /** Of one configuration, which is not watched. @type {any} */
  const built = await build({ configFile: join(folder, 'vite.config.ts'), build: { write: false } })
  const files = new Map(
    filesIn(join(folder, 'public')).map((name) => [name, readFileSync(join(folder, 'public', name))]),
  )
  for (const file of built.output) files.set(file.fileName, file.type === 'chunk' ? file.code : file.source)
  replace(to, files)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

/** A server may be answering with these files: the page that names the others comes last, and what is old goes after it. */
function replace(to, files) {
  const names = [...files.keys()].sort((a, b) => Number(a === 'index.html') - Number(b === 'index.html'))
  for (const name of names) {
    const path = join(to, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, files.get(name))
    renameSync(`${path}.new`, path)
  }
  for (const name of filesIn(to)) if (!files.has(name)) rmSync(join(to, name))
}

function digestOf(folder) {
  const names = [...FILES, ...FOLDERS.flatMap((name) => filesIn(join(folder, name)).map((file) => join(name, file)))]
  const digest = createHash('sha256')
  for (const name of names) digest.update(`${name}\n`).update(readFileSync(join(folder, name)))
  return digest.digest('hex')
}

/** The paths of all files within a folder. */
function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ name, parentPath }) => relative(folder, join(parentPath, name))).sort()
}
