import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGateway } from '../../../gateway/gateway.ts'
import { silentLogger } from '../../../kernel/logger.ts'
import { EVERYTHING } from '../../../kernel/policies/identity.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { createMockApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

const VALUE = 'partner-one-0123456789'

let gateway: TestApiGateway
let restApiId: string
let call: (key?: string, path?: string) => Promise<{ status: number; body: string; type: string | undefined }>

beforeEach(async () => {
  gateway = await startApiGateway()
  const api = await createMockApi(gateway)
  restApiId = api.restApiId
  await gateway.call('UpdateMethod', {
    ...api.at,
    patchOperations: [{ op: 'replace', path: '/apiKeyRequired', value: 'true' }],
  })
  await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
  call = caller()
})
afterEach(() => gateway.close())

function caller(accountLimits?: { rateLimit: number; burstLimit: number }) {
  const plane = createGateway({
    httpApis: { find: async () => undefined, onChange: () => {} },
    apis: gateway.apis,
    keys: gateway.service.keys,
    ...(accountLimits ? { accountLimits } : {}),
    issuers: { findIssuer: async () => undefined, onChange: () => {} },
    http: { send: () => Promise.reject(new Error('nobody is called')), close: async () => {} },
    functions: {
      invoke: () => Promise.reject(new Error('no function is called')),
      enqueue: () => Promise.reject(new Error('no function is called')),
      settled: async () => undefined,
    },
    signatures: { verify: () => ({ kind: 'unsigned' }) },
    judgeIdentity: () => EVERYTHING,
    logs: { write: () => {} },
    clock: gateway.clock,
    random: systemRandom,
    logger: silentLogger,
  })
  const domainName = `${restApiId}.execute-api.us-east-1.amazonaws.com`
  return async (key?: string, path = '/prod/') => {
    const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key }
    const request = {
      method: 'GET',
      path,
      query: '',
      headers,
      rawHeaders: [],
      host: domainName,
      body: Buffer.alloc(0),
      remoteAddress: '127.0.0.1',
      signal: new AbortController().signal,
      scheme: 'http' as const,
      origin: 'http://127.0.0.1:4566',
    }
    const answer = await plane.handle(request, restApiId, path, { domainName, domainPrefix: restApiId })
    const type = answer.headers.find(([name]) => name === 'x-amzn-ErrorType')?.[1]
    return { status: answer.status, body: String(answer.body), type }
  }
}

async function subscribe(plan: Parameters<typeof createPlan>[0] = {}, value = VALUE) {
  const { id: keyId = '' } = await gateway.call('CreateApiKey', { name: 'partner', enabled: true, value })
  const usagePlanId = await createPlan(plan)
  await gateway.call('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' })
  return { keyId, usagePlanId }
}

async function createPlan(plan: Omit<Parameters<typeof gateway.call<'CreateUsagePlan'>>[1], 'name'>) {
  const apiStages = [{ apiId: restApiId, stage: 'prod' }]
  const { id = '' } = await gateway.call('CreateUsagePlan', { name: 'plan', apiStages, ...plan })
  return id
}

const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}', type: 'ForbiddenException' }
const THROTTLED = { status: 429, body: '{"message":"Too Many Requests"}', type: 'TooManyRequestsException' }
const EXCEEDED = { status: 429, body: '{"message":"Limit Exceeded"}', type: 'LimitExceededException' }

