import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isAppProcess } from '../../../app-warmer/app-process.ts'
import { warmableOf } from './warmable.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-warmable-'))
mkdirSync(join(folder, 'bin'))
for (const name of ['app.ts', 'app.js']) writeFileSync(join(folder, 'bin', name), '')
afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  'npx ts-node --prefer-ts-exts bin/app.ts',
  'npx --yes tsx bin/app.ts',
  'node bin/app.js',
  'node --import tsx bin/app.ts',
  'node -r ts-node/register/transpile-only bin/app.ts',
  'pnpm exec tsx bin/app.ts',
  'yarn ts-node bin/app.ts prod',
])('is started early: %s', (command) =>
  expect(warmableOf(command, folder)).toEqual({ before: undefined, app: command }),
)

it.each([
  ['npx tsc', 'npx tsx bin/app.ts'],
  ['npm run build', 'node bin/app.js'],
  ['go mod download && npx tsc --noEmit', 'npx ts-node bin/app.ts'],
])('is started early, and called when %s has run: %s', (before, app) =>
  expect(warmableOf(`${before} && ${app}`, folder)).toEqual({ before, app }),
)

it.each([
  'tsc; node bin/app.js',
  'tsc || true && node bin/app.js',
  'cd .. && node bin/app.js',
  'export STAGE=test && node bin/app.js',
  'STAGE=test && node bin/app.js',
  'rm -rf *.js && node bin/app.js',
  'npx tsc &&node bin/app.js',
  'npx tsc && ',
  'node bin/app.js && npx tsc',
  'node bin/app.js $STAGE',
  'npx tsx watch bin/app.ts',
  'node -e 1 bin/app.js',
  'node --test bin/app.js',
  'node bin/gone.js',
  'npx cdktf synth bin/app.ts',
  'npm run app',
  'python3 app.py',
  'STAGE=test node bin/app.js',
])('is run when it is wanted: %s', (command) => expect(warmableOf(command, folder)).toBeUndefined())

it('waits in the process that runs the app', () => {
  const isApp = (...argv: string[]) => isAppProcess(['node', ...argv], '/app', (path) => LINKS[path] ?? path)
  expect(isApp('/app/bin/app.js')).toBe(true)
  expect(isApp('bin/app.ts', 'prod')).toBe(true)
  expect(isApp('/app/node_modules/.bin/ts-node', '--prefer-ts-exts', 'bin/app.ts')).toBe(true)
  expect(isApp('/app/node_modules/.bin/ts-node', '--esm', 'bin/app.ts')).toBe(false)
  expect(isApp('/app/node_modules/.bin/tsx', 'bin/app.ts')).toBe(false)
  expect(isApp('/usr/lib/node_modules/npm/bin/npx-cli.js', 'ts-node', 'bin/app.ts')).toBe(false)
  expect(isApp('/app/.yarn/releases/yarn-4.9.1.cjs', 'ts-node', 'bin/app.ts')).toBe(false)
  expect(isApp('/home/ann/.cache/pnpm.cjs', 'tsx', 'bin/app.ts')).toBe(false)
  expect(isApp()).toBe(false)
})

const LINKS: Readonly<Record<string, string>> = {
  '/app/node_modules/.bin/ts-node': '/app/node_modules/ts-node/dist/bin.js',
  '/app/node_modules/.bin/tsx': '/app/node_modules/tsx/dist/cli.mjs',
}
