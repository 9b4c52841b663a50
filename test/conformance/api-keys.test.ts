import {
  type APIGatewayServiceException,
  CreateApiKeyCommand,
  type CreateApiKeyCommandInput,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  ImportApiKeysCommand,
  UpdateApiKeyCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000039' })

const newValue = () => uniqueName('value').padEnd(24, '0')
const refused = (sent: Promise<unknown>) =>
  sent.then(
    () => ({ name: 'none', message: 'it was accepted' }),
    ({ name, message }: APIGatewayServiceException) => ({ name, message }),
  )
const key = (input: CreateApiKeyCommandInput = {}) => apiGateway.send(new CreateApiKeyCommand(input))

/** An API whose root asks for a key, and a plan that has its stage. */
async function protectedApi(plan: Partial<CreateUsagePlanCommandInput> = {}) {
  const api = await createMockApi({ apiGateway, origin }, [{ method: { apiKeyRequired: true } }])
  const apiStages = [{ apiId: api.apiId, stage: 'test' }]
  const { id: usagePlanId = '' } = await apiGateway.send(
    new CreateUsagePlanCommand({ name: uniqueName('plan'), apiStages, ...plan }),
  )
  const value = newValue()
  const { id: keyId = '' } = await key({ enabled: true, value })
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
  const call = async (sent: string | undefined = value) => {
    const response = await api.call('/', sent === '' ? {} : { headers: { 'x-api-key': sent } })
    return [response.status, response.headers.get('x-amzn-errortype'), await response.text()]
  }
  return { ...api, usagePlanId, keyId, value, call }
}

const PASSED = [200, null, '']
const FORBIDDEN = [403, 'ForbiddenException', '{"message":"Forbidden"}']
const THROTTLED = [429, 'TooManyRequestsException', '{"message":"Too Many Requests"}']

describe('a call', () => {
  it('needs a key that is there, enabled and in a plan for the stage (api-gateway 0.7, 9.2.1)', async () => {
    const { call, keyId, usagePlanId } = await protectedApi()
    expect(await call()).toEqual(PASSED)
    expect(await call('')).toEqual(FORBIDDEN)
    expect(await call(newValue())).toEqual(FORBIDDEN)
    const { value: stranger = '' } = await key({ enabled: true })
    expect(await call(stranger)).toEqual(FORBIDDEN)
    const enabled = (value: string) =>
      apiGateway.send(
        new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ op: 'replace', path: '/enabled', value }] }),
      )
    await enabled('false')
    expect(await call()).toEqual(FORBIDDEN)
    await enabled('true')
    await apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }))
    expect(await call()).toEqual(FORBIDDEN)
  })

  it('is held against the throttle of its plan (api-gateway 0.14, 9.2.9)', async () => {
    const { call } = await protectedApi({ throttle: { rateLimit: 0.001, burstLimit: 2 } })
    expect([await call(), await call(), await call()]).toEqual([PASSED, PASSED, THROTTLED])
  })

  it('is held against the quota of its plan, which counts it (api-gateway 0.15, 9.2.10)', async () => {
    const { call, usagePlanId, keyId } = await protectedApi({ quota: { limit: 2, period: 'MONTH' } })
    const exceeded = [429, 'LimitExceededException', '{"message":"Limit Exceeded"}']
    expect([await call(), await call(), await call()]).toEqual([PASSED, PASSED, exceeded])
    const today = new Date().toISOString().slice(0, 10)
    const { items } = await apiGateway.send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }))
    expect(items).toEqual({ [keyId]: [[2, 0]] })
  })

  it('is held against the throttle of its stage, live (api-gateway 9.2.9, 10.7.2)', async () => {
    const api = await createMockApi({ apiGateway, origin }, [{}])
    const patchOperations = [
      { op: 'replace' as const, path: '/*/*/throttling/rateLimit', value: '0.001' },
      { op: 'replace' as const, path: '/*/*/throttling/burstLimit', value: '1' },
    ]
    expect((await api.call('/')).status).toBe(200)
    await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
    expect([(await api.call('/')).status, (await api.call('/')).status]).toEqual([200, 429])
  })
})

