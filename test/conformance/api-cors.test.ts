import { PutGatewayResponseCommand } from '@aws-sdk/client-api-gateway'
import { beforeAll, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { createProtectedApi } from '../support/protected-api.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '333300000085' })
const PAGE = 'https://app.example.com'
const allowing = (prefix: string, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [`${prefix}.header.Access-Control-Allow-${name}`, `'${PAGE}'`]))

let api: MockApi
beforeAll(async () => {
  api = await createMockApi({ apiGateway, origin }, [
    {
      path: '/pets',
      httpMethod: 'OPTIONS',
      integration: { requestTemplates: { 'application/json': '{ statusCode: 200 }' } },
      responses: [
        { statusCode: '204', responseParameters: allowing('method.response', 'Origin', 'Headers', 'Methods') },
      ],
    },
    { path: '/pets', responses: [{ statusCode: '200', responseParameters: allowing('method.response', 'Origin') }] },
    { path: '/plain' },
  ])
})
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin')
const preflight = { 'access-control-request-method': 'GET', origin: PAGE }

it('a page is let in by a mock, by what is mapped, and by what refusals say (api-gateway 2.1.4, 9.3.1)', async () => {
  const asked = await api.call('/pets', { method: 'OPTIONS', headers: preflight })
  expect([asked.status, allowed(asked)]).toEqual([204, PAGE])
  expect(asked.headers.get('access-control-allow-methods')).toBe(PAGE)
  expect(allowed(await api.call('/pets'))).toBe(PAGE)
  expect(allowed(await api.call('/plain'))).toBeNull()
  const nowhere = await api.call('/nowhere')
  expect([nowhere.status, allowed(nowhere)]).toEqual([403, null])
  const responseParameters = allowing('gatewayresponse', 'Origin')
  const command = { restApiId: api.apiId, responseType: 'DEFAULT_4XX' as const, responseParameters }
  await apiGateway.send(new PutGatewayResponseCommand(command))
  await api.deploy()
  const refused = await api.call('/nowhere')
  expect([refused.status, allowed(refused)]).toEqual([403, PAGE])
})

it('a page cannot ask where its question needs a token (api-gateway 9.3.2)', async () => {
  const machine = await createMachineClient(cognito)
  const guarded = await createProtectedApi(apiGateway, [machine.poolArn], {
    httpMethod: 'OPTIONS',
    authorizationScopes: ['orders/read'],
  })
  const asked = await fetch(guarded.url(origin), { method: 'OPTIONS', headers: preflight })
  expect([asked.status, allowed(asked)]).toEqual([401, null])
})
