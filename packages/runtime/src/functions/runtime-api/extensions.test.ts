import { afterEach, expect, it } from 'vitest'
import { endEnvironments, invocation, startEnvironment, type TestEnvironment } from './environment.harness.ts'

afterEach(endEnvironments)

const REGISTER = '/2020-01-01/extension/register'
const NEXT = '/2020-01-01/extension/event/next'

function register({ ask }: TestEnvironment, name: string, body: string, more: Record<string, string> = {}) {
  return ask({ method: 'POST', path: REGISTER, headers: { 'Lambda-Extension-Name': name, ...more }, body })
}

it('registers what runs within the function, and tells it of each invocation (facts 6.10)', async () => {
  const environment = await startEnvironment()
  const { channel, ask } = environment
  const features = { 'Lambda-Extension-Accept-Feature': 'accountId' }
  const registered = await register(environment, 'tracer', '{"events":["INVOKE"]}', features)
  expect(registered).toMatchObject({
    status: 200,
    body:
      '{"accountId":"000000000000","functionName":"orders","functionVersion":"$LATEST",' + '"handler":"app.handler"}\n',
  })
  const id = registered.headers['lambda-extension-identifier'] as string
  const headers = { 'Lambda-Extension-Identifier': id }
  const event = ask({ path: NEXT, headers })
  await ask({ path: '/2018-06-01/ping' })
  void channel.send(invocation('id-1'), 1_700_000_000_123)
  expect(JSON.parse((await event).body)).toEqual({
    eventType: 'INVOKE',
    deadlineMs: 1_700_000_000_123,
    requestId: 'id-1',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
    tracing: {
      type: 'X-Amzn-Trace-Id',
      value: 'Root=1-5e1b4151-43a0913a12345678901234567;Parent=0123456789abcdef;Sampled=0',
    },
  })
  void channel.send(invocation('id-2'), 1)
  expect(JSON.parse((await ask({ path: NEXT, headers })).body)).toMatchObject({ requestId: 'id-2' })
})

it('refuses what AWS refuses, in its words (facts 6.10)', async () => {
  const environment = await startEnvironment()
  const { ask } = environment
  const invoke = '{"events":["INVOKE"]}'
  const errorType = async (reply: ReturnType<typeof ask>) => [
    (await reply).status,
    JSON.parse((await reply).body).errorType,
  ]
  expect(await errorType(register(environment, '', invoke))).toEqual([403, 'Extension.InvalidExtensionName'])
  expect(await errorType(register(environment, 'a', 'no JSON'))).toEqual([403, 'InvalidRequestFormat'])
  expect(await register(environment, 'a', '{"events":["SHUTDOWN"]}')).toMatchObject({
    status: 403,
    body:
      '{"errorMessage":"SHUTDOWN: ShutdownEventNotSupportedForInternalExtension",' +
      '"errorType":"Extension.InvalidEventType"}\n',
  })
  for (let count = 0; count < 10; count++) await register(environment, `x${count}`, invoke)
  expect(await errorType(register(environment, 'x1', invoke))).toEqual([403, 'Extension.InvalidExtensionState'])
  expect(await errorType(register(environment, 'one-more', invoke))).toEqual([403, 'Extension.TooManyExtensions'])
  expect(await errorType(ask({ path: NEXT }))).toEqual([403, 'Extension.MissingExtensionIdentifier'])
  const unknown = { 'Lambda-Extension-Identifier': '00000000-0000-4000-8000-000000000000' }
  expect(await errorType(ask({ path: NEXT, headers: unknown }))).toEqual([403, 'Extension.UnknownExtensionIdentifier'])
})

it('says by name that logs and telemetry are not handed to extensions', async () => {
  const { ask } = await startEnvironment()
  expect(await ask({ method: 'PUT', path: '/2022-07-01/telemetry', body: '{}' })).toMatchObject({
    status: 202,
    body: '{"errorMessage":"Telemetry API is not supported","errorType":"Telemetry.NotSupported"}\n',
  })
  expect((await ask({ method: 'PUT', path: '/2020-08-15/logs', body: '{}' })).body).toContain('Logs.NotSupported')
})
