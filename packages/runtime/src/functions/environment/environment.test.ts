import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EXECUTABLE, packageOf, packageOfZip, zipOf } from '../code/zip.harness.ts'
import { functionOf, openTestEngine, type TestEngine } from '../engine.harness.ts'

let test: TestEngine
beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(() => test.close())

const ID = '[-0-9a-f]{36}'
const exitText = (text: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: expect.stringMatching(new RegExp(`^RequestId: ${ID} Error: ${text}$`)),
})
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    // A zombie that nobody waits for has ended, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
const gone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000, interval: 20 })

describe('an invocation', () => {
  it('that takes too long ends its process, and /tmp survives (0.2, 3.3.4, 9.2.4)', async () => {
    const code = `const fs = require('fs'); let n = 0; const file = process.env.TMPDIR + '/kept'
      exports.handler = async ({ slow }) => {
        if (slow) { fs.writeFileSync(file, 'kept'); await new Promise((r) => setTimeout(r, 60000)) }
        return { n: ++n, kept: fs.existsSync(file) }
      }`
    const version = functionOf(code, { timeoutMs: 1500 })
    expect(await test.answer(version)).toEqual({ n: 1, kept: false })
    const { payload, error, logTail } = await test.invoke(
      version,
      { slow: true },
      { requestId: 'slow-id', wantsLogTail: true },
    )
    expect(error).toBe(true)
    expect(String(payload)).toBe(
      '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: slow-id Error: Task timed out after 1.50 seconds"}',
    )
    expect(logTail).toMatch(
      /^START RequestId: slow-id Version: \$LATEST\nEND RequestId: slow-id\nREPORT RequestId: slow-id\tDuration: [1-9]\d{3,}\.\d\d ms\t.*\tStatus: timeout\t\n\S+Z slow-id Task timed out after 1\.50 seconds\n\n$/,
    )
    expect(await test.answer(version)).toEqual({ n: 1, kept: true })
  })

  it.each([
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    ['process.exit(7)', 'Runtime exited with error: exit status 7'],
    ['process.kill(process.pid, "SIGKILL")', 'Runtime exited with error: signal: killed'],
    ['process.abort()', 'Runtime exited with error: signal: aborted'],
  ])('in which the process ends itself with %s (0.3, 6.8)', async (end, text) => {
    const version = functionOf(`exports.handler = async ({ fine }) => { if (fine) return 'fine'; ${end} }`)
    expect(await test.answer(version)).toEqual(exitText(text))
    expect(await test.answer(version, { fine: true })).toBe('fine')
  })

  it('has what it wrote before its end in the log, and why it ended (9.2.3, 9.2.4)', async () => {
    const version = functionOf(
      'exports.handler = async () => { console.log("last words"); process.stdout.write("raw"); process.exit(3) }',
    )
    const { logTail } = await test.invoke(version, {}, { requestId: 'ended', wantsLogTail: true })
    expect(logTail).toMatch(
      /^START RequestId: ended .*\n[^\n]*last words\nraw\nRequestId: ended Error: Runtime exited with error: exit status 3\nRuntime\.ExitError\nEND RequestId: ended\nREPORT .*\tStatus: error\tError Type: Runtime\.ExitError\t\n$/,
    )
  })

  it('whose heap grows beyond its memory is killed (3.3.11, 15.10)', async () => {
    const version = functionOf(
      'exports.handler = async () => { const a = []; for (;;) a.push(new Array(1e5).fill({})) }',
      {
        timeoutMs: 30_000,
      },
    )
    const { payload, logTail } = await test.invoke(version, {}, { wantsLogTail: true })
    expect(JSON.parse(String(payload))).toEqual(exitText('Runtime exited with error: signal: killed'))
    expect(logTail).toContain('\tStatus: error\tError Type: Runtime.OutOfMemory\t')
  })

  it('is one of deep recursion that fails, and the environment stays (3.3.5)', async () => {
    const version = functionOf(
      'let n = 0; exports.handler = async ({ deep }) => { if (deep) { const f = () => f() + 1; f() } return ++n }',
    )
    expect(await test.answer(version)).toBe(1)
    expect(await test.answer(version, { deep: true })).toMatchObject({ errorType: 'RangeError' })
    expect(await test.answer(version)).toBe(2)
  })

  it('may not answer more than 6 MB, and the environment stays (0.21, 6.4)', async () => {
    const version = functionOf(
      'let n = 0; exports.handler = async ({ bytes }) => { n++; return bytes ? "x".repeat(bytes) : n }',
    )
    expect(await test.answer(version, { bytes: 6_291_556 - 2 })).toHaveLength(6_291_554)
    const { payload, error } = await test.invoke(version, { bytes: 6_291_556 - 1 })
    expect(error).toBe(true)
    expect(String(payload)).toBe(
      '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
    )
    expect(await test.answer(version)).toBe(3)
  })
})

