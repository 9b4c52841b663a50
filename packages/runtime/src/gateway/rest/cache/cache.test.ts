import { describe, expect, it } from 'vitest'
import { BackendError } from '../../backends/http-backend.ts'
import type { MethodCaching, StageCache, StageSnapshot } from '../../ports.ts'
import { api, headerOf, method, startGateway, textOf } from '../gateway.harness.ts'
import { countingBackend, ON, proxy, startCached } from './cache.harness.ts'

const SECOND = 1000

describe('a cached method', () => {
  it('asks its endpoint once, until the answer is too old (9.4.8)', async () => {
    const { calls, call, clock } = startCached()
    expect(textOf(await call('/prod/x'))).toBe('answer 1')
    clock.advance(299 * SECOND)
    const again = await call('/prod/x')
    expect([textOf(again), headerOf(again, 'content-type')]).toEqual(['answer 1', 'text/plain'])
    clock.advance(SECOND)
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
    expect(calls).toHaveLength(2)
  })

  it('is answered at once from the cache', async () => {
    const { call, callNow } = startCached()
    await call('/prod/x')
    expect(textOf(callNow('/prod/x'))).toBe('answer 1')
  })

  it('keeps whatever its endpoint says, also that it failed (observed: stackoverflow.com/questions/45883323)', async () => {
    const { call, calls } = startCached({ respond: () => ({ status: 503 }) })
    expect([(await call('/prod/x')).status, (await call('/prod/x')).status]).toEqual([503, 503])
    expect(calls).toHaveLength(1)
  })

  it('keeps no failure of the gateway itself', async () => {
    const { call } = startCached({
      respond(_call, count) {
        if (count === 1) throw new BackendError('timeout', 'too slow')
        return {}
      },
    })
    expect((await call('/prod/x')).status).toBe(504)
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
  })

  it('hands no trace id of another call on', async () => {
    const { call } = startCached({ respond: () => ({ headers: [['X-Amzn-Trace-Id', 'Root=of-the-first']] }) })
    await call('/prod/x')
    expect(headerOf(await call('/prod/x'), 'x-amzn-trace-id')).toMatch(/^Root=1-[0-9a-f]{8}-/)
  })

  it('is mapped anew for each call: what is kept is what the endpoint said (documented: endpoint responses)', async () => {
    const integration = proxy({
      type: 'HTTP',
      integrationResponses: {
        200: { statusCode: '200', responseTemplates: { 'application/json': '$input.body for $input.params("who")' } },
      },
    })
    const { call } = startCached({ integration, method: { methodResponses: { 200: {} } } })
    expect(textOf(await call('/prod/x', { query: 'who=a' }))).toBe('answer 1 for a')
    expect(textOf(await call('/prod/x', { query: 'who=b' }))).toBe('answer 1 for b')
  })

  it.each([
    ['is larger than a megabyte', { body: Buffer.alloc(1_048_577, 97) }],
    ['is a part that the client asked for', { status: 206 }],
    ['says that the client’s copy is good', { status: 304 }],
  ])('keeps no answer that %s (1.4.5)', async (_what, answer) => {
    const { call, calls } = startCached({ respond: () => answer })
    await call('/prod/x')
    await call('/prod/x')
    expect(calls).toHaveLength(2)
  })

  it('keeps an answer of a megabyte (1.4.5)', async () => {
    const { call, calls } = startCached({ respond: () => ({ body: Buffer.alloc(1_048_576, 97) }) })
    await call('/prod/x')
    expect(textOf(await call('/prod/x'))).toHaveLength(1_048_576)
    expect(calls).toHaveLength(1)
  })
})

