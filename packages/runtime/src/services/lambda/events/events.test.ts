import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { HOME } from '../../../kernel/call.harness.ts'
import { openSqliteStore } from '../../../store/sqlite/index.ts'
import type { Store } from '../../../store/store.ts'
import { FakeEngine, startLambda, type TestLambda } from '../lambda.harness.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'
const never = new AbortController().signal

const left = async (store: Store) => (await store.list({ kind: 'lambda/event' })).length
const event = (requestId: string, payload = '{"n":1}') => ({
  functionArn: ARN,
  principal: 'account' as const,
  payload: Buffer.from(payload),
  requestId,
})

async function withLambda(run: (lambda: TestLambda, slept: number[]) => Promise<void>): Promise<void> {
  const slept: number[] = []
  const sleep = async (ms: number) => {
    slept.push(ms)
    await setImmediate()
  }
  const lambda = await startLambda({ sleep })
  await lambda.create('fn')
  await run(lambda, slept)
  await lambda.close()
}

describe('an asynchronous event', () => {
  it('is accepted before it is delivered', () =>
    withLambda(async ({ call, engine, store, functions }) => {
      expect(
        await call('Invoke', { FunctionName: 'fn', InvocationType: 'Event', Payload: Buffer.from('[2]') }),
      ).toMatchObject({
        StatusCode: 202,
      })
      expect(await functions.settled(HOME, 'test', never)).toEqual({ succeeded: true })
      expect(engine.ran[0]?.invocation.payload.toString()).toBe('[2]')
      expect(await left(store)).toBe(0)
    }))

  it('is delivered three times under one request id where the function fails', () =>
    withLambda(async ({ engine, functions }, slept) => {
      engine.work = () => {
        throw new Error('boom')
      }
      await functions.enqueue(event('e'))
      expect(await functions.settled(HOME, 'e', never)).toEqual({ succeeded: false, errorMessage: 'boom' })
      expect(engine.ran.map(({ invocation }) => invocation.requestId)).toEqual(['e', 'e', 'e'])
      expect(slept).toEqual([1000, 2000])
    }))

  it('is delivered as often as its function wants', () =>
    withLambda(async ({ call, engine, functions }) => {
      await call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', MaximumRetryAttempts: 0 })
      engine.work = () => {
        throw new Error('boom')
      }
      await functions.enqueue(event('e'))
      await functions.settled(HOME, 'e', never)
      expect(engine.ran).toHaveLength(1)
    }))

  it('is not taken twice, also when it is over', () =>
    withLambda(async ({ engine, functions }) => {
      await Promise.all([functions.enqueue(event('e')), functions.enqueue(event('e'))])
      await functions.settled(HOME, 'e', never)
      await functions.enqueue(event('e'))
      await functions.settled(HOME, 'e', never)
      expect(engine.ran).toHaveLength(1)
      expect(await functions.settled(HOME, 'other', never)).toBeUndefined()
    }))

  it('waits while too many run', () =>
    withLambda(async ({ call, engine, functions }, slept) => {
      await call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 1 })
      let open = () => {}
      engine.work = () => new Promise<void>((resolve) => (open = resolve))
      const running = call('Invoke', { FunctionName: 'fn' })
      await expect.poll(() => engine.ran.length).toBe(1)
      await functions.enqueue(event('e'))
      await expect.poll(() => slept.length).toBeGreaterThan(2)
      expect(slept.slice(0, 3)).toEqual([1000, 2000, 4000])
      engine.work = () => 'done'
      open()
      await running
      expect(await functions.settled(HOME, 'e', never)).toEqual({ succeeded: true })
    }))

  it('has its end told to a function', () =>
    withLambda(async ({ call, create, engine, functions }) => {
      const told: unknown[] = []
      await create('destination')
      const OnFailure = { Destination: ARN.replace(':fn', ':destination') }
      await call('PutFunctionEventInvokeConfig', { FunctionName: 'fn', DestinationConfig: { OnFailure } })
      engine.work = (input, { functionName }) => {
        if (functionName === 'fn') throw new Error('boom')
        told.push(input)
      }
      await functions.enqueue(event('e'))
      await expect
        .poll(() => told)
        .toEqual([
          {
            version: '1.0',
            timestamp: '2030-01-01T00:00:00.000Z',
            requestContext: {
              requestId: 'e',
              functionArn: `${ARN}:$LATEST`,
              condition: 'RetriesExhausted',
              approximateInvokeCount: 3,
            },
            requestPayload: { n: 1 },
            responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
            responsePayload: { errorType: 'Error', errorMessage: 'boom', trace: [] },
          },
        ])
    }))

  it('is never run by a function that nobody may run', () =>
    withLambda(async ({ call, engine, functions }) => {
      await call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 0 })
      await functions.enqueue(event('e'))
      expect(await functions.settled(HOME, 'e', never)).toEqual({
        succeeded: false,
        errorMessage: 'ZeroReservedConcurrency',
      })
      expect(engine.ran).toEqual([])
    }))

  it('is refused where there is no function, or too much of it', () =>
    withLambda(async ({ functions }) => {
      await expect(functions.enqueue({ ...event('e'), functionArn: `${ARN}:7` })).rejects.toMatchObject({
        reason: 'missing',
      })
      await expect(functions.enqueue(event('e', ' '.repeat(1_048_577)))).rejects.toMatchObject({ reason: 'too-large' })
    }))

  it('keeps its payload out of the database', () =>
    withLambda(async ({ engine, functions, store }) => {
      engine.work = () => new Promise(() => {})
      await functions.enqueue(event('e', '"sesame-open"'))
      const stored = JSON.stringify(await store.list({ kind: 'lambda/event' }))
      expect(stored).toContain('"e"')
      expect(stored).not.toContain('sesame')
      expect(stored).not.toContain(Buffer.from('"sesame-open"').toString('base64'))
    }))
})

