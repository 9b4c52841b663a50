import {
  CreateAliasCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { logsOf } from '../support/logs.ts'
import { uniqueName } from '../support/names.ts'
import { until } from '../support/until.ts'
import { zipOf } from '../support/zip.ts'

const ACCOUNT = '333300000062'
const { lambda, logs } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create, updated, invoke, arnOf } = functionsOf(lambda, ACCOUNT)
const { linesOf } = logsOf(logs)

const jsonOf = async (name: string, event: unknown = {}, settings = {}) =>
  JSON.parse((await invoke(name, event, settings)).text)

describe('layers', () => {
  async function layer(files: Record<string, string>): Promise<string> {
    const LayerName = uniqueName('layer')
    const made = await lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zipOf(files) } }))
    return made.LayerVersionArn ?? ''
  }

  it('are found where each language and the system look, and the last one wins (lambda 3.2.3)', async () => {
    const first = await layer({
      'nodejs/node_modules/greeting/index.js': "module.exports = 'first'",
      'nodejs/node_modules/only-first/index.js': "module.exports = 'only first'",
      'nodejs/node22/node_modules/for-22/index.js': "module.exports = 'for 22'",
      'nodejs/node24/node_modules/for-24/index.js': "module.exports = 'for 24'",
      'bin/tool': '',
      'lib/libown.so': '',
    })
    const second = await layer({ 'nodejs/node_modules/greeting/index.js': "module.exports = 'second'" })
    const code = `const { existsSync } = require('node:fs')
      const has = (variable, file) => process.env[variable].split(':').some((folder) => existsSync(folder + '/' + file))
      exports.handler = async () => ({
        found: ['greeting', 'only-first', 'for-22', 'for-24'].map((name) => {
          try { return require(name) } catch { return null }
        }),
        bin: has('PATH', 'tool'),
        lib: has('LD_LIBRARY_PATH', 'libown.so'),
      })`
    expect(await jsonOf(await create(code, { Layers: [first, second] }))).toEqual({
      found: ['second', 'only first', 'for 22', null],
      bin: true,
      lib: true,
    })
  })

  it('of Python are found likewise (lambda 3.2.3)', async () => {
    const only = await layer({
      'python/plain.py': "SAYS = 'plain'",
      'python/lib/python3.13/site-packages/packaged.py': "SAYS = 'packaged'",
    })
    const code = 'import plain, packaged\ndef handler(event, context): return [plain.SAYS, packaged.SAYS]'
    expect(await jsonOf(await create(code, { Runtime: 'python3.13', Layers: [only] }))).toEqual(['plain', 'packaged'])
  })
})