describe('nothing is kept', () => {
  const off: MethodCaching = { isOn: false, ttlSeconds: 300 }
  const cases: [string, Partial<StageCache> | undefined, string][] = [
    ['without a cache', undefined, 'GET'],
    ['where no method is cached', { methods: {} }, 'GET'],
    ['where the method’s own settings say so', { methods: { '*': ON, '/x GET': off } }, 'GET'],
    ['of other methods than GET', { methods: { '*': ON, '/x ANY': ON } }, 'POST'],
    ['of HEAD', { methods: { '*': ON } }, 'HEAD'],
    ['of OPTIONS', { methods: { '*': ON } }, 'OPTIONS'],
  ]
  it.each(cases)('%s (9.4.8)', async (_when, cache, httpMethod) => {
    const { call, calls, change } = startCached({ cache })
    if (!cache) change({ cache: undefined })
    await call('/prod/x', { method: httpMethod })
    await call('/prod/x', { method: httpMethod })
    expect(calls).toHaveLength(2)
  })

  it('of an endpoint that streams (documented: response-transfer-mode)', async () => {
    const { call, calls } = startCached({ integration: { responseTransferMode: 'STREAM' } })
    await call('/prod/x')
    await call('/prod/x')
    expect(calls).toHaveLength(2)
  })
})

it('keeps answers of other methods where their own settings say so, apart from those of GET (9.4.8)', async () => {
  const { call, calls } = startCached({ cache: { methods: { '*': ON, '/x POST': ON } } })
  expect(textOf(await call('/prod/x', { method: 'POST' }))).toBe('answer 1')
  expect(textOf(await call('/prod/x', { method: 'POST', body: 'other' }))).toBe('answer 1')
  expect(textOf(await call('/prod/x'))).toBe('answer 2')
  expect(calls).toHaveLength(2)
})

describe('what tells answers apart', () => {
  const answersOf = async (
    started: ReturnType<typeof startCached>,
    ...asked: { at?: string; query?: string; headers?: Record<string, string> }[]
  ) => {
    const texts: string[] = []
    for (const { at = '/prod/x', ...more } of asked) texts.push(textOf(await started.call(at, more)).slice(7))
    return texts.join(' ')
  }
  const keyed = (...cacheKeyParameters: string[]) => startCached({ integration: { cacheKeyParameters } })

  it('is the resource, and nothing that is not named: not even its path parameters (observed: amplify-cli#1399)', async () => {
    const started = keyed()
    expect(await answersOf(started, { query: 'a=1' }, { query: 'a=2' }, { headers: { Authorization: 'b' } })).toBe(
      '1 1 1',
    )
    expect(await answersOf(started, { at: '/prod/z/1' }, { at: '/prod/z/2' })).toBe('2 2')
    expect(await answersOf(started, { at: '/prod/y' })).toBe('3')
  })

  it('is a path parameter that is named', async () => {
    const started = keyed('method.request.path.id')
    expect(await answersOf(started, { at: '/prod/z/1' }, { at: '/prod/z/2' }, { at: '/prod/z/1' })).toBe('1 2 1')
  })

  it('is a query parameter or a header that is named, with all its values and its absence', async () => {
    const started = keyed('method.request.querystring.a', 'method.request.header.B')
    const asked = [
      { query: 'a=1' },
      { query: 'a=2&a=1' },
      { query: 'a=1&c=3' },
      {},
      { query: 'a=' },
      { query: 'a=1,1' },
    ]
    expect(await answersOf(started, ...asked)).toBe('1 2 1 3 4 5')
    expect(await answersOf(started, { headers: { b: '1' } }, { headers: { B: '1' } }, { query: 'a=1' })).toBe('6 6 1')
  })

  it('is never what two values look like when they are put together', async () => {
    const started = keyed('method.request.querystring.a', 'method.request.querystring.b')
    const asked = [{ query: 'a=1&b=2' }, { query: 'a=12' }, { query: 'b=12' }, { query: 'a=1%22,%22b%22:2' }]
    expect(await answersOf(started, ...asked)).toBe('1 2 3 4')
  })

  it('is a parameter of the integration, whatever it is mapped from', async () => {
    const started = startCached({
      integration: {
        requestParameters: { 'integration.request.header.Who': 'method.request.header.Authorization' },
        cacheKeyParameters: ['integration.request.header.Who'],
      },
    })
    const [a, b] = [{ headers: { Authorization: 'a' } }, { headers: { Authorization: 'b' } }]
    expect(await answersOf(started, a, b, a)).toBe('1 2 1')
  })

  it('is the namespace: resources with the same one share answers (documented: API_PutIntegration)', async () => {
    const started = startCached({ integration: { cacheNamespace: 'both' } })
    expect(await answersOf(started, {}, { at: '/prod/y' })).toBe('1 1')
  })

  it('keeps nothing where a parameter cannot be read', async () => {
    expect(await answersOf(keyed('context.authorizer.principalId'), {}, {})).toBe('1 2')
  })
})

