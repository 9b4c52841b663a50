// `npm run docs` writes what the documents say of the code; `--check` compares instead, and looks at links and paths.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findDeadNames } from './docs/dead-names.mjs'
import { ensureBuilt, ensureInstalled, root } from './setup.mjs'

const isCheck = process.argv.includes('--check')

ensureInstalled()
ensureBuilt()
// Reads the compiled runtime, so it can only be loaded now.
const { generate } = await import('./docs/generate.mjs')
const stale = [...(await generate())].filter(([path, text]) => current(path) !== text)

if (!isCheck) for (const [path, text] of stale) write(path, text)
const dead = findDeadNames(root)
for (const problem of dead) console.error(problem)

if (isCheck && stale.length > 0) {
  console.error(`Not what the code says any more: ${stale.map(([path]) => path).join(', ')}. Run: npm run docs`)
}
process.exitCode = dead.length > 0 || (isCheck && stale.length > 0) ? 1 : 0

function current(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(`wrote ${path}`)
}
