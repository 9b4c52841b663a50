import { afterEach, expect, it } from 'vitest'
import type { RuntimeAnswer } from '../environment/channel.ts'
import { endEnvironments, invocation, PAYLOAD, type Request, startEnvironment } from './environment.harness.ts'

afterEach(endEnvironments)

const RESPONSE = (id: string) => `/2018-06-01/runtime/invocation/${id}/response`
const ERROR = (id: string) => `/2018-06-01/runtime/invocation/${id}/error`
const OK = '{"status":"OK"}\n'
const post = (path: string, body: string, more: Partial<Request> = {}) => ({ method: 'POST', path, body, ...more })
const text = ({ payload }: RuntimeAnswer) => String(payload)

it('hands over an event with its headers, and takes the answer (facts 6.1, 6.2)', async () => {
  const { channel, ask } = await startEnvironment()
  const next = ask()
  await channel.ready
  const answer = channel.send(invocation('id-1', { clientContext: '{"custom":\n{"é":1}}' }), 1_700_000_000_123)

  expect(await next).toMatchObject({
    status: 200,
    body: PAYLOAD,
    headers: {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': 'id-1',
      'lambda-runtime-deadline-ms': '1700000000123',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
      'lambda-runtime-trace-id': 'Root=1-5e1b4151-43a0913a12345678901234567;Parent=0123456789abcdef;Sampled=0',
      'lambda-runtime-client-context': '{"custom": {"\\u00e9":1}}',
    },
  })
  expect((await next).headers).not.toHaveProperty('lambda-runtime-cognito-identity')
  expect(await ask(post(RESPONSE('id-1'), '{"done":true}'))).toMatchObject({ status: 202, body: OK })
  expect(await answer).toMatchObject({ error: false })
  expect(text(await answer)).toBe('{"done":true}')
})

it('takes an event that was there before the runtime asked, and one for each time it asks', async () => {
  const { channel, ask } = await startEnvironment()
  for (const id of ['id-1', 'id-2']) {
    const answer = channel.send(invocation(id), 1)
    expect((await ask()).headers['lambda-runtime-aws-request-id']).toBe(id)
    await ask(post(RESPONSE(id), `"${id}"`))
    expect(text(await answer)).toBe(`"${id}"`)
  }
})

it('says when the runtime asks for another event: one that ends behind its answer never does', async () => {
  const { channel, ask } = await startEnvironment()
  const answer = channel.send(invocation('id-1'), 1)
  await ask()
  await ask(post(RESPONSE('id-1'), '1'))
  let again = false
  const { asksAgain } = await answer
  const asked = asksAgain?.then(() => {
    again = true
  })
  await ask({ path: '/2018-06-01/ping' })
  expect(again).toBe(false)
  void ask()
  await asked
  expect(again).toBe(true)
})

it('gives the same event to a runtime that asks again before it has answered', async () => {
  const { channel, ask } = await startEnvironment()
  void channel.send(invocation('id-1'), 1)
  const first = await ask()
  const { date: _, ...headers } = first.headers
  expect(await ask()).toMatchObject({ ...first, headers })
})

it('files the type of an error as AWS does, and hands on what was posted (facts 6.5)', async () => {
  const { channel, ask } = await startEnvironment()
  for (const [named, filed] of [
    ['Function.NoStock', 'Function.NoStock'],
    ['Runtime.Broken', 'Runtime.Broken'],
    ['Function.9', 'Function.Unknown'],
    ['Oops', 'Runtime.Unknown'],
  ] as const) {
    const answer = channel.send(invocation(named), 1)
    await ask()
    const headers = { 'Lambda-Runtime-Function-Error-Type': named }
    expect(await ask(post(ERROR(named), '{"errorMessage":"m"}', { headers }))).toMatchObject({ status: 202, body: OK })
    expect(await answer).toMatchObject({ error: true, errorType: filed })
    expect(text(await answer)).toBe('{"errorMessage":"m"}')
  }
})

