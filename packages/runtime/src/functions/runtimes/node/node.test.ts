import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionOf, openTestEngine, type TestEngine } from '../../engine.harness.ts'
import type { FunctionVersion } from '../../ports.ts'

let test: TestEngine
beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(() => test.close())

const node24 = { runtime: 'nodejs24.x' }
const BOTH = [['nodejs22.x'], ['nodejs24.x']]

function answerOf(code: string | Record<string, string>, more: Partial<FunctionVersion> = {}, event: unknown = {}) {
  // Who asks for the log is answered once it is written.
  return test.answer(functionOf(code, more), event, { wantsLogTail: true })
}

async function textOf(code: string, more: Partial<FunctionVersion> = {}) {
  return ((await test.invoke(functionOf(code, more))).payload as Buffer).toString()
}

describe('the handler is found', () => {
  const MALFORMED = {
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage:
      "'../index.handler' is not a valid handler name. Use absolute paths when specifying root directories in handler names.",
    trace: expect.any(Array),
  }

  it.each(BOTH)('not in a name with two dots, nor in one without any (4.1.1): %s', async (runtime) => {
    expect(await answerOf('', { runtime, handler: '../index.handler' })).toEqual(MALFORMED)
    expect(await answerOf('', { runtime, handler: 'index' })).toMatchObject({ errorMessage: 'Bad handler' })
  })

  it.each(BOTH)('behind the first dot of the last segment, in nested objects (4.1.2): %s', async (runtime) => {
    const files = { 'lib/app.js': 'exports.a = { b: async () => "deep" }' }
    expect(await answerOf(files, { runtime, handler: 'lib/app.a.b' })).toBe('deep')
  })

  it.each(BOTH)(
    'in ES modules and CommonJS, by extension and by package.json (4.1.3, 4.1.4, 4.1.7): %s',
    async (runtime) => {
      const esm = 'await Promise.resolve(); export const handler = async () => import.meta.url.slice(-9)'
      expect(await answerOf({ 'index.mjs': esm }, { runtime })).toBe('index.mjs')
      expect(await answerOf({ 'index.cjs': 'exports.handler = async () => __filename.slice(-9)' }, { runtime })).toBe(
        'index.cjs',
      )
      const module = { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => "module"' }
      expect(await answerOf(module, { runtime })).toBe('module')
    },
  )

  it('looks into a default export on Node 24 only (4.1.4)', async () => {
    const files = { 'index.mjs': 'export default { handler: async () => "default" }' }
    expect(await answerOf(files, node24)).toBe('default')
    expect(await answerOf(files)).toMatchObject({ errorType: 'Runtime.HandlerNotFound' })
  })

  it('reads no ES syntax in a .js file without package.json before Node 24 (4.1.5)', async () => {
    const code = "import fs from 'node:fs'\nexport const handler = async () => typeof fs.readFileSync"
    expect(await answerOf(code)).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: 'SyntaxError: Cannot use import statement outside a module',
    })
    expect(await answerOf(code, node24)).toBe('function')
  })

  it.each(BOTH)('or its absence is told (0.4, 0.5, 4.1.8): %s', async (runtime) => {
    expect(await answerOf("require('nowhere')", { runtime })).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'nowhere'\nRequire stack:\n- .*\/index\.js/),
    })
    expect(await answerOf('exports.other = 1', { runtime })).toEqual({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
      trace: expect.arrayContaining(['Runtime.HandlerNotFound: index.handler is undefined or not exported']),
    })
    expect(await answerOf('exports.handler = 1', { runtime })).toMatchObject({
      errorMessage: 'index.handler is not a function',
    })
    expect(await answerOf('throw new RangeError("at load")', { runtime })).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'at load',
    })
    expect(await answerOf('', { runtime, handler: 'gone.handler' })).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining("Error: Cannot find module 'gone'"),
    })
  })
})

