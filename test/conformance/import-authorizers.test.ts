import { GetAuthorizersCommand, GetResourcesCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'

const { apiGateway } = awsClients({ origin: inject('origin'), account: '333300000079' })
const POOL = 'arn:aws:cognito-idp:us-east-1:333300000079:userpool/us-east-1_abcdefghi'

const scheme = (name: string) => ({
  type: 'apiKey',
  in: 'header',
  name,
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL] },
})
const operation = (security?: object[]) => ({
  get: {
    ...(security && { security }),
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
    },
  },
})

it('a document’s schemes become authorizers, and what it asks for its methods’ scopes (api-gateway 3.1.5, 3.5.1, 3.5.2, 3.5.3, 3.5.4)', async () => {
  const document = {
    openapi: '3.0.1',
    info: { title: 'guarded', version: '1' },
    security: [{ pool: ['email'] }],
    paths: {
      '/inherited': operation(),
      '/overridden': operation([{ pool: ['openid'] }]),
      '/other': operation([{ second: ['email', 'openid'] }]),
      '/unscoped': operation([{ pool: [] }]),
    },
    components: { securitySchemes: { pool: scheme('Authorization'), second: scheme('X-Token') } },
  }
  const body = new TextEncoder().encode(JSON.stringify(document))
  const { id: restApiId } = await apiGateway.send(new ImportRestApiCommand({ body }))
  const { items: authorizers = [] } = await apiGateway.send(new GetAuthorizersCommand({ restApiId }))
  const shown = (name: string, header: string) => ({
    id: expect.any(String) as string,
    name,
    type: 'COGNITO_USER_POOLS',
    providerARNs: [POOL],
    authType: 'cognito_user_pools',
    identitySource: `method.request.header.${header}`,
  })
  const byName = authorizers.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  expect(byName).toEqual([shown('pool', 'Authorization'), shown('second', 'X-Token')])
  const [pool, second] = byName.map(({ id }) => id)

  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }))
  const methods = items.flatMap(({ path, resourceMethods }) =>
    Object.values(resourceMethods ?? {}).map(({ authorizationType, authorizerId, authorizationScopes }) => [
      path,
      authorizationType,
      authorizerId,
      authorizationScopes,
    ]),
  )
  expect(methods).toEqual([
    ['/inherited', 'COGNITO_USER_POOLS', pool, ['email']],
    ['/other', 'COGNITO_USER_POOLS', second, ['email', 'openid']],
    ['/overridden', 'COGNITO_USER_POOLS', pool, ['openid']],
    ['/unscoped', 'COGNITO_USER_POOLS', pool, undefined],
  ])
})
