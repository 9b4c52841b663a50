import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from './paths.ts'
import { run } from './run.ts'

/**
 * Packs packages of this repository as npm would publish them, and installs them in an empty folder with nothing but what
 * they ask for and `besides`. They have been built.
 */
export async function installPacked(folder: string, packages: readonly string[], besides: readonly string[] = []) {
  const packed = await Promise.all(packages.map((name) => pack(join(root, 'packages', name), folder)))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const wanted = [...packed.map((file) => `./${file}`), ...besides]
  const installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...wanted], {
    cwd: folder,
  })
  expect(installed.code, installed.output).toBe(0)
}

/** The name of the file that npm would publish. */
export async function pack(cwd: string, destination: string): Promise<string> {
  const packing = ['pack', '--ignore-scripts', '--pack-destination', destination, '--json']
  const { code, stdout, output } = await run('npm', packing, { cwd })
  expect(code, output).toBe(0)
  return JSON.parse(stdout)[0].filename
}

/**
 * Compiles a program of the folder as strictly as TypeScript can: with 5.9, which is older than the compilers that wrote
 * the packages' declarations. Those are checked as well, unless they stand on others that are not ours.
 */
export async function compilePacked(folder: string, name: string, text: string, flags: readonly string[] = []) {
  writeFileSync(join(folder, name), text)
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--module', 'NodeNext', '--target', 'ES2022']
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  return run(compiler, [...strict, '--types', 'node', ...flags, name], { cwd: folder })
}
