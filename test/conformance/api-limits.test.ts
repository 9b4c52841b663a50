import {
  CreateModelCommand,
  CreateStageCommand,
  PutGatewayResponseCommand,
  UpdateAccountCommand,
  UpdateIntegrationCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'
import { until } from '../support/until.ts'

const origin = inject('origin')
const ACCOUNT = '333300000073'
const { apiGateway, logs } = awsClients({ origin, account: ACCOUNT })
const MEBIBYTES_10 = 10_485_760
const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value })

let api: MockApi
beforeAll(async () => {
  api = await createMockApi({ apiGateway, origin }, [
    { httpMethod: 'ANY', integration: { requestTemplates: { 'application/json': '{"statusCode": 200}' } } },
  ])
})

describe('a call is refused', () => {
  it('with more than ten mebibytes, in words that cannot be changed (api-gateway 0.19, 1.4.1)', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ httpMethod: 'POST' }])
    const { apiId: restApiId } = own
    await apiGateway.send(
      new PutGatewayResponseCommand({ restApiId, responseType: 'REQUEST_TOO_LARGE', statusCode: '400' }),
    )
    await own.deploy()
    const { pathname } = new URL(own.url('/'))
    const send = (size: number) =>
      sendRaw(origin, pathname, { headers: { 'content-type': 'application/json' }, body: Buffer.alloc(size, 'a') })
    expect((await send(MEBIBYTES_10)).status).toBe(200)
    expect(await send(MEBIBYTES_10 + 1)).toMatchObject({
      status: 413,
      body: 'HTTP content length exceeded 10485760 bytes.',
    })
  })

  it('with more than ten kibibytes of headers, or an address as long (api-gateway 1.4.2, 1.4.3)', async () => {
    const ask = (path: string, headers: Record<string, string> = {}) =>
      sendRaw(origin, new URL(api.url(path)).pathname + new URL(api.url(path)).search, { method: 'GET', headers })
    const { apiId: restApiId } = api
    const regional = [{ op: 'replace' as const, path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' }]
    expect((await ask('/', { 'x-long': 'a'.repeat(9_000) })).status).toBe(200)
    expect((await ask('/', { 'x-long': 'a'.repeat(10_240) })).status).toBeGreaterThanOrEqual(400)
    expect((await ask(`/?a=${'a'.repeat(8_000)}`)).status).toBe(200)
    expect((await ask(`/?a=${'a'.repeat(8_300)}`)).status).toBeGreaterThanOrEqual(400)
    await apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations: regional }))
    await api.deploy()
    expect((await ask(`/?a=${'a'.repeat(8_300)}`)).status).toBe(200)
    expect((await ask(`/?a=${'a'.repeat(10_300)}`)).status).toBeGreaterThanOrEqual(400)
  })
})

it('an integration may take from 50 milliseconds to 29 seconds (api-gateway 1.4.4)', async () => {
  const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'ANY' }
  const wait = (milliseconds: number) =>
    apiGateway.send(
      new UpdateIntegrationCommand({
        ...at,
        patchOperations: [replace('/timeoutInMillis', String(milliseconds))],
      }),
    )
  for (const milliseconds of [50, 29_000]) expect((await wait(milliseconds)).timeoutInMillis).toBe(milliseconds)
  for (const milliseconds of [49, 29_001]) {
    expect(await refusalOf(wait(milliseconds))).toMatchObject({ name: 'BadRequestException', status: 400 })
  }
})

it('a template may have 300 kilobytes, and its loops turn a thousand times (api-gateway 1.4.6, 6.1.6)', async () => {
  const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'ANY' }
  const put = (text: string) =>
    apiGateway.send(
      new UpdateIntegrationCommand({ ...at, patchOperations: [replace('/requestTemplates/application~1json', text)] }),
    )
  await put('a'.repeat(300 * 1000))
  expect(await refusalOf(put('a'.repeat(301 * 1024)))).toMatchObject({ name: 'BadRequestException', status: 400 })
  await put('{"statusCode": 200}')
  const counting = '#set($n = 0)#foreach($i in [1..1500])#set($n = $n + 1)#end$n'
  const own = await createMockApi({ apiGateway, origin }, [
    { responses: [{ statusCode: '200', responseTemplates: { 'application/json': counting } }] },
  ])
  expect(await (await own.call('/')).text()).toBe('1000')
})

