import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateIntegrationRequest } from '../../../generated/apigatewayv2.ts'
import { createApi, FUNCTION, refusal, startHttpApis, type TestHttpApis } from '../apigatewayv2.harness.ts'

let world: TestHttpApis
let ApiId: string
beforeEach(async () => {
  world = await startHttpApis()
  ApiId = await createApi(world)
})
afterEach(() => world.close())

type Given = Omit<CreateIntegrationRequest, 'ApiId'>
const create = (given: Given) => world.call('CreateIntegration', { ApiId, ...given })
const lambda: Given = { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' }
const http: Given = {
  IntegrationType: 'HTTP_PROXY',
  IntegrationMethod: 'GET',
  IntegrationUri: 'https://backend.example.com/pets',
}

describe('an integration', () => {
  it('with a backend has the payload format 1.0 (api-gateway 12.5.9)', async () => {
    expect(await create(http)).toEqual({
      ConnectionType: 'INTERNET',
      IntegrationId: expect.stringMatching(/^[a-z0-9]{7}$/),
      IntegrationMethod: 'GET',
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: 'https://backend.example.com/pets',
      PayloadFormatVersion: '1.0',
      TimeoutInMillis: 30_000,
    })
  })

  it.each<[Partial<Given>, string]>([
    [
      { IntegrationType: 'MOCK' },
      'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
    ],
    [{ PayloadFormatVersion: '3.0' }, 'Unsupported PayloadFormatVersion: 3.0'],
    [{ TimeoutInMillis: 49 }, 'Timeout should be between 50 ms and 30000 ms'],
    [{ TimeoutInMillis: 30_001 }, 'Timeout should be between 50 ms and 30000 ms'],
    [{ IntegrationMethod: 'GET' }, 'HttpMethod must be POST for AWS_PROXY IntegrationType'],
    [{ IntegrationUri: '' }, 'Invalid integration URI specified'],
    [
      { IntegrationSubtype: 'SQS-SendMessage', IntegrationUri: '' },
      'Role ARN must be specified for AWS integration configuration with Subtype: SQS-SendMessage',
    ],
    [{ PassthroughBehavior: 'NEVER' }, 'PassthroughBehavior is not supported for APIs with a protocol type of HTTP'],
    [{ ResponseParameters: { 99: { 'overwrite:statuscode': '200' } } }, 'Status Code 99 is not valid'],
    [
      { RequestParameters: { 'overwrite:header.connection': 'close' } },
      'Operations on header connection are restricted',
    ],
  ])('with a function is refused with %j', async (more, message) => {
    await expect(create({ ...lambda, ...more })).rejects.toMatchObject(refusal(message))
  })

  it.each<[Partial<Given>, string]>([
    [{ PayloadFormatVersion: '2.0' }, 'PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY'],
    [{ IntegrationMethod: '' }, 'HttpMethod parameter method must be specified for integrationType HTTPPROXY'],
    [{ IntegrationUri: '' }, 'Invalid integration URI specified'],
  ])('with a backend is refused with %j', async (more, message) => {
    await expect(create({ ...http, ...more })).rejects.toMatchObject(refusal(message))
  })

  it.each<Given>([
    { ...http, ConnectionType: 'VPC_LINK', ConnectionId: 'abcdef' },
    { ...http, TlsConfig: { ServerNameToVerify: 'backend.example.com' } },
    {
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'SQS-SendMessage',
      PayloadFormatVersion: '1.0',
      CredentialsArn: 'arn:aws:iam::123456789012:role/gateway',
    },
  ])('is refused by name: %j', async (given) => {
    await expect(create(given)).rejects.toMatchObject({ code: 'NotImplementedException', status: 400 })
  })

  it('merges what an update gives into its maps', async () => {
    const { IntegrationId = '' } = await create({
      ...http,
      Description: 'pets',
      RequestParameters: { 'append:header.a': '1', 'append:header.b': '2' },
      ResponseParameters: { 500: { 'overwrite:statuscode': '502' }, 404: { 'overwrite:statuscode': '410' } },
    })
    await world.call('UpdateIntegration', {
      ApiId,
      IntegrationId,
      Description: '',
      RequestParameters: { 'append:header.a': '', 'append:header.c': '3' },
      ResponseParameters: { 500: {} },
      TimeoutInMillis: 100,
    })
    const after = await world.call('GetIntegration', { ApiId, IntegrationId })
    expect(after).toMatchObject({
      IntegrationMethod: 'GET',
      RequestParameters: { 'append:header.b': '2', 'append:header.c': '3' },
      ResponseParameters: { 404: { 'overwrite:statuscode': '410' } },
      TimeoutInMillis: 100,
    })
    expect(after.RequestParameters).not.toHaveProperty('append:header.a')
    expect(after.Description).toBeUndefined()
  })

  it('is refused as a whole after an update', async () => {
    const { IntegrationId = '' } = await create(lambda)
    const update = { ApiId, IntegrationId, IntegrationType: 'HTTP_PROXY' }
    await expect(world.call('UpdateIntegration', update)).rejects.toMatchObject({ code: 'BadRequestException' })
    expect(await world.call('GetIntegration', { ApiId, IntegrationId })).toMatchObject({ IntegrationType: 'AWS_PROXY' })
  })
})