describe('Cache-Control: max-age=0', () => {
  const fresh = { headers: { 'Cache-Control': 'private, max-age=0' } }
  const settings = (whenUnauthorized?: MethodCaching['whenUnauthorized']) => ({
    methods: { '*': { isOn: true, ttlSeconds: 300, whenUnauthorized } },
  })

  it('brings a new answer, which takes the place of the old one, where nobody needs a permission (9.4.8)', async () => {
    const { call } = startCached({ cache: settings() })
    await call('/prod/x')
    expect(textOf(await call('/prod/x', fresh))).toBe('answer 2')
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
  })

  it.each(['no-cache', 'max-age=10', 'x-max-age=0'])('means nothing else: %s', async (control) => {
    const { call } = startCached({ cache: settings() })
    await call('/prod/x')
    expect(textOf(await call('/prod/x', { headers: { 'Cache-Control': control } }))).toBe('answer 1')
  })

  it.each([
    ['SUCCEED_WITH_RESPONSE_HEADER', '199 Cache-control headers were ignored because the caller was unauthorized.'],
    ['SUCCEED_WITHOUT_RESPONSE_HEADER', undefined],
  ] as const)('of somebody without permission is ignored: %s (9.4.8)', async (strategy, warning) => {
    const { call } = startCached({ cache: settings(strategy) })
    await call('/prod/x')
    const answer = await call('/prod/x', fresh)
    expect([textOf(answer), headerOf(answer, 'warning')]).toEqual(['answer 1', warning])
    expect(headerOf(await call('/prod/x'), 'warning')).toBeUndefined()
  })

  it('of somebody without permission is 403, and asks nobody: FAIL_WITH_403 (9.4.8)', async () => {
    const { call, calls } = startCached({ cache: settings('FAIL_WITH_403') })
    const answer = await call('/prod/x', fresh)
    expect([answer.status, headerOf(answer, 'x-amzn-errortype')]).toEqual([403, 'AccessDeniedException'])
    expect(calls).toHaveLength(0)
  })

  it.each([
    ['Allow', 'execute-api:*', 'answer 2'],
    ['Allow', 'execute-api:Invoke', 'answer 1'],
  ])('is granted by the API’s policy: %s %s', async (Effect, Action, text) => {
    const policy = JSON.stringify({ Statement: [{ Effect, Principal: '*', Action, Resource: '*' }] })
    const { call } = startCached({ cache: settings('FAIL_WITH_403'), definition: { policy } })
    await call('/prod/x')
    const answer = await call('/prod/x', fresh)
    expect(answer.status === 403 ? 'answer 1' : textOf(answer)).toBe(text)
  })
})

