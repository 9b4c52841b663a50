import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { nodeOptions } from './node-options.ts'

const PATH = '/opt/sallyport/dist/node-proxy.cjs'

it('says what we need where the shell says nothing', () => {
  expect(nodeOptions('', PATH)).toBe(`--require=${PATH}`)
})

it('keeps other options, quotes included', () => {
  const present = '--max-old-space-size=4096  --require "./my file.cjs" --title="a \\"b\\" c"'
  expect(nodeOptions(present, PATH)).toBe(
    `--max-old-space-size=4096 --require "./my file.cjs" --title="a \\"b\\" c" --require=${PATH}`,
  )
})

it.each([PATH, '/a folder/dist/node-proxy.cjs', 'C:\\sallyport\\dist\\node-proxy.cjs', 'C:\\a b\\node-proxy.cjs'])(
  'does not pile up with %s',
  (path) => {
    const once = nodeOptions('--trace-warnings', path)
    expect(nodeOptions(once, path)).toBe(once)
    expect(nodeOptions(once, PATH)).toBe(`--trace-warnings --require=${PATH}`)
  },
)

it('is understood by Node, blanks and quotes included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-node-options-'))
  try {
    const odd = join(folder, process.platform === 'win32' ? 'a b' : 'a "b" \\c')
    mkdirSync(odd)
    const path = join(odd, 'node-proxy.cjs')
    writeFileSync(path, 'console.log("loaded")')
    const env = { NODE_OPTIONS: nodeOptions('--no-warnings', path) }
    expect(execFileSync(process.execPath, ['-e', '0'], { env, encoding: 'utf8' })).toBe('loaded\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
