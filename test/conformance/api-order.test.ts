import {
  CreateApiKeyCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  UpdateMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { createAuthorizer } from '../support/protected-api.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '333300000072'
const { apiGateway, cognito } = awsClients({ origin, account: ACCOUNT })
const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value })
const add = (path: string, value: string) => ({ op: 'add' as const, path, value })

async function keyOf(planSettings: object, apiId: string): Promise<string> {
  const { id: usagePlanId } = await apiGateway.send(
    new CreateUsagePlanCommand({
      name: uniqueName('plan'),
      apiStages: [{ apiId, stage: 'test' }],
      ...planSettings,
    }),
  )
  const { id: keyId, value = '' } = await apiGateway.send(new CreateApiKeyCommand({ enabled: true }))
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
  return value
}

it('a call is authorized, then its key, parameters, body and type are looked at, each alone (api-gateway 1.1.2, 1.1.4)', async () => {
  const machine = await createMachineClient(cognito)
  const api = await createMockApi({ apiGateway, origin }, [
    {
      path: '/orders/{id}',
      httpMethod: 'POST',
      method: { apiKeyRequired: true },
      integration: { passthroughBehavior: 'NEVER', requestTemplates: { 'application/json': '{"statusCode": "bad"}' } },
    },
  ])
  const { apiId: restApiId } = api
  const authorizerId = await createAuthorizer(apiGateway, restApiId, [machine.poolArn])
  const validator = { name: 'both', validateRequestBody: true, validateRequestParameters: true }
  const { id: validatorId = '' } = await apiGateway.send(new CreateRequestValidatorCommand({ restApiId, ...validator }))
  const schema = '{"type":"object","required":["sku"]}'
  for (const [name, contentType] of [
    ['Json', 'application/json'],
    ['Other', 'text/other'],
  ])
    await apiGateway.send(new CreateModelCommand({ restApiId, name, contentType, schema }))
  await apiGateway.send(
    new UpdateMethodCommand({
      restApiId,
      resourceId: api.resources['/orders/{id}'],
      httpMethod: 'POST',
      patchOperations: [
        replace('/authorizationType', 'COGNITO_USER_POOLS'),
        replace('/authorizerId', authorizerId),
        add('/authorizationScopes', 'orders/read'),
        replace('/requestValidatorId', validatorId),
        add('/requestParameters/method.request.querystring.page', 'true'),
        add('/requestModels/application~1json', 'Json'),
        add('/requestModels/text~1other', 'Other'),
      ],
    }),
  )
  await api.deploy()
  const key = await keyOf({}, restApiId)
  const { access_token: authorization } = await tokenFor(origin, machine, 'orders/read')

  const call = async (headers: Record<string, string>, path = '/orders/1', body = '{}') => {
    const response = await api.call(path, { method: 'POST', body, headers })
    return [response.status, await response.text()]
  }
  const json = { 'content-type': 'application/json' }
  const keyed = { authorization, 'x-api-key': key }
  expect(await call(json, '/nowhere')).toEqual([403, '{"message":"Missing Authentication Token"}'])
  expect(await call(json)).toEqual([401, '{"message":"Unauthorized"}'])
  expect(await call({ ...json, authorization })).toEqual([403, '{"message":"Forbidden"}'])
  expect(await call({ ...json, ...keyed })).toEqual([400, '{"message": "Missing required request parameters: [page]"}'])
  expect(await call({ ...json, ...keyed }, '/orders/1?page=1')).toEqual([400, '{"message": "Invalid request body"}'])
  const good = ['/orders/1?page=1', '{"sku":1}'] as const
  const other = { 'content-type': 'text/other', ...keyed }
  expect(await call(other, '/orders/1?page=1')).toEqual([400, '{"message": "Invalid request body"}'])
  expect(await call(other, ...good)).toEqual([415, '{"message": "Unsupported Media Type"}'])
  expect(await call({ ...json, ...keyed }, ...good)).toEqual([500, '{"message": "Internal server error"}'])
})

it('a throttle of a plan is held against a call before the stage’s own (api-gateway 1.1.5)', async () => {
  const api = await createMockApi({ apiGateway, origin }, [{ method: { apiKeyRequired: true } }])
  const tight = await keyOf({ throttle: { rateLimit: 0.001, burstLimit: 1 } }, api.apiId)
  const wide = await keyOf({ throttle: { rateLimit: 100, burstLimit: 100 } }, api.apiId)
  const patchOperations = [replace('/*/*/throttling/rateLimit', '0.001'), replace('/*/*/throttling/burstLimit', '2')]
  await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
  const statuses = []
  // What the plan refuses takes nothing from the stage, which has room for a second call then.
  for (const key of [tight, tight, tight, wide, wide]) {
    statuses.push((await api.call('/', { headers: { 'x-api-key': key } })).status)
  }
  expect(statuses).toEqual([200, 429, 429, 200, 429])
})

it('an error goes past the mapping of the integration’s response (api-gateway 1.1.8)', async () => {
  const mapped = { responseParameters: { 'method.response.header.X-Mapped': "'yes'" } }
  const api = await createMockApi({ apiGateway, origin }, [
    {
      path: '/fails',
      integration: { requestTemplates: { 'application/json': '{}' } },
      responses: [{ statusCode: '200', ...mapped }],
    },
    { path: '/works', responses: [{ statusCode: '200', ...mapped }] },
  ])
  const [fails, works] = [await api.call('/fails'), await api.call('/works')]
  expect([fails.status, fails.headers.get('x-mapped')]).toEqual([500, null])
  expect([works.status, works.headers.get('x-mapped')]).toEqual([200, 'yes'])
})
