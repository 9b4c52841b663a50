import {
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  type PatchOperation,
  PutGatewayResponseCommand,
  type PutGatewayResponseCommandInput,
  UpdateGatewayResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000075' })
const STOCK = '{"message":$context.error.messageString}'
const json = (template: string) => ({ 'application/json': template })

let api: MockApi
let restApiId: string
const created = () => createMockApi({ apiGateway, origin }, [{ path: '/pets/{id}' }])
beforeAll(async () => {
  api = await created()
  restApiId = api.apiId
})

type Settings = Partial<PutGatewayResponseCommandInput> & Pick<PutGatewayResponseCommandInput, 'responseType'>
const bare = <T extends object>({ $metadata: _, ...rest }: T & { $metadata?: unknown }) => rest
const put = (settings: Settings) => apiGateway.send(new PutGatewayResponseCommand({ restApiId, ...settings }))
const get = async (responseType: PutGatewayResponseCommandInput['responseType']) =>
  bare(await apiGateway.send(new GetGatewayResponseCommand({ restApiId, responseType })))
const patch = (...patchOperations: PatchOperation[]) =>
  apiGateway.send(new UpdateGatewayResponseCommand({ restApiId, responseType: 'ACCESS_DENIED', patchOperations }))

describe('what a refused caller is told', () => {
  const lost = async (settings: Omit<Settings, 'responseType'>, headers: Record<string, string> = {}, query = '') => {
    await put({ responseType: 'MISSING_AUTHENTICATION_TOKEN', ...settings })
    await api.deploy()
    return api.call(`/nowhere${query}`, { headers })
  }

  it('is filled in, and no template language (api-gateway 2.2.1)', async () => {
    const patchOperations = [{ op: 'replace' as const, path: '/variables/colour', value: 'blue' }]
    await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations }))
    const template =
      '#set($a = 1)$a #if(true)x#end $context.stage $context.httpMethod $stageVariables.colour ' +
      '$method.request.header.X-Mine $method.request.querystring.q'
    const answer = await lost({ statusCode: '418', responseTemplates: json(template) }, { 'X-Mine': 'm' }, '?q=7')
    expect([answer.status, await answer.text()]).toEqual([418, '#set($a = 1)$a #if(true)x#end test GET blue m 7'])
  })

  it('may say what is wrong, raw or as JSON (api-gateway 2.2.2)', async () => {
    const responseTemplates = json(
      '{"raw":"$context.error.message","json":$context.error.messageString,"type":"$context.error.responseType"}',
    )
    expect(await (await lost({ responseTemplates })).json()).toEqual({
      raw: 'Missing Authentication Token',
      json: 'Missing Authentication Token',
      type: 'MISSING_AUTHENTICATION_TOKEN',
    })
  })

  it('has headers of texts, of the request, of the call and of the stage (api-gateway 2.2.3)', async () => {
    const from = {
      'gatewayresponse.header.X-Text': "'literal'",
      'gatewayresponse.header.X-Header': 'method.request.header.X-Mine',
      'gatewayresponse.header.X-Query': 'method.request.querystring.q',
      'gatewayresponse.header.X-Stage': 'context.stage',
      'gatewayresponse.header.X-Colour': 'stageVariables.colour',
      // Places that an answer has not are taken (documented).
      'gatewayresponse.path.p': "'p'",
      'gatewayresponse.querystring.q': 'method.request.path.p',
    }
    const answer = await lost({ responseParameters: from }, { 'X-Mine': 'm' }, '?q=7')
    const told = ['x-text', 'x-header', 'x-query', 'x-stage', 'x-colour'].map((name) => answer.headers.get(name))
    expect(told).toEqual(['literal', 'm', '7', 'test', 'blue'])
  })

  it('is the template that is accepted, and else JSON (api-gateway 2.2.4)', async () => {
    const responseTemplates = { 'text/plain': 'plain', 'application/json': '"json"' }
    const plain = await lost({ responseTemplates }, { accept: 'text/plain' })
    expect([plain.headers.get('content-type'), await plain.text()]).toEqual(['text/plain', 'plain'])
    for (const accept of ['application/json', 'text/html', '*/*']) {
      expect(await (await api.call('/nowhere', { headers: { accept } })).text()).toBe('"json"')
    }
  })

  it('is by default what its class says, status and all, until that is gone (api-gateway 2.2.5)', async () => {
    const own = await created()
    const of = { restApiId: own.apiId }
    const responseTemplates = json('{"own":$context.error.messageString}')
    await put({ ...of, responseType: 'DEFAULT_4XX', statusCode: '418', responseTemplates })
    await own.deploy()
    const said = async () => {
      const answer = await own.call('/nowhere')
      return [answer.status, await answer.text()]
    }
    expect(await said()).toEqual([418, '{"own":"Missing Authentication Token"}'])
    await put({ ...of, responseType: 'MISSING_AUTHENTICATION_TOKEN', statusCode: '404' })
    await own.deploy()
    expect(await said()).toEqual([404, '{"message":"Missing Authentication Token"}'])
    for (const responseType of ['MISSING_AUTHENTICATION_TOKEN', 'DEFAULT_4XX'] as const) {
      await apiGateway.send(new DeleteGatewayResponseCommand({ ...of, responseType }))
    }
    await own.deploy()
    expect(await said()).toEqual([403, '{"message":"Missing Authentication Token"}'])
  })

  it('changes with a deployment (api-gateway 2.2.13)', async () => {
    const own = await created()
    await put({ restApiId: own.apiId, responseType: 'MISSING_AUTHENTICATION_TOKEN', statusCode: '404' })
    expect((await own.call('/nowhere')).status).toBe(403)
    await own.deploy()
    expect((await own.call('/nowhere')).status).toBe(404)
  })
})

