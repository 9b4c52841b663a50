import {
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteDomainNameAccessAssociationCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetSdkCommand,
  GetSdkTypesCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '666600000001'
const ASSOCIATION = { domainNameAccessAssociationArn: 'arn:aws:apigateway:us-east-1::/domainnameaccessassociations/x' }
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

  it.each([
    ['GetSdk', new GetSdkCommand({ restApiId: 'x', stageName: 'x', sdkType: 'javascript' })],
    ['GetSdkTypes', new GetSdkTypesCommand({})],
    ['DeleteDomainNameAccessAssociation', new DeleteDomainNameAccessAssociationCommand(ASSOCIATION)],
  ] as const)('has families that are not emulated, which are refused by name: %s', async (name, command) => {
    const refusal = await refusalOf(apiGateway.send(command as GetSdkTypesCommand))
    expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
    expect(refusal.message).toContain(name)
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
