import {
  CreateRestApiCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '666600000004'
const { apiGateway } = awsClients({ origin, account: ACCOUNT })

async function createApi(): Promise<{ restApiId: string; rootId: string }> {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'orders' }))
  return { restApiId: api.id ?? '', rootId: api.rootResourceId ?? '' }
}

/** What a client makes of an answer, without the request's own data. */
function bare<T extends object>({ $metadata, ...rest }: T & { $metadata?: unknown }) {
  return rest
}

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
    ['AWS', 'dynamodb:action/PutItem', 'An integration with the service dynamodb'],
    ['AWS_PROXY', 'firehose:action/PutRecord', 'A proxy integration with Firehose'],
  ] as const)('are refused as %s of %s, by name', async (type, called, name) => {
    const { restApiId, rootId } = await createApi()
    const at = { restApiId, resourceId: rootId, httpMethod: 'GET' }
    await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
    const uri = `arn:aws:apigateway:us-east-1:${called}`
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

  it('are refused without the authorizer that they ask for (api-gateway 3.1.4)', async () => {
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
