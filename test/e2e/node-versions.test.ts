import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { otherNodes, root } from '../support/paths.ts'
import { run } from '../support/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-nodes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(otherNodes)('Node $version', ({ version, path }) => {
  const installed = existsSync(path)
  if (!installed) console.warn(`skipped: Node ${version} is not installed at ${path}; npm test installs it on Linux`)

  it.skipIf(!installed)('acts out the tutorial, the CDK CLI included', async () => {
    const args = ['scripts/start.mjs', '--once', '--data-dir', join(folder, version)]
    const env = { PATH: `${dirname(path)}:${process.env.PATH}` }
    const { code, output } = await run(path, args, { cwd: root, env })
    expect(code, output).toBe(0)
    expect(output).toContain('{"statusCode":200,"message":"Hello From Protected Resource"}')
  })
})