describe('many callers at once', () => {
  const held = () => {
    let resolve = () => {}
    const promise = new Promise<void>((done) => {
      resolve = done
    })
    return { promise, resolve }
  }

  it('ask once, and all have the answer', async () => {
    const gate = held()
    const { call, calls } = startCached({ respond: () => gate.promise.then(() => ({})) })
    const answers = Promise.all(Array.from({ length: 100 }, () => call('/prod/x')))
    await call('/nobody')
    gate.resolve()
    expect(new Set((await answers).map(textOf))).toEqual(new Set(['answer 1']))
    expect(calls).toHaveLength(1)
  })

  it('ask each for itself where the first one’s answer is no use to them', async () => {
    const gate = held()
    const { call, calls } = startCached({
      async respond(_call, count) {
        await gate.promise
        if (count === 1) throw new BackendError('cancelled', 'the client left')
        return {}
      },
    })
    const answers = Promise.all([call('/prod/x'), call('/prod/x'), call('/prod/x')])
    await call('/nobody')
    gate.resolve()
    expect((await answers).map(({ status }) => status).sort()).toEqual([200, 200, 504])
    expect(calls).toHaveLength(3)
  })

  it('wait no longer for an endpoint than the first one', async () => {
    const gate = held()
    const { call, calls } = startCached({
      async respond() {
        await gate.promise
        throw new BackendError('timeout', 'too slow')
      },
    })
    const answers = Promise.all([call('/prod/x'), call('/prod/x')])
    await call('/nobody')
    gate.resolve()
    expect((await answers).map(({ status }) => status)).toEqual([504, 504])
    expect(calls).toHaveLength(1)
  })

  it('are not given an older answer for a newer one that came first', async () => {
    const gate = held()
    const { call } = startCached({
      cache: { methods: { '*': { isOn: true, ttlSeconds: 300 } } },
      respond: (_call, count) => (count === 1 ? gate.promise.then(() => ({})) : {}),
    })
    const slow = call('/prod/x')
    await call('/nobody')
    await call('/prod/x', { headers: { 'Cache-Control': 'max-age=0' } })
    gate.resolve()
    expect(textOf(await slow)).toBe('answer 1')
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
  })

  it('bring nothing back that was flushed meanwhile', async () => {
    const gate = held()
    const { call, change } = startCached({
      respond: (_call, count) => (count === 1 ? gate.promise.then(() => ({})) : {}),
    })
    const slow = call('/prod/x')
    await call('/nobody')
    change({ cache: { epoch: '2', methods: { '*': ON } } })
    gate.resolve()
    await slow
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
  })
})

describe('the cache of a stage', () => {
  it('stays over changes of the stage, and is empty after a flush', async () => {
    const { call, change } = startCached()
    await call('/prod/x')
    change({ variables: { a: '1' } })
    expect(textOf(await call('/prod/x'))).toBe('answer 1')
    change({ cache: { epoch: '2', methods: { '*': ON } } })
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
  })

  it('has other answers for another deployment, and those of the first when the stage goes back to it', async () => {
    const { call, change } = startCached()
    await call('/prod/x')
    change({ deploymentId: 'dep2' })
    expect(textOf(await call('/prod/x'))).toBe('answer 2')
    change({ deploymentId: 'dep1' })
    expect(textOf(await call('/prod/x'))).toBe('answer 1')
  })

  const canaryOf = (deploymentId: string, useStageCache: boolean): Partial<StageSnapshot> => ({
    canary: {
      deploymentId,
      useStageCache,
      percentTraffic: 100,
      variables: {},
      definition: api({ '/x': { GET: method({ integration: proxy() }) } }),
    },
  })
  it.each([
    ['is not used by a canary that is not to', 'dep1', false, ['2', '3']],
    ['is shared with a canary of the same deployment', 'dep1', true, ['1', '1']],
    ['has other answers for a canary of another one', 'dep2', true, ['2', '2']],
  ])('%s (documented: canary-release)', async (_how, deploymentId, useStageCache, expected) => {
    const { http } = countingBackend()
    const started = startGateway(api({ '/x': { GET: method({ integration: proxy() }) } }), {}, http)
    started.change({ cache: { epoch: '1', methods: { '*': ON } } })
    await started.call('/prod/x')
    started.change(canaryOf(deploymentId, useStageCache))
    const texts = [textOf(await started.call('/prod/x')), textOf(await started.call('/prod/x'))]
    expect(texts.map((text) => text.slice(7))).toEqual(expected)
  })
})

it('keeps its callers apart from each other only as its parameters say, but lets none past the authorizer', async () => {
  const { call, calls, change } = startCached()
  await call('/prod/x')
  const guarded = method({ integration: proxy(), authorizationType: 'AWS_IAM' })
  change({ definition: api({ '/x': { GET: guarded } }) })
  expect((await call('/prod/x')).status).toBe(403)
  expect(calls).toHaveLength(1)
})