describe('Node 22 calls it', () => {
  it('and takes no result but a promise or a callback (4.2.1, 0.7)', async () => {
    expect(await answerOf('exports.handler = () => ({ x: 1 })')).toBeNull()
    expect(await answerOf('exports.handler = async () => {}')).toBeNull()
    expect(await answerOf('exports.handler = (e, c, done) => done(null, e.a)', {}, { a: 'b' })).toBe('b')
  })

  it('and the first completion wins (4.2.2)', async () => {
    expect(await answerOf('exports.handler = (e, c) => { c.succeed(1); c.fail(new Error()); c.done(null, 2) }')).toBe(1)
  })

  it('and only null and undefined are no error (4.2.3)', async () => {
    expect(await answerOf("exports.handler = (e, c, done) => done('')")).toEqual({
      errorType: 'string',
      errorMessage: '',
      trace: [],
    })
    expect(await answerOf('exports.handler = (e, c) => c.fail()')).toMatchObject({ errorMessage: 'handled' })
    expect(await answerOf('exports.handler = (e, c) => c.succeed()')).toBeNull()
  })

  it('and a callback waits for an empty event loop, unless told not to (4.2.4)', async () => {
    const code = (wait: boolean) => `exports.handler = (e, c, done) => {
      const result = { late: false }
      c.callbackWaitsForEmptyEventLoop = ${wait}
      setTimeout(() => { result.late = true }, 30)
      done(null, result)
    }`
    expect(await answerOf(code(true))).toEqual({ late: true })
    expect(await answerOf(code(false))).toEqual({ late: false })
  })

  it('and an async handler that never settles has exited, another has answered null (0.22, 4.2.5)', async () => {
    const version = functionOf('let n = 0; exports.handler = async () => n++ ? n : new Promise(() => {})')
    expect(await test.answer(version)).toEqual({
      errorType: 'Runtime.NodeJsExit',
      errorMessage:
        'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
      trace: expect.any(Array),
    })
    expect(await test.answer(version)).toBe(2)
    expect(await answerOf('exports.handler = () => new Promise(() => {})')).toBeNull()
    expect(await answerOf('exports.handler = () => {}')).toBeNull()
  })

  it('and a result that is no JSON is an error (4.2.6)', async () => {
    const circular = 'const a = {}; a.a = a; exports.handler = async () => a'
    const told = { errorMessage: 'Unable to stringify response body' }
    expect(await answerOf(circular)).toMatchObject({ errorType: 'Error', ...told })
    expect(await answerOf(circular, node24)).toMatchObject({ errorType: 'Runtime.JSONStringifyError', ...told })
  })

  it('with a context of these members, in this order (4.4.1, 4.4.2)', async () => {
    const version = functionOf(
      'exports.handler = async (e, c) => ({ c, keys: Object.keys(c), left: c.getRemainingTimeInMillis() })',
    )
    const clientContext = '{"custom":{"a":"b"},"client":{},"env":{}}'
    const { c, keys, left } = (await test.answer(version, {}, { clientContext, requestId: 'an-id' })) as {
      c: { logStreamName: string }
      keys: string[]
      left: number
    }
    expect(JSON.stringify(c)).toBe(
      '{"callbackWaitsForEmptyEventLoop":true,"functionVersion":"$LATEST","functionName":"greet","memoryLimitInMB":"128",' +
        `"logGroupName":"/aws/lambda/greet","logStreamName":"${c.logStreamName}","clientContext":${clientContext},` +
        '"invokedFunctionArn":"arn:aws:lambda:eu-west-1:000000000000:function:greet:prod","awsRequestId":"an-id"}',
    )
    expect(c.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
    expect(keys).toEqual(
      expect.arrayContaining(['succeed', 'fail', 'done', 'identity', 'tenantId', 'getRemainingTimeInMillis']),
    )
    expect(left).toBeGreaterThan(2000)
    expect(left).toBeLessThanOrEqual(3000)
  })
})

describe('Node 24 calls it', () => {
  it('without callbacks (0.17, 4.6.1)', async () => {
    expect(await answerOf('exports.handler = (a, b, c) => {}', node24)).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(
        /^ERROR: AWS Lambda has removed support for callback-based function handlers/,
      ),
    })
  })

  it('and takes what it returns, at once (4.6.2, 4.6.3)', async () => {
    expect(await answerOf('exports.handler = () => { setTimeout(() => {}, 60000); return { x: 1 } }', node24)).toEqual({
      x: 1,
    })
  })

  it('with a context of these members, in this order (4.6.3)', async () => {
    expect(await answerOf('exports.handler = async (e, c) => Object.keys(c)', node24)).toEqual([
      ...['clientContext', 'identity', 'invokedFunctionArn', 'awsRequestId', 'tenantId', 'xRayTraceId'],
      ...[
        'getRemainingTimeInMillis',
        'functionName',
        'functionVersion',
        'memoryLimitInMB',
        'logGroupName',
        'logStreamName',
      ],
    ])
  })

  it('with a store for the invocation (4.6.4)', async () => {
    const code =
      'exports.handler = async () => [awslambda.InvokeStore.getRequestId(), awslambda.InvokeStore.getXRayTraceId()]'
    const answer = await test.answer(functionOf(code, node24), {}, { requestId: 'an-id', traceId: 'Root=1' })
    expect(answer).toEqual(['an-id', 'Root=1'])
  })

  it('and a promise that never settles ends the process (0.22, 4.6.9)', async () => {
    expect(await answerOf('exports.handler = () => new Promise(() => {})', node24)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(
        /^RequestId: [-0-9a-f]{36} Error: Runtime exited without providing a reason$/,
      ),
    })
  })

  it('and an error that nobody catches ends it with status 1 (4.6.8)', async () => {
    const code = 'exports.handler = () => new Promise(() => setTimeout(() => { throw new Error("late") }))'
    expect(await answerOf(code, node24)).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 1$/),
    })
  })
})

