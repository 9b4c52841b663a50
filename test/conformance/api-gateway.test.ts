import {
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetVpcLinksCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '666600000001'
const { apiGateway } = awsClients({ origin, account: ACCOUNT })

async function createApi(): Promise<{ restApiId: string; rootId: string }> {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'orders' }))
  return { restApiId: api.id ?? '', rootId: api.rootResourceId ?? '' }
}

/** What a client makes of an answer, without the request's own data. */
function bare<T extends object>({ $metadata, ...rest }: T & { $metadata?: unknown }) {
  return rest
}

describe('a REST API', () => {
  it('has AWS’s ids and defaults', async () => {
    const made = await apiGateway.send(new CreateRestApiCommand({ name: 'defaults' }))
    expect(made.$metadata.httpStatusCode).toBe(201)
    expect(bare(made)).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'defaults',
      createdDate: expect.any(Date),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: false,
      rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
    })
    expect(bare(await apiGateway.send(new GetRestApiCommand({ restApiId: made.id })))).toEqual({
      ...bare(made),
      tags: {},
    })
  })

  it('is updated by operations on paths, and refuses unknown paths', async () => {
    const { restApiId } = await createApi()
    const patch = (...patchOperations: { op: 'replace' | 'add' | 'remove'; path: string; value?: string }[]) =>
      apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
    const updated = await patch(
      { op: 'replace', path: '/name', value: 'renamed' },
      { op: 'add', path: '/description', value: 'all orders' },
      { op: 'add', path: '/binaryMediaTypes/image~1png' },
      { op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' },
    )
    expect(updated).toMatchObject({
      name: 'renamed',
      description: 'all orders',
      binaryMediaTypes: ['image/png'],
      endpointConfiguration: { types: ['REGIONAL'] },
    })
    expect(await refusalOf(patch({ op: 'replace', path: '/id', value: 'x' }))).toEqual({
      name: 'BadRequestException',
      message: 'Invalid patch path /id',
      status: 400,
    })
  })

  it('is listed in pages and gone once deleted, with its text', async () => {
    const listing = awsClients({ origin, account: '666600000002' }).apiGateway
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const name of names) await listing.send(new CreateRestApiCommand({ name }))
    const listed: { id?: string; name?: string }[] = []
    let position: string | undefined
    do {
      const page = await listing.send(new GetRestApisCommand({ limit: 2, position }))
      listed.push(...(page.items ?? []))
      position = page.position
    } while (position)
    expect(listed.map((api) => api.name).sort()).toEqual(names)
    const restApiId = listed[0]?.id
    const deleted = await listing.send(new DeleteRestApiCommand({ restApiId }))
    expect(deleted.$metadata.httpStatusCode).toBe(202)
    expect(await refusalOf(listing.send(new GetRestApiCommand({ restApiId })))).toEqual({
      name: 'NotFoundException',
      message: `Invalid API identifier specified 666600000002:${restApiId}`,
      status: 404,
    })
  })

  it('is refused with values that AWS does not know', async () => {
    const refusal = await refusalOf(
      apiGateway.send(new CreateRestApiCommand({ name: 'x', endpointConfiguration: { types: ['wrong' as never] } })),
    )
    expect(refusal).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to " +
        'satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]',
      status: 400,
    })
  })

  it('has families that are not emulated, which are refused by name', async () => {
    const refusal = await refusalOf(apiGateway.send(new GetVpcLinksCommand({})))
    expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
    expect(refusal.message).toContain('GetVpcLinks')
  })
})

describe('a resource', () => {
  it('is made below another, moved, listed with its path, and deleted with what is below it', async () => {
    const { restApiId, rootId } = await createApi()
    const make = (parentId: string | undefined, pathPart: string) =>
      apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))
    const orders = await make(rootId, 'orders')
    const one = await make(orders.id, '{id}')
    expect(bare(one)).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      parentId: orders.id,
      pathPart: '{id}',
      path: '/orders/{id}',
    })
    await apiGateway.send(
      new UpdateResourceCommand({
        restApiId,
        resourceId: orders.id,
        patchOperations: [{ op: 'replace', path: '/pathPart', value: 'purchases' }],
      }),
    )
    const paths = async () => {
      const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }))
      return items.map((resource) => resource.path)
    }
    expect(await paths()).toEqual(['/', '/purchases', '/purchases/{id}'])
    await apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId: orders.id }))
    expect(await paths()).toEqual(['/'])
    const gone = await refusalOf(apiGateway.send(new GetResourceCommand({ restApiId, resourceId: one.id })))
    expect(gone).toMatchObject({ name: 'NotFoundException', message: 'Invalid Resource identifier specified' })
  })

  it('is refused beside one of the same name, as a second variable, and below a greedy one', async () => {
    const { restApiId, rootId } = await createApi()
    const make = (parentId: string | undefined, pathPart: string) =>
      apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))
    await make(rootId, 'orders')
    const greedy = await make(rootId, '{proxy+}')
    expect(await refusalOf(make(rootId, 'orders'))).toEqual({
      name: 'ConflictException',
      message: 'Another resource with the same parent already has this name: orders',
      status: 409,
    })
    expect((await refusalOf(make(rootId, '{id}'))).message).toBe(
      'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed',
    )
    expect((await refusalOf(make(greedy.id, 'x'))).message).toBe(
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    )
  })
})

