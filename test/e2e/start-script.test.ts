import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { root } from '../support/paths.ts'
import { run } from '../support/run.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-start-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const startOnce = () => run(process.execPath, ['scripts/start.mjs', '--once', '--data-dir', dataDir], { cwd: root })

function expectTutorial(output: string): void {
  expect(output).toContain('HTTP/1.1 401 Unauthorized')
  expect(output).toContain('x-amzn-ErrorType: UnauthorizedException')
  expect(output).toContain('{"message":"Unauthorized"}')
  expect(output).toMatch(/"access_token":"[\w.-]+","expires_in":3600,"token_type":"Bearer"/)
  expect(output).toContain('HTTP/1.1 200 OK')
  expect(output).toContain('{"statusCode":200,"message":"Hello From Protected Resource"}')
  expect(output).toContain('All of it was as it is on AWS.')
}

it('acts out the tutorial, and again on what is there', async () => {
  const first = await startOnce()
  expect(first.code, first.output).toBe(0)
  expectTutorial(first.output)

  const second = await startOnce()
  expect(second.code, second.output).toBe(0)
  expect(second.output).toContain('(no changes)')
  expectTutorial(second.output)
})

it('takes a free port and says so when 4566 is taken', async () => {
  const squatter = createServer()
  const squatting = await new Promise<boolean>((resolve) => {
    squatter.once('error', () => resolve(false)) // Something else has it already: as good.
    squatter.listen(4566, '127.0.0.1', () => resolve(true))
  })
  try {
    const { code, output } = await startOnce()
    expect(code, output).toBe(0)
    expect(output).toContain('Port 4566 is taken')
    expectTutorial(output)
  } finally {
    if (squatting) squatter.close()
  }
})