it('takes an X-Ray cause of a megabyte', async () => {
  const { channel, ask } = await startEnvironment()
  void channel.send(invocation('id-1'), 1)
  await ask()
  const headers = { 'Lambda-Runtime-Function-XRay-Error-Cause': 'x'.repeat(1024 * 1024 - 1) }
  expect((await ask(post(ERROR('id-1'), '{}', { headers }))).status).toBe(202)
})

it('rejects with what a runtime posts about its init, once (facts 6.3, 6.6)', async () => {
  const { channel, ask } = await startEnvironment()
  const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.ImportModuleError' }
  const path = '/2018-06-01/runtime/init/error'
  expect(await ask(post(path, '{"errorMessage":"no"}', { headers }))).toMatchObject({ status: 202, body: OK })
  await expect(channel.ready).rejects.toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    payload: Buffer.from('{"errorMessage":"no"}'),
  })
  expect(await ask(post(path, '{}'))).toMatchObject({
    status: 403,
    body:
      '{"errorMessage":"State transition from InitError to InitError failed for runtime. ' +
      'Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n',
  })
  expect((await ask()).status).toBe(403)
})

it('refuses an unknown request id, and a second answer, to the byte (facts 6.3)', async () => {
  const { channel, ask } = await startEnvironment()
  const unknown = { status: 400, body: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}\n' }
  expect(await ask(post(RESPONSE('id-1'), '1'))).toMatchObject(unknown)
  const answer = channel.send(invocation('id-1'), 1)
  await ask()
  expect(await ask(post(RESPONSE('id-2'), '2'))).toMatchObject(unknown)
  expect(await ask(post(ERROR('id-2'), '{}'))).toMatchObject(unknown)
  await ask(post(RESPONSE('id-1'), '"first"'))
  expect(await ask(post(RESPONSE('id-1'), '"second"'))).toMatchObject({
    status: 403,
    body:
      '{"errorMessage":"State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. ' +
      'Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n',
  })
  expect((await ask(post(ERROR('id-1'), '{}'))).body).toContain('RuntimeResponseSentState to InvocationErrorResponse')
  expect((await ask(post('/2018-06-01/runtime/init/error', '{}'))).status).toBe(403)
  expect(text(await answer)).toBe('"first"')
})

it('refuses an answer over 6 MB, tells the caller, and goes on (facts 6.4)', async () => {
  const { channel, ask } = await startEnvironment()
  const limit = 6 * 1024 * 1024 + 100
  const large = channel.send(invocation('id-1'), 1)
  await ask()
  expect(await ask({ method: 'POST', path: RESPONSE('id-1'), bytes: limit + 1 })).toMatchObject({
    status: 413,
    body:
      '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).",' +
      '"errorType":"RequestEntityTooLarge"}\n',
  })
  expect(await large).toMatchObject({ error: true, errorType: 'Function.ResponseSizeTooLarge' })
  expect(text(await large)).toBe(
    '{"errorType":"Function.ResponseSizeTooLarge",' +
      '"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
  )
  const exact = channel.send(invocation('id-2'), 1)
  await ask()
  expect((await ask({ method: 'POST', path: RESPONSE('id-2'), bytes: limit })).status).toBe(202)
  expect((await exact).payload).toHaveLength(limit)
})

it('tells the caller of an answer that was cut off (facts 6.3)', async () => {
  const { channel, ask } = await startEnvironment()
  const answer = channel.send(invocation('id-1'), 1)
  await ask()
  const headers = { 'Content-Length': '100', Expect: '100-continue' }
  void ask(post(RESPONSE('id-1'), '{"half"', { headers, cut: true }))
  expect(await answer).toMatchObject({ error: true, errorType: 'Runtime.TruncatedResponse' })
})

it('answers a ping, and words what it does not know as AWS does', async () => {
  const { ask } = await startEnvironment()
  expect(await ask({ path: '/2018-06-01/ping' })).toMatchObject({ status: 200, body: 'pong' })
  expect(await ask({ path: '/2018-06-01/runtime/restore/next' })).toMatchObject({
    status: 404,
    body: '404 page not found\n',
  })
  expect((await ask(post('/2018-06-01/runtime/invocation/next', ''))).status).toBe(405)
})
