import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeOrdersAssembly } from '../support/orders-assembly.ts'
import { root } from '../support/paths.ts'
import { run } from '../support/run.ts'

const GUIDE = readFileSync(join(root, 'docs', 'guide', 'testing.md'), 'utf8')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

/** How a runner is told to run one file in the folder where it is. */
const RUNNERS: Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>> = {
  'orders.vitest.test.ts': { command: bin('vitest'), args: ['run', '--root', '.'] },
  'orders.jest.test.js': { command: bin('jest'), args: ['--rootDir', '.'] },
  'orders.node.test.mjs': { command: process.execPath, args: ['--test'] },
}

describe.each(Object.entries(RUNNERS))('%s, as the guide has it', (file, { command, args }) => {
  // Where a program finds the packages of this repository.
  const folder = mkdtempSync(join(root, 'test', '.frameworks-'))
  const block = new RegExp(`\`\`\`\\w+\\n// ${file.replaceAll('.', '\\.')}\\n([^]*?)\`\`\``).exec(GUIDE)?.[1] ?? ''
  beforeAll(() => {
    writeOrdersAssembly(folder)
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    // Otherwise the one of this repository would be found.
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {}')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const runTest = (text: string) => {
    writeFileSync(join(folder, file), text)
    return run(command, [...args, file], { cwd: folder, env: { NO_COLOR: '1' } })
  }

  it('passes', async () => {
    expect(block).toContain('sallyport/testing')
    const { code, output } = await runTest(block)
    expect(code, output).toBe(0)
  })

  it('says why it fails', async () => {
    const { code, output } = await runTest(block.replace("'scopes'", "'token-expired'"))
    expect(code, output).toBe(1)
    expect(output).toContain('expected the request to be denied because of token-expired')
    expect(output).toContain('it was refused because of scopes')
    expect(output).toMatch(/POST .*\/orders was answered with 401/)
  })
})
