import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PythonFinder } from './interpreter.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interpreter-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function script(name: string, body: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const isPosix = process.platform !== 'win32'

it.runIf(isPosix)('takes the Python that a script of that name chooses', async () => {
  const shim = script('python', 'echo /where/it/really/is')
  expect(await new PythonFinder().find('python3.13', shim)).toBe('/where/it/really/is')
})

it.runIf(isPosix)('says what to install where there is none, and looks again', async () => {
  // As pyenv's are where no such version is chosen, and as an old Python answers.
  for (const body of ['exit 127', 'echo']) {
    const finder = new PythonFinder()
    const shim = script('python', body)
    await expect(finder.find('python3.13', shim)).rejects.toMatchObject({
      reason: 'not-runnable',
      message: expect.stringContaining('Install Python 3.13 or another Python 3'),
    })
    script('python', 'echo /now/installed')
    expect(await finder.find('python3.13', shim)).toBe('/now/installed')
  }
})