describe('a key', () => {
  it('is off unless told otherwise, and echoes what AWS does (api-gateway 9.2.2)', async () => {
    const made = await key({ name: '' })
    expect(made).toMatchObject({ enabled: false, stageKeys: [], value: expect.stringMatching(/^[A-Za-z0-9]{40}$/) })
    expect(made.id).toMatch(/^[a-z0-9]{10}$/)
    expect('name' in made && made.name !== undefined).toBe(false)
  })

  it('is refused with a value or name of another length (api-gateway 9.2.3)', async () => {
    const bad = (message: string) => ({ name: 'BadRequestException', message })
    expect(await refused(key({ value: 'x'.repeat(19) }))).toEqual(bad('API Key value should be at least 20 characters'))
    expect(await refused(key({ value: 'x'.repeat(129) }))).toEqual(
      bad('API Key value exceeds maximum size of 128 characters'),
    )
    expect(await refused(key({ name: 'x'.repeat(1025) }))).toEqual(
      bad('Invalid API Key name, can be at most 1024 characters.'),
    )
    const value = newValue()
    await key({ value })
    expect(await refused(key({ value }))).toEqual({ name: 'ConflictException', message: 'API Key already exists' })
  })

  it('is listed newest first, by how its name begins, its value on demand (api-gateway 9.2.4)', async () => {
    const name = uniqueName('List')
    for (const end of ['one', 'two']) await key({ name: `${name}-${end}` })
    const list = (more: object) => apiGateway.send(new GetApiKeysCommand({ nameQuery: name, ...more }))
    const { items = [] } = await list({})
    expect(items.map((each) => each.name)).toEqual([`${name}-two`, `${name}-one`])
    expect(items.every(({ value }) => value === undefined)).toBe(true)
    expect((await list({ includeValues: true })).items?.[0]?.value).toHaveLength(40)
    expect((await list({ nameQuery: name.toLowerCase() })).items).toEqual([])
    const first = await list({ limit: 1 })
    expect((await list({ limit: 1, position: first.position })).items?.map((each) => each.name)).toEqual([
      `${name}-one`,
    ])
  })

  it('changes by the paths that AWS lists (api-gateway 9.2.5)', async () => {
    const { id: apiKey } = await key({ enabled: true })
    const patch = (path: string, value: string) =>
      apiGateway.send(new UpdateApiKeyCommand({ apiKey, patchOperations: [{ op: 'replace', path, value }] }))
    expect(await patch('/enabled', 'maybe')).toMatchObject({ enabled: false, tags: {} })
    expect(await refused(patch('/id', 'x'))).toEqual({
      name: 'BadRequestException',
      message:
        "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]",
    })
    expect(await refused(apiGateway.send(new GetApiKeyCommand({ apiKey: 'nothing' })))).toEqual({
      name: 'NotFoundException',
      message: 'Invalid API Key identifier specified',
    })
  })

  it('is imported from a file', async () => {
    const name = uniqueName('imported')
    const body = Buffer.from(`name,key\n${name},${newValue()}\n`)
    const { ids = [], warnings } = await apiGateway.send(new ImportApiKeysCommand({ body, format: 'csv' }))
    expect(warnings).toEqual([])
    expect(await apiGateway.send(new GetApiKeyCommand({ apiKey: ids[0] }))).toMatchObject({ name, enabled: true })
  })
})

describe('a usage plan', () => {
  it('echoes what it was given, tags as AWS shows them (api-gateway 9.2.6)', async () => {
    const made = await apiGateway.send(
      new CreateUsagePlanCommand({
        name: uniqueName('plan'),
        throttle: { burstLimit: 1, rateLimit: 2 },
        quota: { limit: 10, offset: 0, period: 'DAY' },
      }),
    )
    const { $metadata: _made, ...echo } = made
    expect(echo).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: made.name,
      apiStages: [],
      throttle: { burstLimit: 1, rateLimit: 2 },
      quota: { limit: 10, offset: 0, period: 'DAY' },
    })
    expect(await apiGateway.send(new GetUsagePlanCommand({ usagePlanId: made.id }))).toMatchObject({ tags: {} })
    const { items = [] } = await apiGateway.send(new GetUsagePlansCommand({ limit: 500 }))
    expect(items.find(({ id }) => id === made.id)?.tags).toBeUndefined()
  })

  it('takes stages that are there (api-gateway 9.2.7)', async () => {
    const { apiId } = await createMockApi({ apiGateway, origin }, [{}])
    const { id: usagePlanId = '' } = await apiGateway.send(new CreateUsagePlanCommand({ name: uniqueName('plan') }))
    const patch = (value: string | undefined, plan = usagePlanId) =>
      apiGateway.send(
        new UpdateUsagePlanCommand({
          usagePlanId: plan,
          patchOperations: [{ op: 'add', path: '/apiStages', value }],
        }),
      )
    const invalid = { name: 'BadRequestException', message: 'Invalid API Stage specified' }
    expect([await refused(patch(undefined)), await refused(patch('api/stage'))]).toEqual([invalid, invalid])
    expect(await refused(patch(`${apiId}:other`))).toEqual({
      name: 'NotFoundException',
      message: `Invalid API Stage {api: ${apiId}, stage: other} specified for usageplan ${usagePlanId}`,
    })
    expect(await refused(patch(`${apiId}:test`, 'nothing'))).toEqual({
      name: 'NotFoundException',
      message: 'Invalid Usage Plan ID specified',
    })
    expect(await patch(`${apiId}:test`)).toMatchObject({ apiStages: [{ apiId, stage: 'test' }] })
  })

  it('lists its keys newest first, and none where there is no plan (api-gateway 9.2.8)', async () => {
    const { id: usagePlanId = '' } = await apiGateway.send(new CreateUsagePlanCommand({ name: uniqueName('plan') }))
    const name = uniqueName('member')
    for (const end of ['a', 'b']) {
      const { id: keyId } = await key({ name: `${name}-${end}` })
      const made = await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
      expect(made).toMatchObject({ id: keyId, type: 'API_KEY', name: `${name}-${end}`, value: expect.any(String) })
    }
    const list = (more: object) => apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId, ...more }))
    expect((await list({})).items?.map((each) => each.name)).toEqual([`${name}-b`, `${name}-a`])
    expect((await list({ nameQuery: `${name}-a` })).items).toHaveLength(1)
    expect((await list({ usagePlanId: 'nothing' })).items).toEqual([])
  })
})