describe('an error', () => {
  it.each(BOTH)('is told in this order, byte by byte (0.1, 4.3.1): %s', async (runtime) => {
    const text = await textOf(
      'class Sad extends Error { name = "Sad" }\nexports.handler = async () => { throw new Sad("so sad") }',
      { runtime },
    )
    expect(text).toMatch(/^\{"errorType":"Sad","errorMessage":"so sad","trace":\["(Sad|Error): so sad"," {4}at .*\]\}$/)
    expect(await textOf('exports.handler = async () => { throw "Unauthorized" }', { runtime })).toBe(
      '{"errorType":"string","errorMessage":"Unauthorized","trace":[]}',
    )
    expect(await textOf('exports.handler = async () => { throw { a: 1 } }', { runtime })).toBe(
      '{"errorType":"object","errorMessage":"[object Object]","trace":[]}',
    )
  })

  it('of another realm keeps its type (4.3.2), and DEL is written as %7F (4.3.4)', async () => {
    const code = `exports.handler = async () => { throw require('vm').runInNewContext('new TypeError("a\\x7fb")') }`
    expect(await answerOf(code)).toMatchObject({ errorType: 'TypeError', errorMessage: 'a%7Fb' })
  })

  it('that nobody catches is posted, and the next invocation is a cold start (4.3.3)', async () => {
    const version = functionOf(`let n = 0
      exports.handler = (event) => new Promise((resolve) => {
        n++
        if (event.reject) Promise.reject(new Error('boom'))
        else if (event.throw) setTimeout(() => { throw new TypeError('thrown') })
        else resolve(n)
      })`)
    expect(await test.answer(version)).toBe(1)
    expect(await test.answer(version, { reject: true })).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: boom',
    })
    expect(await test.answer(version)).toBe(1)
    expect(await test.answer(version, { throw: true })).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'thrown',
    })
    expect(await test.answer(version)).toBe(1)
  })
})