describe('a method, its integration and their responses', () => {
  let at: { restApiId: string; resourceId: string; httpMethod: string }
  beforeAll(async () => {
    const { restApiId, rootId } = await createApi()
    at = { restApiId, resourceId: rootId, httpMethod: 'GET' }
  })
  const ok = () => ({ ...at, statusCode: '200' })

  it('are put', async () => {
    const method = await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
    expect(bare(method)).toEqual({ httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false })
    const responseParameters = { 'method.response.header.X-A': true }
    await apiGateway.send(new PutMethodResponseCommand({ ...ok(), responseParameters }))
    const requestTemplates = { 'application/json': '{"statusCode": 200}' }
    const integration = await apiGateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates }))
    expect(bare(integration)).toEqual({
      type: 'MOCK',
      requestTemplates,
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      cacheNamespace: at.resourceId,
      cacheKeyParameters: [],
    })
    const mapped = { responseParameters: { 'method.response.header.X-A': "'a'" }, selectionPattern: '' }
    await apiGateway.send(new PutIntegrationResponseCommand({ ...ok(), ...mapped }))
    const whole = await apiGateway.send(new GetMethodCommand(at))
    expect(whole).toMatchObject({
      methodResponses: { 200: { statusCode: '200', responseParameters } },
      methodIntegration: { type: 'MOCK', integrationResponses: { 200: { statusCode: '200', ...mapped } } },
    })
    const { items } = await apiGateway.send(new GetResourcesCommand({ restApiId: at.restApiId }))
    expect(items?.[0]?.resourceMethods).toEqual({ GET: {} })
  })

  it('are updated by operations on paths', async () => {
    const patchOf = (path: string, value: string, op: 'replace' | 'add' = 'replace') => ({
      patchOperations: [{ op, path, value }],
    })
    await apiGateway.send(new UpdateMethodCommand({ ...at, ...patchOf('/operationName', 'ListOrders') }))
    await apiGateway.send(
      new UpdateMethodResponseCommand({
        ...ok(),
        ...patchOf('/responseParameters/method.response.header.X-B', 'false', 'add'),
      }),
    )
    await apiGateway.send(
      new UpdateIntegrationCommand({ ...at, ...patchOf('/requestTemplates/application~1json', '{"statusCode":201}') }),
    )
    await apiGateway.send(new UpdateIntegrationResponseCommand({ ...ok(), ...patchOf('/selectionPattern', '2\\d{2}') }))
    expect((await apiGateway.send(new GetMethodCommand(at))).operationName).toBe('ListOrders')
    expect((await apiGateway.send(new GetMethodResponseCommand(ok()))).responseParameters).toEqual({
      'method.response.header.X-A': true,
      'method.response.header.X-B': false,
    })
    const { requestTemplates } = await apiGateway.send(new GetIntegrationCommand(at))
    expect(requestTemplates).toEqual({ 'application/json': '{"statusCode":201}' })
    const { selectionPattern } = await apiGateway.send(new GetIntegrationResponseCommand(ok()))
    expect(selectionPattern).toBe('2\\d{2}')
  })

  it('are deleted, and each is missed with its own text', async () => {
    const missed = async (call: Promise<unknown>) => (await refusalOf(call)).message
    await apiGateway.send(new DeleteIntegrationResponseCommand(ok()))
    expect(await missed(apiGateway.send(new GetIntegrationResponseCommand(ok())))).toBe(
      'Invalid Response status code specified',
    )
    await apiGateway.send(new DeleteIntegrationCommand(at))
    expect(await missed(apiGateway.send(new GetIntegrationCommand(at)))).toBe(
      'Invalid Integration identifier specified',
    )
    await apiGateway.send(new DeleteMethodResponseCommand(ok()))
    expect(await missed(apiGateway.send(new GetMethodResponseCommand(ok())))).toBe(
      'Invalid Response status code specified',
    )
    await apiGateway.send(new DeleteMethodCommand(at))
    expect(await missed(apiGateway.send(new GetMethodCommand(at)))).toBe('Invalid Method identifier specified')
  })

  it.each([
    ['HTTP', 'Integration type HTTP'],
    ['AWS_PROXY', 'Integration type AWS_PROXY'],
  ] as const)('are refused as %s, by name', async (type, name) => {
    const { restApiId, rootId } = await createApi()
    const at = { restApiId, resourceId: rootId, httpMethod: 'GET' }
    await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
    const uri =
      type === 'HTTP'
        ? 'https://example.com/'
        : 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'
    const put = new PutIntegrationCommand({ ...at, type, integrationHttpMethod: 'POST', uri })
    const refusal = await refusalOf(apiGateway.send(put))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain(`${name} is not emulated`)
  })

  it('are refused a second time', async () => {
    const put = () => apiGateway.send(new PutMethodCommand({ ...at, httpMethod: 'PUT', authorizationType: 'NONE' }))
    await put()
    expect(await refusalOf(put())).toMatchObject({ name: 'ConflictException', status: 409 })
  })

  it('are refused without the authorizer that they ask for', async () => {
    for (const authorizerId of [undefined, 'nobody']) {
      const input = { ...at, httpMethod: 'DELETE', authorizationType: 'COGNITO_USER_POOLS', authorizerId }
      const put = new PutMethodCommand(input)
      expect(await refusalOf(apiGateway.send(put))).toEqual({
        name: 'BadRequestException',
        message:
          'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires ' +
          'a valid authorizer.',
        status: 400,
      })
    }
  })
})
