import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Logger } from '../kernel/logger.ts'
import { EXECUTABLE, packageOf, packageOfZip, zipOf } from './code/zip.harness.ts'
import { functionOf, openTestEngine, type TestEngine } from './engine.harness.ts'

let test: TestEngine
let packages: string
beforeAll(async () => {
  packages = mkdtempSync(join(tmpdir(), 'sallyport-sdk-'))
  const sdk = join(packages, '@aws-sdk', 'client-made-up')
  mkdirSync(sdk, { recursive: true })
  writeFileSync(join(sdk, 'package.json'), '{"name":"@aws-sdk/client-made-up","main":"index.js"}')
  writeFileSync(join(sdk, 'index.js'), 'exports.who = "the runtime"')
  test = await openTestEngine({ sdkModules: [join(packages, 'none'), packages] })
})
afterAll(async () => {
  await test.close()
  rmSync(packages, { recursive: true })
})

const PID = 'exports.handler = async () => process.pid'

describe('environments', () => {
  it('are kept warm, with their module state (0.c)', async () => {
    const version = functionOf('let n = 0; exports.handler = async (event) => ({ n: ++n, event, pid: process.pid })')
    const first = (await test.answer(version, { a: 1 })) as { pid: number }
    expect(first).toEqual({ n: 1, event: { a: 1 }, pid: expect.any(Number) })
    expect(await test.answer(version, 'ü')).toEqual({ n: 2, event: 'ü', pid: first.pid })
  })

  it('are as many as there are invocations at once (3.3.8)', async () => {
    const version = functionOf(
      'exports.handler = async () => { await new Promise((r) => setTimeout(r, 200)); return process.pid }',
    )
    const pids = await Promise.all([1, 2, 3].map(() => test.answer(version)))
    expect(new Set(pids).size).toBe(3)
    expect(pids).toContain(await test.answer(version))
  })

  it('serve thousands of invocations one after the other without another start', async () => {
    const version = functionOf(PID)
    const pids = new Set()
    for (let i = 0; i < 2000; i++) pids.add(await test.answer(version))
    expect(pids.size).toBe(1)
  })

  it('end with their function: idle ones at once, busy ones after what they do (0.d, 3.3.12)', async () => {
    const more = { functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:retired' }
    const version = functionOf(
      'let n = 0; exports.handler = async ({ ms }) => { await new Promise((r) => setTimeout(r, ms)); return ++n }',
      more,
    )
    expect(await test.answer(version, { ms: 0 })).toBe(1)
    const before = test.engine.environments
    const busy = test.answer(version, { ms: 200 })
    test.engine.retire(more.functionArn)
    expect(await busy).toBe(2)
    await vi.waitFor(() => expect(test.engine.environments).toBe(before - 1))
    expect(await test.answer(version, { ms: 0 })).toBe(1)
  })

  it('of a runtime that nobody runs are refused by name', async () => {
    await expect(test.invoke(functionOf(PID, { runtime: 'cobol1.x' }))).rejects.toMatchObject({
      reason: 'not-runnable',
      message: expect.stringMatching(/^Functions of the runtime cobol1\.x cannot be run here\./),
    })
  })

  it('are refused where there is no Node, and nothing is left of them', async () => {
    const without = await openTestEngine({ interpreters: { node: 'no-such-node' } })
    await expect(without.invoke(functionOf(PID))).rejects.toMatchObject({
      reason: 'not-runnable',
      message: expect.stringContaining('Install Node.js'),
    })
    await without.close()
  })

  it('are opened for a debugger, whose time does not run out', async () => {
    const told: unknown[] = []
    const logger: Logger = { log: (_, message, fields) => told.push([message, fields]), enabled: () => true }
    const debugged = await openTestEngine({ inspect: true }, { logger })
    const version = functionOf(
      'exports.handler = async () => { await new Promise((r) => setTimeout(r, 300)); return "done" }',
      {
        timeoutMs: 100,
      },
    )
    expect(await debugged.answer(version)).toBe('done')
    expect(told).toEqual([
      [
        'a debugger may attach to a function',
        { function: 'greet', url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\//) },
      ],
    ])
    await debugged.close()
  })

  it('are found by a debugger where the code before was', async () => {
    const urls: URL[] = []
    const logger: Logger = {
      log: (_, __, fields) => void urls.push(new URL(String(fields?.url))),
      enabled: () => true,
    }
    const debugged = await openTestEngine({ inspect: true }, { logger })
    const before = functionOf('exports.handler = async () => "before"')
    const after = functionOf('exports.handler = async () => "after"')
    const other = functionOf('exports.handler = async () => "other"', { functionArn: `${before.functionArn}-other` })
    expect(await debugged.answer(before)).toBe('before')
    expect(await debugged.answer(other)).toBe('other')
    debugged.engine.retire(before.functionArn)
    expect(await debugged.answer(after)).toBe('after')
    const [first, second, third] = urls.map(({ port }) => port)
    expect(third).toBe(first)
    expect(second).not.toBe(first)
    await debugged.close()
  })
})

describe('the SDK of the runtime', () => {
  it('is found by require and by import (0.16, 4.1.6, 15.33)', async () => {
    const code = {
      'index.mjs': `import { createRequire } from 'node:module'\nimport { who } from '@aws-sdk/client-made-up'
      export const handler = async () => [who, createRequire(import.meta.url)('@aws-sdk/client-made-up').who]`,
    }
    expect(await test.answer(functionOf(code))).toEqual(['the runtime', 'the runtime'])
  })

  it('is version 2 up to nodejs16.x, and no more after that', async () => {
    const older = join(packages, 'aws-sdk')
    mkdirSync(older)
    writeFileSync(join(older, 'index.js'), 'exports.who = "version 2"')
    const other = await openTestEngine({ sdkModules: [packages] })
    const code = {
      'index.js': `exports.handler = async () => {
        try { return require('aws-sdk').who } catch (error) { return error.code }
      }`,
    }
    expect(await other.answer(functionOf(code, { runtime: 'nodejs16.x' }))).toBe('version 2')
    expect(await other.answer(functionOf(code, { runtime: 'nodejs18.x' }))).toBe('MODULE_NOT_FOUND')
    await other.close()
  })

  it('gives way to what the function brings along', async () => {
    const code = {
      'index.js': "exports.handler = async () => require('@aws-sdk/client-made-up').who",
      'node_modules/@aws-sdk/client-made-up/index.js': 'exports.who = "the function"',
    }
    expect(await test.answer(functionOf(code))).toBe('the function')
  })

  it('gives way to what a layer brings along', async () => {
    const layers = [packageOf({ 'nodejs/node_modules/@aws-sdk/client-made-up/index.js': 'exports.who = "the layer"' })]
    const code = {
      'index.mjs': `import { createRequire } from 'node:module'\nimport { who } from '@aws-sdk/client-made-up'
      export const handler = async () => [who, createRequire(import.meta.url)('@aws-sdk/client-made-up').who]`,
    }
    expect(await test.answer(functionOf(code, { layers }))).toEqual(['the layer', 'the layer'])
    const other = [packageOf({ 'nodejs/node_modules/else/index.js': '' })]
    expect(await test.answer(functionOf(code, { layers: other }))).toEqual(['the runtime', 'the runtime'])
  })
})

describe('an extension in a layer', () => {
  const layer = () =>
    packageOfZip(
      zipOf([
        { name: 'extensions/collector', text: '#!/bin/sh\nexit 1\n', mode: EXECUTABLE },
        { name: 'extensions/notes.txt', text: 'not executable' },
      ]),
    )

  it('is not started, and the log says so once for each environment', async () => {
    const version = functionOf('exports.handler = async () => 1', { layers: [layer()] })
    expect([await test.answer(version), await test.answer(version)]).toEqual([1, 1])
    expect(test.logged(/^EXTENSION/)).toEqual([
      'EXTENSION\tName: collector\tState: NotStarted\tReason: external extensions are not emulated\n',
    ])
  })

  it('is an event of the platform in JSON', async () => {
    const logging = { group: '/aws/lambda/greet', format: 'JSON' as const }
    await test.answer(functionOf('exports.handler = async () => 1', { layers: [layer()], logging }))
    expect(test.logged(/platform\.extension/).map((text) => JSON.parse(text))).toMatchObject([
      { type: 'platform.extension', record: { name: 'collector', state: 'NotStarted' } },
    ])
  })
})

describe('code that is run from where it lies', () => {
  const write = (folder: string, name: string, text: string) => {
    writeFileSync(join(folder, name), text)
  }

  it('is live at the next invocation, and finds the SDK', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sallyport-hot-'))
    const index = (
      text: string,
    ) => `import { who } from '@aws-sdk/client-made-up'\nimport { word } from './lib/word.mjs'
      export const handler = async () => [${JSON.stringify(text)}, word, who]`
    mkdirSync(join(directory, 'lib'))
    write(directory, 'lib/word.mjs', 'export const word = "a"')
    write(directory, 'index.mjs', index('one'))
    const version = functionOf('', { code: { directory } })
    expect(await test.answer(version)).toEqual(['one', 'a', 'the runtime'])
    const { environments } = test.engine
    write(directory, 'index.mjs', index('two'))
    expect(await test.answer(version)).toEqual(['two', 'a', 'the runtime'])
    write(directory, 'lib/word.mjs', 'export const word = "b"')
    expect(await test.answer(version)).toEqual(['two', 'b', 'the runtime'])
    await vi.waitFor(() => expect(test.engine.environments).toBe(environments))
    rmSync(directory, { recursive: true })
  })
})

describe('a user of their own', () => {
  it.runIf(process.getuid?.() === 0)('is who functions run as, and they write to their own folder only', async () => {
    const user = { uid: 65_534, gid: 65_534 }
    const own = await openTestEngine({ user })
    // A data directory, as it is made.
    expect(statSync(own.folder).mode & 0o777).toBe(0o700)
    writeFileSync(join(own.folder, 'sallyport.db'), '', { mode: 0o600 })
    const version = functionOf(`const fs = require('fs')
      const can = (path) => { try { fs.writeFileSync(path + '/x', ''); return true } catch { return false } }
      const sees = (path) => { try { fs.readdirSync(path); return true } catch { return false } }
      const { TMPDIR, LAMBDA_TASK_ROOT } = process.env
      exports.handler = async () =>
        [process.getuid(), process.getgid(), can(TMPDIR), can(LAMBDA_TASK_ROOT), can('${own.folder}'), sees('${own.folder}')]`)
    expect(await own.answer(version)).toEqual([65_534, 65_534, true, false, false, false])
    await own.close()
  })

  it.runIf(process.getuid?.() === 0)('has to reach the folder, and is told where it may not pass', async () => {
    const closed = join(test.folder, 'closed')
    mkdirSync(join(closed, 'data'), { recursive: true, mode: 0o700 })
    chmodSync(test.folder, 0o755)
    const own = await openTestEngine({ user: { uid: 65_534, gid: 65_534 }, folder: join(closed, 'data', 'functions') })
    await expect(own.answer(functionOf('exports.handler = async () => 1'))).rejects.toThrow(
      `may not pass through ${closed} to their code`,
    )
    chmodSync(test.folder, 0o700)
    expect(statSync(closed).mode & 0o777).toBe(0o700)
    await own.close()
  })
})

describe('the folder', () => {
  it("is its owner's alone, and code in it belongs to no package (8)", async () => {
    const folder = join(test.folder, 'functions')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{}\n')
  })

  it('is cleared of what a server left that was killed: processes, their folders, half an archive', async () => {
    // A server of its own, which ends without a word.
    const script = join(test.folder, 'killed.mjs')
    const folder = join(test.folder, 'of-the-killed')
    const environment = join(folder, 'environments', 'abcdefghijklmnop')
    mkdirSync(join(environment, 'tmp'), { recursive: true })
    mkdirSync(join(folder, 'code', '.new-0011'), { recursive: true })
    writeFileSync(
      script,
      `import { spawn } from 'node:child_process'; import { readFileSync, writeFileSync } from 'node:fs'
      const env = (more) => ({ detached: true, stdio: 'ignore', env: more })
      const own = spawn('sleep', ['1000'], env({}))
      const left = spawn('sleep', ['1000'], env({ LAMBDA_RUNTIME_DIR: ${JSON.stringify(environment)} }))
      const other = spawn('sleep', ['1000'], env({}))
      const stat = readFileSync('/proc/' + own.pid + '/stat', 'latin1')
      const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
      writeFileSync(${JSON.stringify(join(environment, 'process.json'))}, JSON.stringify({ pid: own.pid, start }))
      console.log([own.pid, left.pid, other.pid].join())
      process.kill(process.pid, 'SIGKILL')`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [script]).catch((error: { stdout: string }) => error)
    const [own, left, other] = stdout.trim().split(',').map(Number) as [number, number, number]
    // The id of another process that has been given again is not its process.
    const reused = join(folder, 'environments', 'ponmlkjihgfedcba')
    mkdirSync(reused)
    writeFileSync(join(reused, 'process.json'), JSON.stringify({ pid: other, start: '1' }))
    const next = await openTestEngine({ folder })
    expect(await next.answer(functionOf(PID))).toEqual(expect.any(Number))
    const state = (pid: number) => {
      try {
        return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'gone'
      } catch {
        return 'gone'
      }
    }
    await vi.waitFor(() =>
      expect([state(own), state(left)]).toEqual([expect.stringMatching(/gone|Z/), expect.stringMatching(/gone|Z/)]),
    )
    expect(state(other)).toBe('S')
    process.kill(other, 'SIGKILL')
    expect(readdirSync(join(folder, 'environments'))).toHaveLength(1)
    expect(readdirSync(join(folder, 'code')).filter((name) => name.startsWith('.new-'))).toEqual([])
    await next.close()
    expect(readdirSync(join(folder, 'environments'))).toEqual([])
  })
})

it('a function whose server is killed ends itself', async () => {
  const script = join(test.folder, 'server.mjs')
  const runtime = join(test.folder, 'node-runtime.cjs')
  writeFileSync(
    script,
    `import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, [${JSON.stringify(runtime)}, '3'], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: { LAMBDA_TASK_ROOT: ${JSON.stringify(test.folder)}, _HANDLER: 'orphan.handler' } })
    child.stdio[3].once('data', () => { console.log(child.pid); process.kill(process.pid, 'SIGKILL') })`,
  )
  writeFileSync(join(test.folder, 'orphan.js'), 'setInterval(() => {}, 1000); exports.handler = async () => {}')
  const { stdout } = await promisify(execFile)(process.execPath, [script]).catch((error: { stdout: string }) => error)
  const pid = Number(stdout)
  expect(pid).toBeGreaterThan(1)
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 5000, interval: 20 })
})

it('a closed engine runs nothing and has left nothing', async () => {
  const closed = await openTestEngine()
  const version = functionOf('exports.handler = async () => new Promise((r) => setTimeout(r, 60000))', {
    timeoutMs: 60_000,
  })
  const running = closed.answer(version)
  await vi.waitFor(() => expect(closed.engine.environments).toBe(1))
  await closed.engine.close()
  expect(closed.engine.environments).toBe(0)
  expect(await running).toMatchObject({ errorType: 'Runtime.ExitError' })
  await expect(closed.invoke(version)).rejects.toThrow('is closed')
  await closed.close()
})
