import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  DeleteGatewayResponseCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  PutGatewayResponseCommand,
  UpdateMethodCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '666600000005' })
const says = (text: string) => ({ responses: [{ statusCode: '200', responseTemplates: { 'application/json': text } }] })

let api: MockApi
let restApiId: string
beforeAll(async () => {
  api = await createMockApi({ apiGateway, origin }, [{ path: '/orders', ...says('first') }])
  restApiId = api.apiId
})

describe('models and validators', () => {
  it('models are there by default, created, updated and deleted', async () => {
    const names = async () =>
      (await apiGateway.send(new GetModelsCommand({ restApiId }))).items?.map((m) => m.name).sort()
    expect(await names()).toEqual(['Empty', 'Error'])
    const at = { restApiId, modelName: 'Order' }
    const input = { restApiId, name: 'Order', contentType: 'application/json' }
    await apiGateway.send(new CreateModelCommand({ ...input, schema: '{"type":"object"}' }))
    const again = await refusalOf(apiGateway.send(new CreateModelCommand({ ...input, schema: '{"type":"object"}' })))
    expect(again).toMatchObject({ status: 409, message: 'Model name already exists for this REST API' })
    const patchOperations = [{ op: 'replace' as const, path: '/schema', value: '{"type":"array"}' }]
    await apiGateway.send(new UpdateModelCommand({ ...at, patchOperations }))
    expect((await apiGateway.send(new GetModelCommand(at))).schema).toBe('{"type":"array"}')
    await apiGateway.send(new DeleteModelCommand(at))
    expect(await refusalOf(apiGateway.send(new GetModelCommand(at)))).toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid model name specified: Order',
    })
  })

  it('validators make missing parameters a 400, by AWS’s list of them (api-gateway 0.11, 9.1.1)', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ path: '/v', ...says('valid') }])
    const of = { restApiId: own.apiId }
    const validator = await apiGateway.send(new CreateRequestValidatorCommand({ ...of, name: 'parameters' }))
    expect(validator).toMatchObject({ validateRequestBody: false, validateRequestParameters: false })
    const set = (path: string, value: string) => ({ op: 'replace' as const, path, value })
    const add = (path: string, value: string) => ({ op: 'add' as const, path, value })
    const at = { ...of, requestValidatorId: validator.id }
    const on = [set('/validateRequestParameters', 'true')]
    await apiGateway.send(new UpdateRequestValidatorCommand({ ...at, patchOperations: on }))
    await apiGateway.send(
      new UpdateMethodCommand({
        ...of,
        resourceId: own.resources['/v'],
        httpMethod: 'GET',
        patchOperations: [
          set('/requestValidatorId', validator.id ?? ''),
          add('/requestParameters/method.request.querystring.page', 'true'),
          add('/requestParameters/method.request.header.X-Tenant', 'true'),
          add('/requestParameters/method.request.querystring.sort', 'false'),
        ],
      }),
    )
    await own.deploy()
    const missing = await own.call('/v')
    expect([missing.status, await missing.text()]).toEqual([
      400,
      '{"message": "Missing required request parameters: [X-Tenant, page]"}',
    ])
    expect(missing.headers.get('x-amzn-errortype')).toBe('BadRequestException')
    expect((await own.call('/v?page=1', { headers: { 'X-Tenant': 't' } })).status).toBe(200)
    expect((await apiGateway.send(new GetRequestValidatorsCommand(of))).items).toHaveLength(1)
    await apiGateway.send(
      new UpdateMethodCommand({
        ...of,
        resourceId: own.resources['/v'],
        httpMethod: 'GET',
        patchOperations: [set('/requestValidatorId', '')],
      }),
    )
    await apiGateway.send(new DeleteRequestValidatorCommand(at))
  })
})

describe('gateway responses', () => {
  it('are all there by default, replace what a refusal says once deployed, and go back (api-gateway 2.2.1, 2.2.2, 2.2.13)', async () => {
    const { items = [] } = await apiGateway.send(new GetGatewayResponsesCommand({ restApiId }))
    expect(items).toHaveLength(21)
    expect(items.every((response) => response.defaultResponse)).toBe(true)
    const at = { restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' as const }
    const made = await apiGateway.send(
      new PutGatewayResponseCommand({
        ...at,
        statusCode: '404',
        responseParameters: { 'gatewayresponse.header.X-Why': "'lost'" },
        responseTemplates: {
          'application/json': '{"said":$context.error.messageString,"as":"$context.error.responseType"}',
        },
      }),
    )
    expect(made).toMatchObject({
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      statusCode: '404',
      defaultResponse: false,
    })
    expect((await api.call('/nothing')).status).toBe(403)
    await api.deploy()
    const lost = await api.call('/nothing')
    expect([lost.status, await lost.json()]).toEqual([
      404,
      { said: 'Missing Authentication Token', as: 'MISSING_AUTHENTICATION_TOKEN' },
    ])
    expect(lost.headers.get('x-why')).toBe('lost')
    await apiGateway.send(new DeleteGatewayResponseCommand(at))
    expect((await apiGateway.send(new GetGatewayResponseCommand(at))).defaultResponse).toBe(true)
    await api.deploy()
    expect((await api.call('/nothing')).status).toBe(403)
    expect((await refusalOf(apiGateway.send(new DeleteGatewayResponseCommand(at)))).message).toBe(
      'Gateway response type not defined on api',
    )
  })

  it('inherit from DEFAULT_4XX what they do not say themselves (api-gateway 2.2.5)', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ path: '/a' }])
    const put = new PutGatewayResponseCommand({ restApiId: own.apiId, responseType: 'DEFAULT_4XX', statusCode: '418' })
    await apiGateway.send(put)
    await own.deploy()
    const response = await own.call('/nothing')
    expect([response.status, await response.text()]).toEqual([418, '{"message":"Missing Authentication Token"}'])
    expect((await own.call('/a')).status).toBe(200)
  })
})