describe('a method that asks for a key', () => {
  test('lets in those whose plan has the stage, at once and no longer than that', async () => {
    expect(await call()).toEqual(FORBIDDEN)
    expect(await call('')).toEqual(FORBIDDEN)
    expect(await call(VALUE)).toEqual(FORBIDDEN)
    const { keyId, usagePlanId } = await subscribe()
    expect(await call(VALUE)).toMatchObject({ status: 200 })
    expect(await call(VALUE.toUpperCase())).toEqual(FORBIDDEN)

    const enable = (value: string) =>
      gateway.call('UpdateApiKey', { apiKey: keyId, patchOperations: [{ op: 'replace', path: '/enabled', value }] })
    await enable('false')
    expect(await call(VALUE)).toEqual(FORBIDDEN)
    await enable('true')
    expect(await call(VALUE)).toMatchObject({ status: 200 })

    const stage = (op: string) =>
      gateway.call('UpdateUsagePlan', {
        usagePlanId,
        patchOperations: [{ op, path: '/apiStages', value: `${restApiId}:prod` }],
      })
    await stage('remove')
    expect(await call(VALUE)).toEqual(FORBIDDEN)
    await stage('add')
    expect(await call(VALUE)).toMatchObject({ status: 200 })
    await gateway.call('DeleteUsagePlanKey', { usagePlanId, keyId })
    expect(await call(VALUE)).toEqual(FORBIDDEN)
    await gateway.call('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' })
    await gateway.call('DeleteApiKey', { apiKey: keyId })
    expect(await call(VALUE)).toEqual(FORBIDDEN)
  })

  test('throttles each key by itself', async () => {
    await subscribe({ throttle: { rateLimit: 1, burstLimit: 2 } })
    const other = 'partner-two-0123456789'
    await subscribe({ throttle: { rateLimit: 1, burstLimit: 1 } }, other)
    expect([await call(VALUE), await call(VALUE)]).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(await call(VALUE)).toEqual(THROTTLED)
    expect(await call(other)).toMatchObject({ status: 200 })
    gateway.clock.advance(1000)
    expect(await call(VALUE)).toMatchObject({ status: 200 })
    expect(await call(VALUE)).toEqual(THROTTLED)
  })

  test('throttles by the limits of the plan for the method', async () => {
    const throttle = { '//GET': { rateLimit: 0, burstLimit: 1 } }
    await subscribe({ apiStages: [{ apiId: restApiId, stage: 'prod', throttle }] })
    expect(await call(VALUE)).toMatchObject({ status: 200 })
    expect(await call(VALUE)).toEqual(THROTTLED)
  })

  test('counts against the quota of its period', async () => {
    const { keyId, usagePlanId } = await subscribe({ quota: { limit: 2, period: 'DAY' } })
    expect([await call(VALUE), await call(VALUE)]).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(await call(VALUE)).toEqual(EXCEEDED)
    const figures = (startDate: string, endDate: string) =>
      gateway.call('GetUsage', { usagePlanId, startDate, endDate }).then(({ items }) => items)
    expect(await figures('2029-12-31', '2030-01-01')).toEqual({
      [keyId]: [
        [0, 2],
        [2, 0],
      ],
    })
    const patchOperations = [{ op: 'replace', path: '/remaining', value: '1' }]
    await gateway.call('UpdateUsage', { usagePlanId, keyId, patchOperations })
    expect([await call(VALUE), await call(VALUE)]).toMatchObject([{ status: 200 }, EXCEEDED])
    gateway.clock.advance(86_400_000)
    expect([await call(VALUE), await call(VALUE), await call(VALUE)]).toMatchObject([
      { status: 200 },
      { status: 200 },
      EXCEEDED,
    ])
  })

  test('what was counted is there after a restart', async () => {
    const { keyId, usagePlanId } = await subscribe({ quota: { limit: 5, period: 'MONTH' } })
    await call(VALUE)
    await gateway.service.close?.()
    const again = await startApiGateway({ store: gateway.store })
    const { items } = await again.call('GetUsage', { usagePlanId, startDate: '2030-01-01', endDate: '2030-01-01' })
    expect(items).toEqual({ [keyId]: [[1, 4]] })
  })
})

