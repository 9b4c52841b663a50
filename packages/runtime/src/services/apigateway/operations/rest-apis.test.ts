import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createApi,
  createMockApi,
  HOME,
  refusal,
  START,
  startApiGateway,
  type TestApiGateway,
} from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const BARE = {
  id: expect.stringMatching(/^[a-z0-9]{10}$/),
  name: 'bare',
  createdDate: new Date(START),
  apiKeySource: 'HEADER',
  endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
  disableExecuteApiEndpoint: false,
  rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
}

test('an API made from a name alone has AWS’s defaults; tags show empty when it is read or updated', async () => {
  const made = await gateway.call('CreateRestApi', { name: 'bare' })
  const restApiId = made.id ?? ''
  expect(JSON.parse(JSON.stringify(made), revive)).toEqual(BARE)
  expect(await gateway.call('GetRestApi', { restApiId })).toEqual({ ...BARE, tags: {} })
  expect(await gateway.call('UpdateRestApi', { restApiId })).toEqual({ ...BARE, tags: {} })
  const { items } = await gateway.call('GetRestApis', { limit: 500 })
  expect(items?.find(({ id }) => id === restApiId)).toEqual(BARE)
})

test('it is born with two models and a root', async () => {
  const { restApiId, rootResourceId } = await createApi(gateway)
  const { items } = await gateway.call('GetModels', { restApiId })
  expect(items?.map(({ name }) => name)).toEqual(['Empty', 'Error'])
  expect(JSON.parse(items?.[1]?.schema ?? '')).toEqual({
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  })
  expect(await gateway.call('GetResources', { restApiId })).toEqual({ items: [{ id: rootResourceId, path: '/' }] })
})

describe('refusals', () => {
  test.each([
    [{ description: '', minimumCompressionSize: -1 }, 'Description cannot be an empty string'],
    [{ minimumCompressionSize: 10_485_761 }, 'Invalid minimum compression size, must be between 0 and 10485760'],
    [
      { endpointConfiguration: { types: [] } },
      'REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.',
    ],
    [{ endpointConfiguration: { types: ['EDGE', 'REGIONAL'] } }, 'Cannot create an api with multiple Endpoint Types.'],
    [
      { endpointConfiguration: { types: ['PRIVATE'], ipAddressType: 'ipv4' } },
      'Only dualstack ipAddressType is supported for Private APIs.',
    ],
  ])('%j', async (input, message) => {
    await expect(gateway.call('CreateRestApi', { name: 'a', ...input })).rejects.toMatchObject(refusal(message))
  })

  test('a clone of an API that is not there', async () => {
    await expect(gateway.call('CreateRestApi', { name: 'a', cloneFrom: 'abc' })).rejects.toMatchObject(
      refusal('Invalid API identifier specified 123456789012:abc', 'NotFoundException'),
    )
  })

  test.each(['GetRestApi', 'UpdateRestApi', 'DeleteRestApi', 'GetModels', 'GetAuthorizers', 'GetResources'] as const)(
    '%s of an API that is not there, or another place’s',
    async (operation) => {
      const { restApiId } = await createApi(gateway)
      const upper = restApiId.toUpperCase()
      const missing = (id: string, account = HOME.account) =>
        refusal(`Invalid API identifier specified ${account}:${id}`, 'NotFoundException')
      await expect(gateway.call(operation, { restApiId: `${upper}A` })).rejects.toMatchObject(missing(`${upper}A`))
      const elsewhere = { ...HOME, account: '999999999999' }
      await expect(gateway.call(operation, { restApiId }, elsewhere)).rejects.toMatchObject(
        missing(restApiId, elsewhere.account),
      )
    },
  )
})

