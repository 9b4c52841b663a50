import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PutGatewayResponseRequest } from '../../../generated/apigateway.ts'
import { createApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
beforeEach(async () => {
  restApiId = (await createApi(gateway)).restApiId
})

const put = (responseType: string, more: Partial<PutGatewayResponseRequest> = {}) =>
  gateway.call('PutGatewayResponse', { restApiId, responseType, ...more })
const get = (responseType: string) => gateway.call('GetGatewayResponse', { restApiId, responseType })

const STOCK = { 'application/json': '{"message":$context.error.messageString}' }
const PARAMETERS = { 'gatewayresponse.header.X': "'x'" }

test('every type has its default, in alphabetical order', async () => {
  const { items = [] } = await gateway.call('GetGatewayResponses', { restApiId })
  const types = items.map(({ responseType }) => responseType)
  expect(types).toHaveLength(21)
  expect(types).toEqual([...types].sort())
  expect(items.find(({ responseType }) => responseType === 'UNAUTHORIZED')).toEqual({
    responseType: 'UNAUTHORIZED',
    statusCode: '401',
    responseParameters: {},
    responseTemplates: STOCK,
    defaultResponse: true,
  })
  expect(items.find(({ responseType }) => responseType === 'DEFAULT_4XX')?.statusCode).toBeUndefined()
})

test('types that were not touched inherit from the default of their class; those that were do not', async () => {
  const responseTemplates = { 'application/json': 'custom' }
  await put('DEFAULT_5XX', { statusCode: '599', responseParameters: PARAMETERS, responseTemplates })
  await put('API_CONFIGURATION_ERROR', { responseParameters: {} })
  expect(await get('INTEGRATION_FAILURE')).toEqual({
    responseType: 'INTEGRATION_FAILURE',
    statusCode: '599',
    responseParameters: PARAMETERS,
    responseTemplates,
    defaultResponse: true,
  })
  expect(await get('API_CONFIGURATION_ERROR')).toMatchObject({
    statusCode: '500',
    responseTemplates: STOCK,
    defaultResponse: false,
  })
  expect(await get('UNAUTHORIZED')).toMatchObject({ statusCode: '401', responseTemplates: STOCK })
})

test('deletion brings the default back, once', async () => {
  await put('UNAUTHORIZED', { statusCode: '418' })
  const remove = () => gateway.call('DeleteGatewayResponse', { restApiId, responseType: 'UNAUTHORIZED' })
  await remove()
  expect(await get('UNAUTHORIZED')).toMatchObject({ statusCode: '401', defaultResponse: true })
  await expect(remove()).rejects.toMatchObject(refusal('Gateway response type not defined on api', 'NotFoundException'))
})

test('a patch makes a response the API’s own and keeps empty maps', async () => {
  const update = (...patchOperations: object[]) =>
    gateway.call('UpdateGatewayResponse', { restApiId, responseType: 'THROTTLED', patchOperations })
  expect(
    await update(
      { op: 'replace', path: '/statusCode', value: '430' },
      { op: 'add', path: '/responseParameters/gatewayresponse.header.X', value: "'x'" },
    ),
  ).toEqual({
    responseType: 'THROTTLED',
    statusCode: '430',
    responseParameters: PARAMETERS,
    responseTemplates: STOCK,
    defaultResponse: false,
  })
  expect(await update({ op: 'remove', path: '/responseParameters/gatewayresponse.header.X' })).toMatchObject({
    responseParameters: {},
  })
  for (const [operation, message] of [
    [{ op: 'add', path: '/statusCode', value: '400' }, 'Invalid patch path /statusCode'],
    [{ op: 'replace', path: '/wrongPath', value: '1' }, 'Invalid patch path /wrongPath'],
    [{ op: 'replace', value: '1' }, 'Invalid patch path null'],
    [
      { op: 'replace', path: '/responseTemplates/application~1json' },
      'Invalid null or empty value in responseTemplates',
    ],
    [
      { op: 'add', path: '/responseParameters/gatewayresponse.header.Y' },
      'Invalid null or empty value in responseParameters',
    ],
  ] as const) {
    await expect(update(operation)).rejects.toMatchObject(refusal(message))
  }
  await expect(
    update({ op: 'replace', path: '/responseParameters/gatewayresponse.header.Z', value: "'z'" }),
  ).rejects.toMatchObject(refusal('Invalid parameter name specified', 'NotFoundException'))
})

test.each([
  [{ responseParameters: { 'method.response.header.X': "'x'" } }],
  [{ responseParameters: { 'gatewayresponse.header.X': 'x' } }],
  [{ responseParameters: { 'gatewayresponse.header.X': 'integration.response.header.X' } }],
  [{ responseTemplates: { json: '{}' } }],
])('%j is refused', async (more) => {
  await expect(put('UNAUTHORIZED', more)).rejects.toMatchObject({ code: 'BadRequestException' })
})