test('a method that asks for none has the limits of its stage, and those of the account', async () => {
  const { restApiId: open } = await createMockApi(gateway)
  restApiId = open
  await gateway.call('CreateDeployment', { restApiId: open, stageName: 'prod' })
  const setting = (path: string, value: string) =>
    gateway.call('UpdateStage', {
      restApiId: open,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path, value }],
    })
  await setting('/*/*/throttling/rateLimit', '0')
  await setting('/*/*/throttling/burstLimit', '1')
  const stage = caller()
  expect([await stage(), await stage()]).toMatchObject([{ status: 200 }, THROTTLED])
  await setting('/~1/GET/throttling/burstLimit', '3')
  await setting('/~1/GET/throttling/rateLimit', '1')
  gateway.clock.advance(60_000)
  expect([await stage(), await stage(), await stage(), await stage()]).toMatchObject([
    { status: 200 },
    { status: 200 },
    { status: 200 },
    THROTTLED,
  ])
  gateway.clock.advance(60_000)
  const account = caller({ rateLimit: 1, burstLimit: 2 })
  expect([await account(), await account(), await account()]).toMatchObject([
    { status: 200 },
    { status: 200 },
    THROTTLED,
  ])
})

describe('keys and plans', () => {
  test('a value is a key of its own, of a length that AWS takes', async () => {
    await subscribe()
    const create = (value: string) => gateway.call('CreateApiKey', { value })
    await expect(create(VALUE)).rejects.toMatchObject(refusal('API Key already exists', 'ConflictException'))
    await expect(create('short')).rejects.toMatchObject(refusal('API Key value should be at least 20 characters'))
    await expect(create('x'.repeat(129))).rejects.toMatchObject(
      refusal('API Key value exceeds maximum size of 128 characters'),
    )
    expect(await gateway.call('CreateApiKey', {})).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      value: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      enabled: false,
      createdDate: expect.any(Date),
      lastUpdatedDate: expect.any(Date),
      stageKeys: [],
    })
  })

  test('a value is stored sealed', async () => {
    await subscribe()
    const kinds = ['apigateway/api-key', 'apigateway/api-key-index']
    const stored = await Promise.all(
      kinds.map((kind) => gateway.store.list({ kind, place: '123456789012/us-east-1', prefix: '' })),
    )
    expect(stored.flat()).toHaveLength(2)
    expect(JSON.stringify(stored)).not.toContain(VALUE)
  })

  test('a key has one plan for a stage', async () => {
    const { keyId } = await subscribe()
    const usagePlanId = await createPlan({})
    await expect(gateway.call('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' })).rejects.toMatchObject({
      code: 'ConflictException',
    })
  })

  test('a plan has stages that are there, and goes when it has none', async () => {
    const apiStages = [{ apiId: restApiId, stage: 'other' }]
    await expect(gateway.call('CreateUsagePlan', { name: 'p', apiStages })).rejects.toMatchObject({
      code: 'NotFoundException',
      message: expect.stringMatching(/^Invalid API Stage \{api: .*, stage: other\} specified for usageplan /),
    })
    const { usagePlanId } = await subscribe()
    const patch = (op: string, path: string, value?: string) =>
      gateway.call('UpdateUsagePlan', { usagePlanId, patchOperations: [{ op, path, value }] })
    await expect(patch('add', '/apiStages', 'nonsense')).rejects.toMatchObject(refusal('Invalid API Stage specified'))
    await expect(gateway.call('DeleteUsagePlan', { usagePlanId })).rejects.toMatchObject({
      code: 'BadRequestException',
    })
    await patch('replace', `/apiStages/${restApiId}:prod/throttle/~1pets/GET/rateLimit`, '5')
    await patch('replace', '/quota/period', 'WEEK')
    await patch('replace', '/quota/limit', '7')
    await patch('add', '/throttle/rateLimit', '1.5')
    expect(await gateway.call('GetUsagePlan', { usagePlanId })).toMatchObject({
      apiStages: [{ apiId: restApiId, stage: 'prod', throttle: { '/pets/GET': { rateLimit: 5, burstLimit: 0 } } }],
      quota: { limit: 7, offset: 0, period: 'WEEK' },
      throttle: { rateLimit: 1.5, burstLimit: 0 },
    })
    await expect(patch('replace', '/quota/offset', '7')).rejects.toMatchObject({ code: 'BadRequestException' })
    await patch('remove', '/quota')
    await patch('remove', '/apiStages', `${restApiId}:prod`)
    await gateway.call('DeleteUsagePlan', { usagePlanId })
    await expect(gateway.call('GetUsagePlan', { usagePlanId })).rejects.toMatchObject(
      refusal('Invalid Usage Plan ID specified', 'NotFoundException'),
    )
    expect(await gateway.call('GetUsagePlanKeys', { usagePlanId })).toEqual({ items: [], position: undefined })
  })

  test('a plan whose API is gone can go too', async () => {
    const { usagePlanId } = await subscribe()
    await gateway.call('DeleteRestApi', { restApiId })
    await gateway.call('DeleteUsagePlan', { usagePlanId })
    expect(await gateway.call('GetUsagePlans', {})).toMatchObject({ items: [] })
  })

  test('a file of keys makes those that are new and changes those that are known', async () => {
    const { keyId, usagePlanId } = await subscribe()
    const lines = [
      'Enabled,Name,key,UsageplanIds,Colour',
      `false,"renamed, and off",${VALUE},,red`,
      `,new,partner-new-0123456789,"${usagePlanId}, ${usagePlanId}",`,
      'true,tooshort,short,,',
    ]
    const body = Buffer.from(lines.join('\r\n'))
    const { ids = [], warnings } = await gateway.call('ImportApiKeys', { body, format: 'csv' })
    expect(ids[0]).toBe(keyId)
    expect(warnings).toEqual(['tooshort: API Key value should be at least 20 characters'])
    expect(await gateway.call('GetApiKey', { apiKey: keyId })).toMatchObject({
      name: 'renamed, and off',
      enabled: false,
    })
    expect(await call('partner-new-0123456789')).toMatchObject({ status: 200 })
    await expect(gateway.call('ImportApiKeys', { body: Buffer.from('a,b\n1,2'), format: 'csv' })).rejects.toMatchObject(
      { code: 'BadRequestException' },
    )
  })
})

