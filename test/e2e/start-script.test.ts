import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { otherNodes, root } from '../support/paths.ts'
import { run } from '../support/run.ts'

// One after another: each builds, and each wants port 4566.
const folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'))
const dataDir = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const script = (...args: string[]) => run(process.execPath, ['scripts/start.mjs', ...args], { cwd: root })
const startOnce = () => script('--once', '--data-dir', dataDir)

function expectTutorial(output: string): void {
  expect(output).toContain('HTTP/1.1 401 Unauthorized')
  expect(output).toContain('x-amzn-ErrorType: UnauthorizedException')
  expect(output).toContain('{"message":"Unauthorized"}')
  expect(output).toMatch(/"access_token":"[\w.-]+","expires_in":3600,"token_type":"Bearer"/)
  expect(output).toContain('HTTP/1.1 200 OK')
  expect(output).toContain('{"statusCode":200,"message":"Hello From Protected Resource"}')
  expect(output).toContain('All of it was as it is on AWS.')
}

it('explains itself', async () => {
  const help = await script('--help')
  expect([help.code, help.stdout]).toEqual([0, expect.stringMatching(/^Usage: npm start .*--once/s)])
  const unknown = await script('--fly')
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/--fly.*Usage: npm start/s)])
  expect(unknown.stderr).not.toMatch(/ at .*\.js:\d+/)
})

it('acts out the tutorial, and again on what is there', async () => {
  const first = await startOnce()
  expect(first.code, first.output).toBe(0)
  expectTutorial(first.output)

  const second = await startOnce()
  expect(second.code, second.output).toBe(0)
  expect(second.output).toContain('(no changes)')
  expectTutorial(second.output)
  expect(existsSync(join(dataDir, 'sallyport.lock'))).toBe(false)
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

/** The script in a group of its own, as a terminal has it; `mark` is in the environment of all that it starts. */
function startMarked(mark: string): {
  child: ChildProcess
  exit: Promise<number | null>
  until(text: string): unknown
} {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--data-dir', dataDir], {
    cwd: root,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, MARK: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(() => {
    // A case that has failed must not leave the next one without its port.
    if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, 'SIGKILL')
  })
  return {
    child,
    exit,
    /** Resolves with all of the output once `text` is in it. */
    until: (text) =>
      new Promise((resolve, reject) => {
        child.stdout.on('data', (chunk) => {
          output += chunk
          if (output.includes(text)) resolve(output)
        })
        exit.then((code) => reject(new Error(`ended with ${code}:\n${output}`)))
      }),
  }
}

/** Ids of processes with this in their environment; none where /proc is missing. */
function marked(mark: string): string[] {
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`MARK=${mark}\0`)
    } catch {
      return false
    }
  })
}

it('prints lines that can be pasted, and Ctrl-C stops all of it', async () => {
  const { child, exit, until } = startMarked('pasted')
  const output = String(await until('until Ctrl-C'))
  expect(marked('pasted')).not.toEqual([])
  const [, curls = '', more = ''] = /▸ By hand.*?\n(.*)\n▸ More.*?\n(.*)\nThe console .*\nServing/s.exec(output) ?? []

  const pasted = await run('sh', ['-e', '-c', curls], { cwd: root })
  expect(pasted.code, pasted.output).toBe(0)
  expect(pasted.stdout).toMatch(/^HTTP\/1\.1 401 .*"Unauthorized"}HTTP\/1\.1 200 .*Hello From Protected Resource"}$/s)

  const lines = more.trim().split('\n')
  expect(lines.at(-1)).toContain('npx sallyport stop')
  const others = await run('sh', ['-e', '-c', lines.slice(0, -1).join('\n')], { cwd: root })
  expect(others.code, others.output).toBe(0)
  expect(others.stdout).toMatch(/works here as .*3660 s ahead.*the machine’s time/s)

  process.kill(-(child.pid ?? 0), 'SIGINT')
  expect(await exit).toBe(0)
  expect(marked('pasted')).toEqual([])
  expect(existsSync(join(dataDir, 'sallyport.lock'))).toBe(false)
})

it('ends when its server is stopped', async () => {
  const { exit, until } = startMarked('stopped')
  await until('until Ctrl-C')
  const stop = await run('npx', ['sallyport', 'stop', '--data-dir', dataDir], { cwd: root })
  expect(stop.code, stop.output).toBe(0)
  expect(await exit).toBe(0)
})

it.each(['bootstrap', 'deploy'])('takes all with it when it is terminated during cdk %s', async (command) => {
  const { child, exit, until } = startMarked(command)
  await until(`▸ cdk ${command}`)
  child.kill('SIGTERM')
  expect(await exit).toBe(143)
  expect(marked(command)).toEqual([])
})

describe.each(otherNodes)('on Node $version', ({ version, path }) => {
  const installed = existsSync(path)
  if (!installed) console.warn(`skipped: Node ${version} is not installed at ${path}; npm test installs it on Linux`)

  it.skipIf(!installed)('acts out the tutorial, the CDK CLI included', async () => {
    const args = ['scripts/start.mjs', '--once', '--data-dir', join(folder, version)]
    const env = { PATH: `${dirname(path)}:${process.env.PATH}` }
    const { code, output } = await run(path, args, { cwd: root, env })
    expect(code, output).toBe(0)
    expectTutorial(output)
  })
})
