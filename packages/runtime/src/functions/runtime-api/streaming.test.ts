import { afterEach, expect, it } from 'vitest'
import type { RuntimeAnswer } from '../environment/channel.ts'
import { endEnvironments, invocation, startEnvironment } from './environment.harness.ts'

afterEach(endEnvironments)

const STREAMING = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked' }
const TRAILED = { ...STREAMING, Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body' }
const FAILURE = '{"errorType":"Boom","errorMessage":"late"}'
const TRAILERS = {
  'Lambda-Runtime-Function-Error-Type': 'Function.Boom',
  'Lambda-Runtime-Function-Error-Body': Buffer.from(FAILURE).toString('base64'),
}
const path = '/2018-06-01/runtime/invocation/id-1/response'

async function read({ payload }: RuntimeAnswer): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of payload as AsyncIterable<Uint8Array>) parts.push(part)
  return Buffer.concat(parts).toString()
}

it('hands a stream on, with the content type that the function declared (facts 6.9)', async () => {
  const { channel, ask } = await startEnvironment()
  const answering = channel.send(invocation('id-1', { streams: true }), 1)
  await ask()
  const headers = { ...STREAMING, 'Content-Type': 'application/vnd.awslambda.http-integration-response' }
  const reply = ask({ method: 'POST', path, headers, bytes: 8 * 1024 * 1024 })
  const answer = await answering
  expect(answer).toMatchObject({ error: false, contentType: headers['Content-Type'] })
  expect(await read(answer)).toHaveLength(8 * 1024 * 1024)
  expect((await reply).status).toBe(202)
})

it('throws behind the last part what a stream says in its trailers (facts 4.7.2)', async () => {
  const { channel, ask } = await startEnvironment()
  const answering = channel.send(invocation('id-1', { streams: true }), 1)
  await ask()
  void ask({ method: 'POST', path, headers: TRAILED, trailers: TRAILERS, body: 'begun' })
  await expect(read(await answering)).rejects.toMatchObject({
    name: 'FunctionStreamFailure',
    errorType: 'Function.Boom',
    payload: Buffer.from(FAILURE),
  })
})

it('hands on what comes in parts to who takes parts, though it declares no mode', async () => {
  const { channel, ask } = await startEnvironment()
  const headers = { 'Transfer-Encoding': 'chunked', Trailer: TRAILED.Trailer }
  const streamed = channel.send(invocation('id-1', { streams: true }), 1)
  await ask()
  void ask({ method: 'POST', path, headers, trailers: TRAILERS, body: 'begun' })
  await expect(read(await streamed)).rejects.toMatchObject({ errorType: 'Function.Boom' })

  const whole = channel.send(invocation('id-1'), 1)
  await ask()
  await ask({ method: 'POST', path, headers, body: '[1]', trailers: {} })
  expect(String((await whole).payload)).toBe('[1]')

  const failed = channel.send(invocation('id-1'), 1)
  await ask()
  await ask({ method: 'POST', path, headers, trailers: TRAILERS, body: 'begun' })
  expect(await failed).toMatchObject({ error: true, errorType: 'Function.Boom', payload: Buffer.from(FAILURE) })
})

it('breaks a stream off whose connection ends', async () => {
  const { channel, ask } = await startEnvironment()
  const answering = channel.send(invocation('id-1', { streams: true }), 1)
  await ask()
  void ask({ method: 'POST', path, headers: { ...STREAMING, Expect: '100-continue' }, body: 'begun', cut: true })
  await expect(read(await answering)).rejects.toMatchObject({ errorType: 'Runtime.TruncatedResponse' })
})

it('reads to the end what nobody wants any more, so that the function goes on', async () => {
  const { channel, ask } = await startEnvironment()
  const answering = channel.send(invocation('id-1', { streams: true }), 1)
  await ask()
  const reply = ask({ method: 'POST', path, headers: STREAMING, bytes: 4 * 1024 * 1024 })
  for await (const _ of (await answering).payload as AsyncIterable<Uint8Array>) break
  expect((await reply).status).toBe(202)
})

it('refuses another mode (facts 6.9)', async () => {
  const { channel, ask } = await startEnvironment()
  const answer = channel.send(invocation('id-1'), 1)
  await ask()
  const headers = { 'Lambda-Runtime-Function-Response-Mode': 'buffered' }
  expect(await ask({ method: 'POST', path, headers, body: '1' })).toMatchObject({
    status: 400,
    body: '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}\n',
  })
  expect(await answer).toMatchObject({ error: true, errorType: 'Runtime.InvalidResponseModeHeader' })
})
