import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'

export interface MockMethod {
  /** `/`, `/a`, `/{id}/b`. */
  readonly path?: string
  readonly httpMethod?: string
  readonly method?: Partial<PutMethodCommandInput>
  readonly integration?: Partial<PutIntegrationCommandInput>
  readonly responses?: readonly (Partial<PutIntegrationResponseCommandInput> & { readonly statusCode: string })[]
}

export interface MockApi {
  readonly apiId: string
  readonly rootResourceId: string
  /** Resource ids by path. */
  readonly resources: Readonly<Record<string, string>>
  deploy(options?: Partial<CreateDeploymentCommandInput>): Promise<string>
  /** Where stage `test` is, by its path form. */
  url(path: string): string
  call(path: string, init?: RequestInit): Promise<Response>
}

/** An open API of MOCK methods on stage `test`. */
export async function createMockApi(
  { apiGateway, origin }: { apiGateway: APIGatewayClient; origin: string },
  methods: readonly MockMethod[],
  settings: Partial<CreateRestApiCommandInput> = {},
): Promise<MockApi> {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'mock', ...settings }))
  const restApiId = api.id ?? ''
  const resources: Record<string, string> = { '/': api.rootResourceId ?? '' }
  for (const method of methods) {
    const resourceId = await resourceAt(apiGateway, restApiId, resources, method.path ?? '/')
    await putMock(apiGateway, restApiId, resourceId, method)
  }
  const deploy = async (options: Partial<CreateDeploymentCommandInput> = {}) => {
    const made = await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test', ...options }))
    return made.id ?? ''
  }
  await deploy()
  const url = (path: string) => `${origin}/_aws/execute-api/${restApiId}/test${path}`
  return {
    apiId: restApiId,
    rootResourceId: api.rootResourceId ?? '',
    resources,
    deploy,
    url,
    call: (path, init) => fetch(url(path), init),
  }
}

async function resourceAt(
  apiGateway: APIGatewayClient,
  restApiId: string,
  resources: Record<string, string>,
  path: string,
): Promise<string> {
  let parent = '/'
  for (const pathPart of path.split('/').filter(Boolean)) {
    const here = parent === '/' ? `/${pathPart}` : `${parent}/${pathPart}`
    if (resources[here] === undefined) {
      const made = await apiGateway.send(
        new CreateResourceCommand({ restApiId, parentId: resources[parent], pathPart }),
      )
      resources[here] = made.id ?? ''
    }
    parent = here
  }
  return resources[parent] ?? ''
}

async function putMock(
  apiGateway: APIGatewayClient,
  restApiId: string,
  resourceId: string,
  { httpMethod = 'GET', method, integration, responses = [{ statusCode: '200' }] }: MockMethod,
): Promise<void> {
  const at = { restApiId, resourceId, httpMethod }
  await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE', ...method }))
  const requestTemplates = { 'application/json': '{"statusCode": 200}' }
  await apiGateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates, ...integration }))
  for (const response of responses) {
    const headers = Object.keys(response.responseParameters ?? {}).map((name) => [name, false])
    const responseParameters = Object.fromEntries(headers) as Record<string, boolean>
    const { statusCode } = response
    await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode, responseParameters }))
    await apiGateway.send(new PutIntegrationResponseCommand({ ...at, ...response }))
  }
}
