import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import type { awsClients } from './clients.ts'

type ApiGateway = ReturnType<typeof awsClients>['apiGateway']

export interface ProtectedApi {
  readonly apiId: string
  readonly resourceId: string
  readonly authorizerId: string
  /** Path form of `GET /orders` on stage `test`. */
  url(origin: string): string
}

/** `GET /orders` answering `{"orders":[]}` from a MOCK, behind a Cognito authorizer for the given pools. */
export async function createProtectedApi(
  apiGateway: ApiGateway,
  poolArns: readonly string[],
  method: Partial<PutMethodCommandInput> = { authorizationScopes: ['orders/read'] },
): Promise<ProtectedApi> {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'orders' }))
  const restApiId = api.id ?? ''
  const authorizerId = await createAuthorizer(apiGateway, restApiId, poolArns)
  const resource = await apiGateway.send(
    new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: 'orders' }),
  )
  const at = { restApiId, resourceId: resource.id ?? '', httpMethod: method.httpMethod ?? 'GET' }
  await apiGateway.send(
    new PutMethodCommand({
      ...at,
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId,
      ...method,
    }),
  )
  await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
  await apiGateway.send(
    new PutIntegrationCommand({
      ...at,
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
    }),
  )
  await apiGateway.send(
    new PutIntegrationResponseCommand({
      ...at,
      statusCode: '200',
      responseTemplates: { 'application/json': '{"orders":[]}' },
    }),
  )
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
  return {
    apiId: restApiId,
    resourceId: at.resourceId,
    authorizerId,
    url: (origin) => `${origin}/_aws/execute-api/${restApiId}/test/orders`,
  }
}

/** An authorizer for the given pools; its id. */
export async function createAuthorizer(
  apiGateway: ApiGateway,
  restApiId: string,
  poolArns: readonly string[],
  settings: Partial<CreateAuthorizerCommandInput> = {},
): Promise<string> {
  const { id = '' } = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: 'machines',
      type: 'COGNITO_USER_POOLS',
      providerARNs: [...poolArns],
      identitySource: 'method.request.header.Authorization',
      ...settings,
    }),
  )
  return id
}