describe('a patch', () => {
  const patched = async (...patchOperations: object[]) => {
    const { id: restApiId = '' } = await gateway.call('CreateRestApi', {
      name: 'before',
      description: 'some',
      binaryMediaTypes: ['image/png', 'image/jpg'],
      minimumCompressionSize: 10,
    })
    return gateway.call('UpdateRestApi', { restApiId, patchOperations })
  }

  test('sets, removes and replaces', async () => {
    const api = await patched(
      { op: 'replace', path: '/name', value: 'after' },
      { op: 'remove', path: '/description' },
      { op: 'replace', path: '/binaryMediaTypes/image~1png', value: 'image/gif' },
      { op: 'add', path: '/binaryMediaTypes/a~1b' },
      { op: 'replace', path: '/minimumCompressionSize' },
      { op: 'replace', path: '/disableExecuteApiEndpoint', value: 'true' },
    )
    expect(api).toMatchObject({
      name: 'after',
      binaryMediaTypes: ['image/jpg', 'image/gif', 'a/b'],
      disableExecuteApiEndpoint: true,
    })
    expect(api.description).toBeUndefined()
    expect(api.minimumCompressionSize).toBeUndefined()
  })

  test('a private API becomes dualstack by itself', async () => {
    const api = await patched({ op: 'replace', path: '/endpointConfiguration/types/0', value: 'PRIVATE' })
    expect(api.endpointConfiguration).toEqual({ types: ['PRIVATE'], ipAddressType: 'dualstack' })
  })

  test.each([
    [{ op: 'add', path: '/binaryMediaTypes', value: 'a/b' }, 'Invalid patch path /binaryMediaTypes'],
    [{ op: 'replace', path: '/wrong' }, 'Invalid patch path /wrong'],
    [{ op: 'remove', path: '/minimumCompressionSize' }, 'Invalid patch operation specified. Must be one of: [replace]'],
    [
      { op: 'replace', path: '/minimumCompressionSize', value: 'many' },
      'Invalid minimum compression size, must be between 0 and 10485760',
    ],
    [
      { op: 'remove', path: '/endpointConfiguration/types/0', value: 'EDGE' },
      "Invalid patch operation specified. Must be 'add'|'remove'|'replace'",
    ],
    [
      { op: 'replace', path: '/endpointConfiguration/types/0', value: 'wrong' },
      'Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE',
    ],
    [
      { op: 'replace', path: '/endpointConfiguration/ipAddressType', value: 'wrong' },
      'ipAddressType must be either ipv4 or dualstack.',
    ],
    [{ op: 'replace', path: '/description', value: '' }, 'Description cannot be an empty string'],
  ])('%j is refused', async (operation, message) => {
    await expect(patched(operation)).rejects.toMatchObject(refusal(message))
  })
})

test('lists come in pages that join without gaps', async () => {
  const place = { ...HOME, region: 'eu-west-1' }
  const made: string[] = []
  for (let i = 0; i < 7; i++) made.push((await gateway.call('CreateRestApi', { name: `${i}` }, place)).id ?? '')
  const found: string[] = []
  let position: string | undefined
  let pages = 0
  do {
    const page = await gateway.call('GetRestApis', { limit: 3, position }, place)
    found.push(...(page.items ?? []).map(({ id = '' }) => id))
    position = page.position
    pages++
  } while (position !== undefined)
  expect(found).toEqual(made.sort())
  expect(pages).toBe(3)
})

test('deleting an API leaves nothing of it behind, and others alone', async () => {
  const own = await startApiGateway()
  await createMockApi(own)
  const before = await everything(own)
  const { restApiId, rootResourceId } = await createMockApi(own)
  const { id: parentId = '' } = await own.call('CreateResource', { restApiId, parentId: rootResourceId, pathPart: 'a' })
  await own.call('CreateResource', { restApiId, parentId, pathPart: '{b}' })
  await own.call('PutGatewayResponse', { restApiId, responseType: 'DEFAULT_4XX' })
  await own.call('CreateRequestValidator', { restApiId, name: 'v' })
  await own.call('CreateDeployment', { restApiId, stageName: 'prod' })
  await own.call('DeleteRestApi', { restApiId })
  expect(await everything(own)).toEqual(before)
  await own.close()
})

const KINDS = [
  'api-index',
  'rest-api',
  'resource',
  'resource-child',
  'authorizer',
  'model',
  'request-validator',
  'gateway-response',
  'deployment',
  'deployment-definition',
  'stage',
]

async function everything({ store }: TestApiGateway): Promise<unknown[]> {
  return (await Promise.all(KINDS.map((kind) => store.list({ kind: `apigateway/${kind}` })))).flat()
}

function revive(key: string, value: unknown): unknown {
  return key === 'createdDate' ? new Date(String(value)) : value
}
