// What both `npm start` and `npm test` do first: install what is missing and build what has changed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Runs a program to its end with its output shown, and stops this process when it fails. `title` is announced; `name`
 * is for what is not, and `hint` says what can be done about a failure.
 *
 * @param {string | undefined} title
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions & { name?: string, hint?: string }} [options]
 */
export function run(title, command, args, { name = title ?? command, hint, ...options } = {}) {
  if (title) console.log(`\n▸ ${title}`)
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (status === 0) return
  if (signal) process.exit(128 + constants.signals[signal])
  console.error(`\n✗ ${name} failed (${error ? error.message : `exit code ${status}`}).`)
  if (hint) console.error(`  ${hint}`)
  process.exit(1)
}

/** The path of a program that npm installed here. */
export function binary(name) {
  return join(root, 'node_modules', '.bin', name)
}

/**
 * TypeScript 7, which checks and builds everything; it is named by its path, since two packages bring a `tsc`. The module
 * `typescript` is 5.9: dependency-cruiser works with its API, which 7 does not have.
 */
export const compiler = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')

/** Installs exactly what package-lock.json says, unless that is what is there already. */
export function ensureInstalled() {
  ensureNode()
  const installed = join(root, 'node_modules', '.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    hint: 'This needs npm, and npm needs its registry (or the one of your .npmrc). What npm says stands above.',
  })
}

function ensureNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [wantedMajor, wantedMinor] = numbersIn(engines.node)
  const [major, minor] = numbersIn(process.versions.node)
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  console.error(`✗ This is Node ${process.versions.node}; Sallyport needs ${wantedMajor}.${wantedMinor} or later.`)
  process.exit(1)
}

const numbersIn = (version) => version.match(/\d+/g).map(Number)

/** Compiles the runtime; the compiler itself skips what has not changed. */
export function ensureBuilt() {
  const script = join(root, 'scripts', 'build.mjs')
  run(undefined, process.execPath, [script], { name: 'Building Sallyport' })
}