describe('an environment', () => {
  it('keeps its modules and its files from one invocation to the next (lambda 0.c)', async () => {
    const code = `const { existsSync, writeFileSync } = require('node:fs')
      const file = require('node:os').tmpdir() + '/kept'
      let calls = 0
      exports.handler = async () => {
        const isKept = existsSync(file)
        writeFileSync(file, '')
        return [++calls, isKept]
      }`
    const name = await create(code)
    expect(await jsonOf(name)).toEqual([1, false])
    expect(await jsonOf(name)).toEqual([2, true])
  })

  it('is new after a timeout, but for its files (lambda 3.3.4)', async () => {
    const code = `const { existsSync, writeFileSync } = require('node:fs')
      const file = require('node:os').tmpdir() + '/kept'
      let calls = 0
      exports.handler = async ({ hangs }) => {
        calls += 1
        if (hangs) { writeFileSync(file, ''); await new Promise((resolve) => setTimeout(resolve, 60_000)) }
        return [calls, existsSync(file)]
      }`
    const name = await create(code, { Timeout: 1 })
    expect(await jsonOf(name)).toEqual([1, false])
    expect(await jsonOf(name, { hangs: true })).toMatchObject({ errorType: 'Sandbox.Timedout' })
    expect(await jsonOf(name)).toEqual([1, true])
  })

  it('has time of its own to begin, and begins again where that has failed (lambda 3.3.1)', async () => {
    const code = `const { existsSync, writeFileSync } = require('node:fs')
      const file = require('node:os').tmpdir() + '/began'
      if (!existsSync(file)) { writeFileSync(file, ''); throw new Error('not at first') }
      exports.handler = async () => 'well'`
    const ran = await invoke(await create(code), {})
    expect([ran.text, ran.failed]).toEqual(['"well"', undefined])
    expect(ran.log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\t/)
    const slow = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200)
      exports.handler = async () => 'slow to begin'`
    expect((await invoke(await create(slow, { Timeout: 1 }), {})).text).toBe('"slow to begin"')
  })

  it('ends without a signal that it could hear (lambda 3.3.6)', async () => {
    const code = `process.on('SIGTERM', () => console.log('heard SIGTERM'))
      exports.handler = async () => console.log('first')`
    const name = await create(code)
    await invoke(name, {})
    const ZipFile = zipOf({ 'index.js': "exports.handler = async () => console.log('second')" })
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }))
    await updated(name)
    await invoke(name, {})
    await until('the log of the new one', async () => (await linesOf(name, 'second')).length > 0)
    expect(await linesOf(name, 'first')).toHaveLength(1)
    expect(await linesOf(name, 'SIGTERM')).toEqual([])
  })

  const COUNTS = 'let calls = 0\nexports.handler = async () => [++calls, process.env.AA ?? null]'

  it('is another one for a version, and for what an alias comes to point at (lambda 3.3.12)', async () => {
    const FunctionName = await create(COUNTS)
    const invokedAs = (Qualifier: string) => jsonOf(FunctionName, {}, { Qualifier })
    expect(await jsonOf(FunctionName)).toEqual([1, null])
    await lambda.send(new PublishVersionCommand({ FunctionName }))
    expect(await invokedAs('1')).toEqual([1, null])
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))
    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { AA: 'new' } } }),
    )
    await updated(FunctionName)
    expect(await jsonOf(FunctionName)).toEqual([1, 'new'])
    await lambda.send(new PublishVersionCommand({ FunctionName }))
    expect((await invokedAs('live'))[1]).toBeNull()
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }))
    expect(await invokedAs('live')).toEqual([1, 'new'])
  })

  it('is another one for other layers (lambda 3.3.12)', async () => {
    const FunctionName = await create(COUNTS)
    await invoke(FunctionName, {})
    const Content = { ZipFile: zipOf({ 'nodejs/x.txt': '' }) }
    const { LayerVersionArn = '' } = await lambda.send(
      new PublishLayerVersionCommand({ LayerName: uniqueName('layer'), Content }),
    )
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [LayerVersionArn] }))
    await updated(FunctionName)
    expect(await jsonOf(FunctionName)).toEqual([1, null])
  })

  it('runs queued events on the new code (lambda 3.3.12)', async () => {
    const code = (says: string) => `exports.handler = async ({ id, holds }) => {
      if (holds) await new Promise((resolve) => setTimeout(resolve, 1500))
      console.log('${says} ran ' + id)
    }`
    const FunctionName = await create(code('old'), { Timeout: 10 })
    // What is still starting when its code is replaced would be refused; this is about what waits.
    await invoke(FunctionName, { id: 'warm' })
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }))
    const holding = invoke(FunctionName, { id: 'first', holds: true })
    await until(
      'the first one to run',
      async () =>
        (await invoke(FunctionName, { id: 'probe' }).catch((error) => error)).name === 'TooManyRequestsException',
    )
    await invoke(FunctionName, { id: 'queued' }, { InvocationType: 'Event' })
    const ZipFile = zipOf({ 'index.js': code('new') })
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    await holding
    await until('the queued one', async () => (await linesOf(FunctionName, 'queued')).length > 0)
    expect((await linesOf(FunctionName, '"ran first"')).join()).toContain('old ran first')
    expect((await linesOf(FunctionName, '"ran queued"')).join()).toContain('new ran queued')
  })
})

it('the context as Node prints it keeps its order, and what the client sent as it was (lambda 4.4.2)', async () => {
  const name = await create('exports.handler = async (event, context) => JSON.stringify(context)')
  const sent = { custom: { foo: 'bar' }, client: { snap: ['crackle', 'pop'] }, env: { fizz: 'buzz' } }
  const ClientContext = Buffer.from(JSON.stringify(sent)).toString('base64')
  const ran = await invoke(name, {}, { ClientContext })
  const { logStreamName } = JSON.parse(JSON.parse(ran.text))
  expect(JSON.parse(ran.text)).toBe(
    JSON.stringify({
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: '$LATEST',
      functionName: name,
      memoryLimitInMB: '128',
      logGroupName: `/aws/lambda/${name}`,
      logStreamName,
      clientContext: sent,
      invokedFunctionArn: arnOf(name),
      awsRequestId: ran.requestId,
    }),
  )
})

describe('an archive', () => {
  it('is where its function begins (lambda 3.2.1)', async () => {
    const code = 'exports.handler = async () => process.cwd() === process.env.LAMBDA_TASK_ROOT'
    expect(await jsonOf(await create(code))).toBe(true)
  })

  it('is where Python looks before all else (lambda 5.12)', async () => {
    const code = `import colorsys, os, sys
def handler(event, context): return [sys.path[0] == os.environ['LAMBDA_TASK_ROOT'], colorsys.SAYS]`
    const ZipFile = zipOf({ 'index.py': code, 'colorsys.py': "SAYS = 'not that of Python'" })
    const name = await create('', { Runtime: 'python3.13', Code: { ZipFile } })
    expect(await jsonOf(name)).toEqual([true, 'not that of Python'])
  })

  it('says what may be executed (lambda 3.2.5)', async () => {
    const code = `const { accessSync, constants } = require('node:fs')
      const may = (file) => { try { accessSync(file, constants.X_OK); return true } catch { return false } }
      exports.handler = async () => ['run', 'read'].map((file) => may(process.env.LAMBDA_TASK_ROOT + '/' + file))`
    const files = { 'index.js': code, run: '', read: '' }
    const ZipFile = zipOf(files, { 'index.js': 0o644, run: 0o755, read: 0o644 })
    expect(await jsonOf(await create('', { Code: { ZipFile } }))).toEqual([true, false])
  })
})

it('an extension within a function registers, and no telemetry is to be had (lambda 6.10)', async () => {
  const bootstrap = `#!/usr/bin/env node
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API
    const post = (path, body, headers) => fetch(api + path, { method: 'POST', body: JSON.stringify(body), headers })
    async function main() {
      const named = { 'Lambda-Extension-Name': 'inner' }
      const registered = await post('/2020-01-01/extension/register', { events: ['INVOKE'] }, named)
      const id = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') }
      const subscribed = await fetch(api + '/2022-07-01/telemetry', { method: 'PUT', body: '{}', headers: id })
      const answer = { status: registered.status, ...(await registered.json()), telemetry: (await subscribed.json()).errorType }
      for (;;) {
        const next = await fetch(api + '/2018-06-01/runtime/invocation/next')
        const heard = await (await fetch(api + '/2020-01-01/extension/event/next', { headers: id })).json()
        const requestId = next.headers.get('lambda-runtime-aws-request-id')
        const body = { ...answer, heard: heard.eventType, isSame: heard.requestId === requestId }
        await post('/2018-06-01/runtime/invocation/' + requestId + '/response', body)
      }
    }
    main()`
  const Code = { ZipFile: zipOf({ bootstrap }, { bootstrap: 0o755 }) }
  const name = await create('', { Runtime: 'provided.al2023', Handler: 'own.handler', Code, Timeout: 10 })
  expect(await jsonOf(name)).toEqual({
    status: 200,
    functionName: name,
    functionVersion: '$LATEST',
    handler: 'own.handler',
    telemetry: 'Telemetry.NotSupported',
    heard: 'INVOKE',
    isSame: true,
  })
})