describe('the control plane', () => {
  beforeEach(async () => {
    restApiId = (await created()).apiId
  })

  it('shows what types take over from their class (api-gateway 2.2.6)', async () => {
    const said = {
      statusCode: '599',
      responseParameters: { 'gatewayresponse.header.X-Why': "'why'" },
      responseTemplates: json('{"own":1}'),
    }
    await put({ responseType: 'DEFAULT_5XX', ...said })
    const responseParameters = { 'gatewayresponse.header.X-Own': "'own'" }
    await put({ responseType: 'API_CONFIGURATION_ERROR', responseParameters })
    const { items = [] } = await apiGateway.send(new GetGatewayResponsesCommand({ restApiId }))
    const shown = Object.fromEntries(items.map((item) => [item.responseType, item]))
    for (const type of [
      'AUTHORIZER_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'INTEGRATION_FAILURE',
      'INTEGRATION_TIMEOUT',
    ]) {
      expect(shown[type]).toEqual({ responseType: type, defaultResponse: true, ...said })
    }
    expect(shown.DEFAULT_5XX).toEqual({ responseType: 'DEFAULT_5XX', defaultResponse: false, ...said })
    expect(shown.API_CONFIGURATION_ERROR).toEqual({
      responseType: 'API_CONFIGURATION_ERROR',
      defaultResponse: false,
      statusCode: '500',
      responseParameters,
      responseTemplates: json(STOCK),
    })
    expect(shown.ACCESS_DENIED).toMatchObject({ statusCode: '403', defaultResponse: true, responseParameters: {} })
  })

  it('fills in what is not said (api-gateway 2.2.7)', async () => {
    const made = await put({ responseType: 'QUOTA_EXCEEDED' })
    expect(made.$metadata.httpStatusCode).toBe(201)
    expect(bare(made)).toEqual({
      responseType: 'QUOTA_EXCEEDED',
      defaultResponse: false,
      statusCode: '429',
      responseParameters: {},
      responseTemplates: json(STOCK),
    })
  })

  it('deletes what was said, and misses what was not (api-gateway 2.2.9)', async () => {
    const at = { restApiId, responseType: 'UNAUTHORIZED' as const }
    await put({ responseType: 'UNAUTHORIZED', statusCode: '418' })
    const gone = await apiGateway.send(new DeleteGatewayResponseCommand(at))
    expect(gone.$metadata.httpStatusCode).toBe(202)
    expect(await get('UNAUTHORIZED')).toMatchObject({ defaultResponse: true, statusCode: '401' })
    expect(await refusalOf(apiGateway.send(new DeleteGatewayResponseCommand(at)))).toEqual({
      name: 'NotFoundException',
      message: 'Gateway response type not defined on api',
      status: 404,
    })
  })

  it('makes a type one’s own by a patch (api-gateway 2.2.10)', async () => {
    const made = bare(await patch({ op: 'replace', path: '/statusCode', value: '444' }))
    const own = {
      responseType: 'ACCESS_DENIED',
      defaultResponse: false,
      statusCode: '444',
      responseParameters: {},
      responseTemplates: json(STOCK),
    }
    expect(made).toEqual(own)
    expect(await get('ACCESS_DENIED')).toEqual(own)
  })

  it.each<[PatchOperation, number, string]>([
    [{ op: 'add', path: '/statusCode', value: '444' }, 400, 'Invalid patch path /statusCode'],
    [{ op: 'remove', path: '/statusCode' }, 400, 'Invalid patch path /statusCode'],
    [{ op: 'replace', path: '/wrongPath', value: 'a' }, 400, 'Invalid patch path /wrongPath'],
    [{ op: 'replace', value: 'a' }, 400, 'Invalid patch path null'],
    [
      { op: 'replace', path: '/responseParameters/gatewayresponse.header.none', value: "'a'" },
      404,
      'Invalid parameter name specified',
    ],
    [
      { op: 'add', path: '/responseTemplates/application~1xml' },
      400,
      'Invalid null or empty value in responseTemplates',
    ],
    [
      { op: 'add', path: '/responseParameters/gatewayresponse.header.a' },
      400,
      'Invalid null or empty value in responseParameters',
    ],
  ])('refuses the patch %j (api-gateway 2.2.11)', async (operation, status, message) => {
    expect(await refusalOf(patch(operation))).toMatchObject({ status, message })
  })

  it('tells which types there are (api-gateway 2.2.12)', async () => {
    expect(await refusalOf(get('WRONG' as 'UNAUTHORIZED'))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'WRONG' at 'responseType' failed to satisfy constraint: Member must satisfy " +
        'enum value set: [REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, ' +
        'MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, ' +
        'AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, ' +
        'QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]',
      status: 400,
    })
  })
})
