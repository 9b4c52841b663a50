import { spawnSync } from 'node:child_process'
import { afterEach, expect, it } from 'vitest'
import { EXECUTABLE, packageOf, packageOfZip, zipOf } from '../code/zip.harness.ts'
import { functionOf, openTestEngine, type TestEngine } from '../engine.harness.ts'

let opened: TestEngine | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})
async function engine(...args: Parameters<typeof openTestEngine>): Promise<TestEngine> {
  opened = await openTestEngine(...args)
  return opened
}

const curl = spawnSync('curl', ['--version']).status === 0
if (!curl && process.env.CI) throw new Error('curl is missing')
if (!curl) console.warn('not run: tests with a bootstrap that needs curl')
const isPosix = process.platform !== 'win32'

/** As the tutorial of AWS writes one (documented: runtimes-walkthrough). */
const BOOTSTRAP = `#!/bin/sh
while true; do
  HEADERS=$(mktemp)
  EVENT=$(curl -sS -LD "$HEADERS" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  case "$EVENT" in
    *exit*) exit 3 ;;
    *fail*) WHERE=error; ANSWER='{"errorMessage":"no","errorType":"Shell"}' ;;
    *) WHERE=response; ANSWER="{\\"event\\":$EVENT,\\"handler\\":\\"$_HANDLER\\"}" ;;
  esac
  echo "answering $ID"
  curl -sS -o /dev/null -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$ID/$WHERE" -d "$ANSWER"
done
`

function provided(files: Record<string, string>, more: Parameters<typeof functionOf>[1] = {}) {
  const entries = Object.entries(files).map(([name, text]) => ({ name, text, mode: EXECUTABLE }))
  return functionOf({}, { runtime: 'provided.al2023', timeoutMs: 10_000, code: packageOfZip(zipOf(entries)), ...more })
}

it.runIf(isPosix && curl)('runs a bootstrap in a shell script (facts 6.1, 6.7)', async () => {
  // One environment: a shell that is slow to ask again is waited for.
  const { answer, invoke, logged } = await engine({}, { limits: { environments: 1, starting: 1, idleMs: 60_000 } })
  const version = provided({ bootstrap: BOOTSTRAP })
  expect(await answer(version, { a: 1 })).toEqual({ event: { a: 1 }, handler: 'index.handler' })
  const failed = await invoke(version, { fail: 1 })
  expect(failed.error).toBe(true)
  expect(String(failed.payload)).toBe('{"errorMessage":"no","errorType":"Shell"}')
  expect(await answer(version, { exit: 1 })).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
  })
  expect(await answer(version, { b: 2 })).toMatchObject({ event: { b: 2 } })
  await expect.poll(() => logged(/^answering /)).toHaveLength(3)
  expect(logged(/^INIT_START Runtime Version: provided:al2023\.v/)).toHaveLength(2)
})

it.runIf(isPosix)('fails in init where there is no bootstrap (facts 6.7)', async () => {
  const { answer, logged } = await engine()
  expect(await answer(provided({ 'readme.txt': '' }))).toEqual({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: expect.stringMatching(
      /^RequestId: \S+ Error: Couldn't find valid bootstrap\(s\): \[\/var\/task\/bootstrap \/opt\/bootstrap\]$/,
    ),
  })
  // What is logged behind the answer may come later.
  await expect.poll(() => logged(/^INIT_REPORT .*Error Type: Runtime\.InvalidEntrypoint/)).toHaveLength(2)
})

const python = spawnSync('python3', ['--version']).status === 0
if (!python && process.env.CI) throw new Error('python3 is missing')

it.runIf(python)('runs a Python function with a layer, warm and cold (facts 5)', async () => {
  const { answer, logged } = await engine()
  const code =
    'import lib\ncount = 0\ndef handler(event, context):\n    global count\n    count += 1\n    print("run", count)\n    return [count, lib.name, event]'
  const version = functionOf(
    { 'app.py': code },
    {
      runtime: 'python3.13',
      handler: 'app.handler',
      layers: [packageOf({ 'python/lib.py': 'name = "layered"' })],
      timeoutMs: 10_000,
    },
  )
  expect(await answer(version, { a: 'é' })).toEqual([1, 'layered', { a: 'é' }])
  expect(await answer(version)).toEqual([2, 'layered', {}])
  await expect.poll(() => logged(/^run /)).toEqual(['run 1\n', 'run 2\n'])
})

it.runIf(python)('tells a failed import of Python as AWS does (facts 0.4, 5.10)', async () => {
  const { answer, logged } = await engine()
  const version = functionOf(
    { 'app.py': 'import nope' },
    { runtime: 'python3.12', handler: 'app.handler', timeoutMs: 10_000 },
  )
  expect(await answer(version)).toEqual({
    errorMessage: "Unable to import module 'app': No module named 'nope'",
    errorType: 'Runtime.ImportModuleError',
    requestId: '',
    stackTrace: [],
  })
  await expect.poll(() => logged(/^\[ERROR\] Runtime\.ImportModuleError: /)).toHaveLength(2)
  await expect.poll(() => logged(/^INIT_REPORT .*Error Type: Runtime\.ImportModuleError/)).toHaveLength(2)
})

it('refuses by name what it does not run, and says what is missing', async () => {
  const { invoke } = await engine({ interpreters: { node: 'node', python: '/nowhere/python', java: '/nowhere/java' } })
  const refusal = (runtime: string) => invoke(functionOf('', { runtime }))
  for (const [runtime, message] of [
    ['ruby3.4', /^Functions of the runtime ruby3\.4 cannot be run here\. Those of Node, Python and Java can/],
    ['dotnet8', /dotnet8 cannot be run here/],
    [
      'python3.13',
      /^No Python for functions of python3\.13: \/nowhere\/python cannot be run here.* Install Python 3\.13/,
    ],
    [
      'java21',
      /^No Java for functions of java21: \/nowhere\/java cannot be run here\. Install a Java runtime of version 21/,
    ],
  ] as const) {
    await expect(refusal(runtime)).rejects.toMatchObject({
      reason: 'not-runnable',
      message: expect.stringMatching(message),
    })
  }
})
