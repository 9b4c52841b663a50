// What both `npm start` and `npm test` do first: install what is missing and build what has changed.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a program to its end with its output shown, and stops this process when it fails. */
export function run(title, command, args, options = {}) {
  if (title) console.log(`\n▸ ${title}`)
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) {
    console.error(`\n✗ ${title ?? command} failed (exit code ${status}).`)
    process.exit(1)
  }
}

/** The path of a program that npm installed here. */
export function binary(name) {
  return join(root, 'node_modules', '.bin', name)
}

/** Installs exactly what package-lock.json says, unless that is what is there already. */
export function ensureInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** Compiles the runtime; the compiler itself skips what has not changed. */
export function ensureBuilt() {
  run(undefined, process.execPath, [join(root, 'scripts', 'build.mjs')])
}
