import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CommandFailure } from '../command.ts'
import { withSetupHint } from './setup-hint.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-setup-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
}

function hintFor(app: string, env: NodeJS.ProcessEnv = {}, directory = folder): string | undefined {
  const failure = withSetupHint(new CommandFailure('the app ended with exit code 1'), { app, directory, env })
  expect(failure).toMatchObject({ message: 'the app ended with exit code 1' })
  return (failure as CommandFailure).hint
}

it('tells of a virtual environment that is not active', () => {
  expect(hintFor('python3 app.py')).toBeUndefined()
  write('.venv/pyvenv.cfg')
  expect(hintFor('python3 app.py')).toMatch(/virtual environment is not active in this shell.*: .*\.venv.*activate$/)
  expect(hintFor('python3 app.py', { VIRTUAL_ENV: join(folder, '.venv') })).toBeUndefined()
  expect(hintFor('.venv/bin/python app.py')).toBeUndefined()
})

it('tells of libraries that were never installed', () => {
  write('package.json')
  expect(hintFor('npx tsx bin/app.ts')).toMatch(/npm install$/)
  write('package-lock.json')
  expect(hintFor('npx tsx bin/app.ts')).toMatch(/npm ci$/)
  write('packages/infra/package.json')
  expect(hintFor('npx tsx bin/app.ts', {}, join(folder, 'packages/infra'))).toBeDefined()
  write('node_modules/.package-lock.json')
  expect(hintFor('npx tsx bin/app.ts', {}, join(folder, 'packages/infra'))).toBeUndefined()
  expect(hintFor('npx tsx bin/app.ts')).toBeUndefined()
})

it('leaves what is known better', () => {
  write('package.json')
  const setup = { app: 'npx tsx bin/app.ts', directory: folder, env: {} }
  const known = new CommandFailure('no', 'do it so')
  const fault = new Error('a fault')
  expect(withSetupHint(known, setup)).toBe(known)
  expect(withSetupHint(fault, setup)).toBe(fault)
})