describe('the log', () => {
  it.each([
    ['nodejs22.x', 'undefined'],
    ['nodejs24.x', '-'],
  ])('has a line with time, request id and level for each call, whole (4.5.1, 4.5.2): %s', async (runtime, before) => {
    const code = `console.log('at', 'load')
      exports.handler = async () => {
        console.debug('two\\nlines %s', 'here'); console.fatal({ a: 1 })
        process.stdout.write('raw 1\\nraw 2\\n')
      }`
    const { logTail } = await test.invoke(
      functionOf(code, { runtime }),
      {},
      { requestId: `id-${runtime}`, wantsLogTail: true },
    )
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`
    expect(test.logged(/at load/).at(-1)).toMatch(new RegExp(`^${time}\t${before}\tINFO\tat load\n$`))
    expect(test.logged(new RegExp(`^${time}\tid-${runtime}\t`))).toEqual([
      expect.stringMatching(/\tDEBUG\ttwo\nlines here\n$/),
      expect.stringMatching(/\tFATAL\t\{ a: 1 \}\n$/),
    ])
    expect(logTail).toMatch(/\nraw 1\nraw 2\nEND RequestId/)
  })

  it('says how the handler failed, and how init did (4.5.3)', async () => {
    await answerOf('exports.handler = async () => { throw Object.assign(new Error("no"), { code: "E_NO", more: 1 }) }')
    expect(
      test.logged(
        /\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"no","code":"E_NO","more":1,"stack":\["Error: no"/,
      ),
    ).toHaveLength(1)
    await answerOf('throw new Error("init 22")')
    expect(test.logged(/\tundefined\tERROR\tUncaught Exception \t\{.*init 22/).length).toBeGreaterThan(0)
    await answerOf('throw new Error("init 24")', node24)
    expect(test.logged(/\t-\tERROR\tInit Error \t\{.*init 24/).length).toBeGreaterThan(0)
  })

  it.each(BOTH)('is JSON, from a level on (4.5.4): %s', async (runtime) => {
    const code = `exports.handler = async () => {
      console.debug('not seen'); console.info('x%d', 1); console.warn({ a: 1 }); console.error('oh', new TypeError('no'))
    }`
    const logging = { group: '/aws/lambda/greet', format: 'JSON', applicationLevel: 'INFO' } as const
    const requestId = `json-${runtime}`
    await test.invoke(functionOf(code, { runtime, logging }), {}, { requestId, wantsLogTail: true })
    const lines = test.logged(new RegExp(`"requestId":"${requestId}"`)).map((line) => JSON.parse(line))
    expect(lines.filter(({ type }) => type === undefined)).toEqual([
      { timestamp: expect.any(String), level: 'INFO', requestId, message: 'x1' },
      { timestamp: expect.any(String), level: 'WARN', requestId, message: { a: 1 } },
      {
        ...{
          timestamp: expect.any(String),
          level: 'ERROR',
          requestId,
          message: expect.stringMatching(/^oh TypeError: no/),
        },
        ...{ errorType: 'TypeError', errorMessage: 'no', stackTrace: expect.any(Array) },
      },
    ])
  })

  it('warns of callbacks on Node 22 (4.6.6)', async () => {
    await answerOf('exports.handler = (a, b, c) => c(null, 1)')
    expect(
      test.logged(/\tundefined\tWARN\tAWS Lambda plans to remove support for callback-based/).length,
    ).toBeGreaterThan(0)
  })
})

describe.each(BOTH)('a stream of %s', (runtime) => {
  const streaming = (body: string) =>
    `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`
  const parts = async (payload: unknown) => {
    const list: Uint8Array[] = []
    for await (const part of payload as AsyncIterable<Uint8Array>) list.push(part)
    return Buffer.concat(list).toString('latin1')
  }
  const open = (body: string) => test.invoke(functionOf(streaming(body), { runtime }), {}, { streams: true })

  it('comes part by part, with its content type (4.7.2)', async () => {
    const invoked = await open(
      'stream.setContentType("text/plain"); stream.write("a"); stream.write({ b: 1 }); stream.end("c")',
    )
    expect(invoked).toMatchObject({ contentType: 'text/plain', error: false })
    expect(await parts(invoked.payload)).toBe('a{"b":1}c')
  })

  it('has a prelude (4.7.3)', async () => {
    const invoked = await open(
      'stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); stream.write("x"); stream.end()',
    )
    expect(invoked.contentType).toBe('application/vnd.awslambda.http-integration-response')
    expect(await parts(invoked.payload)).toBe(`{"statusCode":201}${'\0'.repeat(8)}x`)
  })

  it('is gathered for an ordinary invocation (4.7.5)', async () => {
    expect(await textOf(streaming('stream.write("12"); stream.end("3")'), { runtime })).toBe('123')
  })

  it('breaks off where its function fails, and is an error where it has not begun (4.7.2, 4.7.4)', async () => {
    const { payload } = await open('stream.write("a"); await new Promise(setImmediate); throw new RangeError("no")')
    await expect(parts(payload)).rejects.toMatchObject({ errorType: 'Runtime.Unknown', payload: expect.any(Buffer) })
    const early = await open('throw new RangeError("early")')
    expect(early.error).toBe(true)
    expect(JSON.parse(String(early.payload))).toMatchObject({ errorType: 'RangeError', errorMessage: 'early' })
    const unfinished = await open('return 1')
    expect(JSON.parse(String(unfinished.payload))).toMatchObject({ errorMessage: 'Response stream is not finished.' })
  })

  it('waits for who reads it', async () => {
    const invoked = await open(
      'for (let i = 0; i < 64; i++) if (!stream.write("x".repeat(100000))) await new Promise((r) => stream.once("drain", r)); stream.end()',
    )
    expect(await parts(invoked.payload)).toHaveLength(6_400_000)
  })

  it('runs to its end where nobody reads on', async () => {
    const version = functionOf(
      `let ended = 0; ${streaming('if (event.ended) { stream.end(String(ended)) } else { for (let i = 0; i < 64; i++) { if (!stream.write("x".repeat(100000))) await new Promise((r) => stream.once("drain", r)) } stream.end(); ended++ }')}`,
      { runtime },
    )
    const { payload } = await test.invoke(version, {}, { streams: true })
    for await (const part of payload as AsyncIterable<Uint8Array>) if (part.length > 0) break
    expect(await test.answer(version, { ended: true })).toBeGreaterThanOrEqual(0)
  })
})

it.each(['nodejs20.x', 'nodejs22.x', 'nodejs24.x'])(
  'the SDK does not warn a function of %s of an older Node that it has here only',
  async (runtime) => {
    const code = 'exports.handler = async () => process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ?? null'
    const isOlder = Number.parseInt(process.versions.node, 10) < Number(/\d+/.exec(runtime)?.[0])
    expect(await answerOf(code, { runtime })).toBe(isOlder ? 'true' : null)
  },
)