describe('init', () => {
  it('that fails is tried again, told twice to the log and once to the caller (3.3.2, 9.2.5)', async () => {
    const version = functionOf('throw new Error("not today")')
    const { payload } = await test.invoke(version, {}, { requestId: 'init-id', wantsLogTail: true })
    expect(JSON.parse(String(payload))).toMatchObject({ errorType: 'Error', errorMessage: 'not today' })
    await vi.waitFor(() => expect(test.events.at(-1)?.message).toMatch(/^REPORT RequestId: init-id/))
    const { stream } = test.events.at(-1) as { stream: string }
    expect(test.events.filter((event) => event.stream === stream).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^INIT_START Runtime Version: nodejs:22\.v1\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n$/,
      ),
      expect.stringContaining('not today'),
      expect.stringMatching(
        /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: error\tError Type: Runtime\.Unknown\n$/,
      ),
      expect.stringContaining('not today'),
      expect.stringMatching(
        /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: invoke\tStatus: error\tError Type: Runtime\.Unknown\n$/,
      ),
      'START RequestId: init-id Version: $LATEST\n',
      'END RequestId: init-id\n',
      expect.stringMatching(/^REPORT RequestId: init-id\t.*\tStatus: error\tError Type: Runtime\.Unknown\t\n$/),
    ])
  })

  it('may succeed the second time', async () => {
    const version = functionOf(`const fs = require('fs'); const file = process.env.TMPDIR + '/tried'
      if (!fs.existsSync(file)) { fs.writeFileSync(file, ''); process.exit(5) }
      exports.handler = async () => 'second'`)
    expect(await test.answer(version)).toBe('second')
    expect(test.logged(/Phase: init\tStatus: error\tError Type: Runtime\.ExitError/).length).toBeGreaterThan(0)
  })

  it('in which the process ends is an exit (15.23)', async () => {
    expect(await test.answer(functionOf('process.exit(4)'))).toEqual(
      exitText('Runtime exited with error: exit status 4'),
    )
  })

  it('that begins with a wrapper that is not there ends with 127 (3.1.5)', async () => {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/nowhere' }
    const version = functionOf('exports.handler = async () => 1', { variables })
    expect(await test.answer(version)).toEqual(exitText('Runtime exited with error: exit status 127'))
  })

  it('is begun by a wrapper of a layer', async () => {
    const script = '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n'
    const layer = packageOfZip(zipOf([{ name: 'wrap', text: script, mode: EXECUTABLE }]))
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' }
    const code = 'exports.handler = async () => process.env.WRAPPED'
    expect(await test.answer(functionOf(code, { variables, layers: [layer] }))).toBe('yes')
  })
})