describe('the quotas that cannot be raised (api-gateway 1.4.7)', () => {
  const at = () => ({ restApiId: api.apiId })
  const stage = async (settings: object) => {
    const deploymentId = await api.deploy()
    return refusalOf(
      apiGateway.send(new CreateStageCommand({ ...at(), deploymentId, stageName: uniqueName('stage'), ...settings })),
    )
  }
  const update = (path: string, value: string) =>
    refusalOf(
      apiGateway.send(new UpdateStageCommand({ ...at(), stageName: 'test', patchOperations: [replace(path, value)] })),
    )

  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }
  const policy = { Version: '2012-10-17', Statement: Array(120).fill(statement) }
  it.each<[string, () => Promise<unknown>]>([
    ['a stage’s name of other characters', () => stage({ stageName: 'a b' })],
    ['a stage’s name of 129 characters', () => stage({ stageName: 'a'.repeat(129) })],
    ['the name of a stage variable of 65 characters', () => stage({ variables: { ['a'.repeat(65)]: 'a' } })],
    ['the value of a stage variable of 513 characters', () => update('/variables/a', 'a'.repeat(513))],
    [
      '101 stage variables',
      () => stage({ variables: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, 'a'])) }),
    ],
    ['51 tags', () => stage({ tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, 'a'])) })],
    [
      'an access log’s format of more than 3 kilobytes',
      async () => {
        await update('/accessLogSettings/destinationArn', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:g`).catch(
          () => {},
        )
        return update('/accessLogSettings/format', `$context.requestId ${'a'.repeat(3 * 1024)}`)
      },
    ],
    [
      'a policy of more than 8192 characters',
      () =>
        refusalOf(
          apiGateway.send(
            new UpdateRestApiCommand({ ...at(), patchOperations: [replace('/policy', JSON.stringify(policy))] }),
          ),
        ),
    ],
    [
      'a model of more than 400 kilobytes',
      () =>
        refusalOf(
          apiGateway.send(
            new CreateModelCommand({
              ...at(),
              name: 'Large',
              contentType: 'application/json',
              schema: JSON.stringify({ type: 'object', description: 'a'.repeat(400 * 1024) }),
            }),
          ),
        ),
    ],
  ])('refuse %s', async (_, refused) => {
    expect(await refused()).toMatchObject({ status: 400 })
  })
})

it('the id of a request may be chosen, if it is a UUID (api-gateway 1.4.8)', async () => {
  const logGroupName = uniqueName('/app/ids')
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  const role = [replace('/cloudwatchRoleArn', `arn:aws:iam::${ACCOUNT}:role/logs`)]
  await apiGateway.send(new UpdateAccountCommand({ patchOperations: role }))
  const patchOperations = [
    replace('/accessLogSettings/destinationArn', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${logGroupName}`),
    replace('/accessLogSettings/format', '$context.requestId'),
  ]
  await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
  const answered = async (id: string) =>
    (await api.call('/', { headers: { 'x-amzn-requestid': id } })).headers.get('x-amzn-requestid')
  const chosen = '0f63b8c7-6d6b-4b4c-9c3e-0a1b2c3d4e5f'
  expect(await answered(chosen)).toBe(chosen)
  const given = (await answered('mine')) ?? ''
  expect(given).toMatch(/^[0-9a-f-]{36}$/)
  let lines: (string | undefined)[] = []
  await until('two lines', async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
    lines = events.map(({ message }) => message)
    return lines.length >= 2
  })
  expect(lines.sort()).toEqual([chosen, `${given}_REPLACED_INVALID_REQUEST_ID`].sort())
})