describe('in stacks', () => {
  test('a plan, its key and their membership are made, changed and removed', async () => {
    const [planType, keyType, planKeyType] = ['UsagePlan', 'ApiKey', 'UsagePlanKey'].map((name) => gateway.typeOf(name))
    if (!planType || !keyType || !planKeyType) throw new Error('a type is missing')
    const key = await keyType.create({ Enabled: true, Value: VALUE, Name: 'partner', Tags: [{ Key: 'a', Value: '1' }] })
    const planProperties = {
      ApiStages: [{ ApiId: restApiId, Stage: 'prod', Throttle: { '//GET': { RateLimit: 0, BurstLimit: 1 } } }],
      Throttle: { RateLimit: 10, BurstLimit: 5 },
    }
    const plan = await planType.create(planProperties)
    const planKey = await planKeyType.create({
      KeyId: key.physicalId,
      KeyType: 'API_KEY',
      UsagePlanId: plan.physicalId,
    })
    expect(planKey.physicalId).toBe(`${key.physicalId}:${plan.physicalId}`)
    expect([await call(VALUE), await call(VALUE)]).toMatchObject([{ status: 200 }, THROTTLED])

    const changed = await planType.update(
      {
        ApiStages: [{ ApiId: restApiId, Stage: 'prod' }],
        Quota: { Limit: 1, Period: 'WEEK', Offset: 3 },
        UsagePlanName: 'renamed',
      },
      plan,
    )
    expect(await gateway.call('GetUsagePlan', { usagePlanId: plan.physicalId })).toEqual({
      id: plan.physicalId,
      name: 'renamed',
      apiStages: [{ apiId: restApiId, stage: 'prod' }],
      quota: { limit: 1, period: 'WEEK', offset: 3 },
      tags: {},
    })
    const off = await keyType.update({ Value: VALUE, Name: 'partner', Description: 'off' }, key)
    expect(await gateway.call('GetApiKey', { apiKey: key.physicalId, includeValue: true })).toMatchObject({
      enabled: false,
      description: 'off',
      value: VALUE,
    })
    for (const _twice of [1, 2]) {
      await planKeyType.remove(planKey)
      await keyType.remove(off)
      await planType.remove(changed)
    }
    expect(await gateway.call('GetUsagePlans', {})).toMatchObject({ items: [] })
    expect(await gateway.call('GetApiKeys', {})).toMatchObject({ items: [] })
  })
})