describe('what a process finds', () => {
  it("is AWS's variables, the user's, and nothing of the server's (3.1.1, 3.1.4)", async () => {
    process.env.SALLYPORT_SECRET_OF_SERVER = 'secret'
    const version = functionOf('exports.handler = async () => ({ ...process.env })', {
      variables: { MINE: '1', TZ: 'Europe/Berlin', AWS_REGION: 'refused before' },
    })
    const found = (await test.answer(version)) as Record<string, string>
    process.env.SALLYPORT_SECRET_OF_SERVER = ''
    expect(found).toMatchObject({
      ...{ _HANDLER: 'index.handler', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1', MINE: '1' },
      ...{ AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', AWS_LAMBDA_FUNCTION_NAME: 'greet' },
      ...{ AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' },
      ...{ AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand', AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/greet' },
      ...{ AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' },
      ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', LANG: 'en_US.UTF-8', TZ: 'Europe/Berlin' },
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-/),
    })
    expect(Object.keys(found)).not.toContain('HOME')
    expect(Object.keys(found).filter((name) => /SALLYPORT|VITEST|^npm_/.test(name))).toEqual([])
    expect(found.PWD).toBe(found.LAMBDA_TASK_ROOT)
  })

  it('is four descriptors (3.2.2)', async () => {
    const inherited = `const fs = require('fs'); const open = fs.readdirSync('/proc/self/fd').map((fd) => {
        try { return fs.readlinkSync('/proc/self/fd/' + fd) } catch { return '' } })
      exports.handler = async () => open.filter((path) => path.startsWith('/') && !/^\\/(dev|proc)\\//.test(path))`
    expect(await test.answer(functionOf(inherited))).toEqual([])
  })

  it('is layers, the later over the earlier, from require and import (3.2.3, 4.1.6)', async () => {
    const layer = (text: string, more = {}) =>
      packageOf({ 'nodejs/node_modules/inlayer/index.js': `module.exports = '${text}'`, ...more })
    const layers = [layer('first', { 'only-first': '' }), layer('second')]
    const code = {
      'index.mjs': `import { createRequire } from 'node:module'\nimport { existsSync } from 'node:fs'\nimport text from 'inlayer'
      export const handler = async () => [text, createRequire(import.meta.url)('inlayer'), existsSync(process.env.NODE_PATH.split(':')[1] + '/../../only-first')]`,
    }
    expect(await test.answer(functionOf(code, { layers }))).toEqual(['second', 'second', true])
  })
})

describe('the log', () => {
  it('has START, the output, END and REPORT in this order, each its own event (7.1.4, 9.2.1, 9.2.2)', async () => {
    const version = functionOf(
      'exports.handler = async ({ n }) => { for (let i = 0; i < n; i++) process.stdout.write("line " + i + "\\n"); process.stderr.write("unfinished") }',
    )
    const cold = await test.invoke(version, { n: 200 }, { requestId: 'log-id', wantsLogTail: true })
    const lines = cold.logTail?.split('\n') ?? []
    expect(lines[0]).toBe('START RequestId: log-id Version: $LATEST')
    expect(lines.slice(1, 201)).toEqual(Array.from({ length: 200 }, (_, i) => `line ${i}`))
    expect(lines.at(-3)).toBe('END RequestId: log-id')
    expect(lines.at(-2)).toMatch(
      /^REPORT RequestId: log-id\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d+ MB\tInit Duration: [\d.]+ ms\t$/,
    )
    const warm = await test.invoke(version, { n: 1 }, { wantsLogTail: true })
    expect(warm.logTail).not.toContain('Init Duration')
  })

  it("has the platform's events as JSON, from a level on (9.3.1, 9.3.2)", async () => {
    const version = functionOf('exports.handler = async () => {}', { logging: { group: 'mine', format: 'JSON' } })
    const { logTail } = await test.invoke(version, {}, { requestId: 'json-id', wantsLogTail: true })
    expect(
      logTail
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { time: expect.any(String), type: 'platform.start', record: { requestId: 'json-id', version: '$LATEST' } },
      {
        time: expect.any(String),
        type: 'platform.report',
        record: {
          requestId: 'json-id',
          metrics: {
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            memorySizeMB: 128,
            maxMemoryUsedMB: expect.any(Number),
            initDurationMs: expect.any(Number),
          },
          status: 'success',
        },
      },
    ])
    expect(test.events.at(-1)?.stream).toMatch(/^\d{4}\/\d\d\/\d\d\/greet\[\$LATEST\][0-9a-f]{32}$/)
  })
})

describe('a function that misbehaves', () => {
  it('and floods its output is bounded, and neither the server nor the answer waits', async () => {
    const version = functionOf(
      `const fs = require('fs'); const chunk = Buffer.alloc(1 << 20, 'x'.repeat(99) + '\\n')
      exports.handler = async () => { for (let i = 0; i < 300; i++) for (let at = 0; at < chunk.length; ) { try { at += fs.writeSync(1, chunk, at) } catch (e) { if (e.code !== 'EAGAIN') throw e } } }`,
      { timeoutMs: 60_000 },
    )
    const before = process.memoryUsage().rss
    let longestMs = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last)
      last = performance.now()
    }, 5)
    const { logTail } = await test.invoke(version, {}, { wantsLogTail: true })
    clearInterval(watch)
    expect(logTail).toMatch(/\(\d{9} bytes of output are left out: an invocation logs 8 MB\)\nEND/)
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
    expect(longestMs).toBeLessThan(1000)
  }, 60_000)

  it('and writes one endless line has it cut', async () => {
    const version = functionOf('exports.handler = async () => { process.stdout.write("y".repeat(3e6) + "\\nnext\\n") }')
    await test.invoke(version, {}, { wantsLogTail: true })
    expect(test.logged(/^y+ \(\d+ characters are cut off\)\n$/)).toHaveLength(1)
    expect(test.logged(/^next\n$/)).toHaveLength(1)
  })

  it.each([
    ['garbage', "require('fs').writeSync(3, 'GET / HTTP/1.1\\r\\n\\r\\n')", 'is no frame'],
    ['nothing any more', "require('fs').closeSync(3)", 'is closed'],
  ])('and writes %s to the pipe of its runtime is ended', async (_, act, why) => {
    const version = functionOf(
      `exports.handler = async ({ fine }) => { if (fine) return 'fine'; ${act}; await new Promise((r) => setTimeout(r, 60000)) }`,
      { timeoutMs: 5000 },
    )
    expect(await test.answer(version)).toMatchObject({ errorType: 'Runtime.ExitError' })
    expect(test.logged(new RegExp(`The environment is ended: .*${why}`))).toHaveLength(1)
    expect(await test.answer(version, { fine: true })).toBe('fine')
  })

  it('and announces a huge frame costs nothing', async () => {
    const head = 'const b = Buffer.alloc(9); b.writeUInt32BE(0xffffffff, 0); b[4] = 65; require("fs").writeSync(3, b)'
    const version = functionOf(
      `exports.handler = async () => { ${head}; for (let i = 0; i < 100; i++) try { require("fs").writeSync(3, Buffer.alloc(100000)) } catch {} await new Promise((r) => setTimeout(r, 60000)) }`,
      { timeoutMs: 700 },
    )
    const before = process.memoryUsage().arrayBuffers
    expect(await test.answer(version)).toMatchObject({ errorType: 'Sandbox.Timedout' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
  })

  it('and stops itself has run out of time', async () => {
    const version = functionOf('exports.handler = async () => { process.kill(process.pid, "SIGSTOP") }', {
      timeoutMs: 300,
    })
    expect(await test.answer(version)).toMatchObject({ errorType: 'Sandbox.Timedout' })
  })

  it('and leaves processes behind loses them with its environment, in sessions of their own too', async () => {
    const code = `const { spawn } = require('child_process')
      exports.handler = async () => [false, true].map((detached) => {
        const child = spawn('sleep', ['1000'], { detached, stdio: detached ? 'ignore' : 'inherit' }); child.unref(); return child.pid })`
    const version = functionOf(code)
    const pids = (await test.answer(version)) as number[]
    expect(pids.map(isAlive)).toEqual([true, true])
    test.engine.retire(version.functionArn)
    for (const pid of pids) await gone(pid)
  })

  it('and catches all signals ends all the same', async () => {
    const version = functionOf(
      `for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {})
      exports.handler = async () => { if (process.env.TMPDIR) for (;;) {} }`,
      { timeoutMs: 300 },
    )
    expect(await test.answer(version)).toMatchObject({ errorType: 'Sandbox.Timedout' })
  })
})

it('the folder of an environment goes with it', async () => {
  const version = functionOf('exports.handler = async () => process.env.TMPDIR')
  const tmp = (await test.answer(version)) as string
  expect(existsSync(tmp)).toBe(true)
  test.engine.retire(version.functionArn)
  await vi.waitFor(() => expect(existsSync(tmp)).toBe(false), { timeout: 5000, interval: 20 })
})