describe('after kill -9', () => {
  it.each([0, 1, 2])('an event is delivered that was accepted, also after %i failures', async (failures) => {
    const store = await openSqliteStore({ path: undefined })
    const engine = new FakeEngine()
    const hung = () => new Promise<never>(() => {})
    engine.work = () => {
      if (engine.ran.length <= failures) throw new Error('boom')
      return hung()
    }
    // Of this one nothing is closed: that is what a kill leaves.
    const killed = await startLambda({ store, engine })
    await killed.create('fn')
    await killed.functions.enqueue(event('e'))
    await expect.poll(() => engine.ran.length).toBe(failures + 1)

    const next = await startLambda({ store })
    expect(await next.functions.settled(HOME, 'e', never)).toEqual({ succeeded: true })
    expect(next.engine.ran.map(({ invocation }) => [invocation.requestId, invocation.payload.toString()])).toEqual([
      ['e', '{"n":1}'],
    ])
    expect(await left(store)).toBe(0)
    await next.close()
  })

  it('by a process that is found elsewhere, an event names its addresses, and nothing else is changed', async () => {
    const store = await openSqliteStore({ path: undefined })
    const engine = new FakeEngine()
    engine.work = () => new Promise<never>(() => {})
    const killed = await startLambda({ store, engine, origin: 'http://127.0.0.1:1111' })
    await killed.create('fn')
    const payload = (port: number) =>
      `{"ä":"http://127.0.0.1:${port}/_aws/custom-resource/a","b":"http://127.0.0.1:1111/b"}`
    await killed.functions.enqueue(event('e', payload(1111)))
    await expect.poll(() => engine.ran.length).toBe(1)

    const next = await startLambda({ store, origin: 'http://127.0.0.1:2222' })
    expect(await next.functions.settled(HOME, 'e', never)).toEqual({ succeeded: true })
    expect(next.engine.ran[0]?.invocation.payload.toString()).toBe(payload(2222))
    await next.close()
  })
})
