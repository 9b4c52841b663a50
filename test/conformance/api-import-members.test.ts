import {
  GetAuthorizersCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const account = '333300000057'
const { apiGateway, cloudFormation } = awsClients({ origin: inject('origin'), account })
const stacks = stacksOf(cloudFormation)

const POOL = `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abcdefghi`
const mock = { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' } }
const operation = (more: object = {}, integration: object = mock) => ({
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': integration,
  ...more,
})

function documentWith(members: object) {
  return {
    openapi: '3.0.1',
    info: { title: 'imported', version: '1' },
    paths: { '/x': { get: operation() } },
    ...members,
  }
}

async function imported(members: object, parameters: Record<string, string> = {}) {
  const body = new TextEncoder().encode(JSON.stringify(documentWith(members)))
  return apiGateway.send(new ImportRestApiCommand({ body, parameters }))
}

async function methodAt(restApiId: string | undefined, path: string, httpMethod = 'GET') {
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }))
  return { restApiId, resourceId: items.find((item) => item.path === path)?.id, httpMethod }
}

it('variables of a server are their defaults (api-gateway 10.8.4)', async () => {
  const servers = [{ url: 'https://x.example.com/{base}', variables: { base: { default: 'shop' } } }]
  const { id } = await imported({ servers }, { basepath: 'prepend' })
  expect((await methodAt(id, '/shop/x')).resourceId).toBeTruthy()
})

it('an integration has what the extension says, in any letters (api-gateway 10.8.8)', async () => {
  const integration = {
    type: 'http',
    httpMethod: 'POST',
    uri: 'https://localhost:1/',
    connectionType: 'VPC_LINK',
    connectionId: 'abcdef',
    passthroughBehavior: 'when_no_templates',
    contentHandling: 'CONVERT_TO_TEXT',
    requestParameters: { 'integration.request.header.A': "'a'" },
    requestTemplates: { 'text/plain': 'b' },
    timeoutInMillis: 1000,
    cacheNamespace: 'n',
    cacheKeyParameters: [],
    tlsConfig: { insecureSkipVerification: true },
    responses: { '4\\d{2}': { statusCode: '200' } },
  }
  const { id } = await imported({ paths: { '/x': { get: operation({}, integration) } } })
  const { responses, ...members } = integration
  const made = await apiGateway.send(new GetIntegrationCommand(await methodAt(id, '/x')))
  expect(made).toMatchObject({ ...members, type: 'HTTP', passthroughBehavior: 'WHEN_NO_TEMPLATES' })
  expect(made.integrationResponses).toMatchObject({ 200: { selectionPattern: Object.keys(responses)[0] } })
})

it('an extension of the API sets it up, and one that is unknown is refused (api-gateway 10.8.9)', async () => {
  const policy = { Version: '2012-10-17', Statement: [] }
  const { id: restApiId } = await imported({
    'x-amazon-apigateway-binary-media-types': ['image/png'],
    'x-amazon-apigateway-minimum-compression-size': 10,
    'x-amazon-apigateway-policy': policy,
    'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
    'x-amazon-apigateway-importexport-version': '1.0',
  })
  const api = await apiGateway.send(new GetRestApiCommand({ restApiId }))
  expect(api).toMatchObject({
    binaryMediaTypes: ['image/png'],
    minimumCompressionSize: 10,
    disableExecuteApiEndpoint: true,
    policy: expect.stringContaining('2012-10-17'),
  })
  expect(await refusalOf(imported({ 'x-amazon-apigateway-weather': {} }))).toMatchObject({
    name: 'NotImplementedException',
  })
})

it('a parameter that is no text is left out with a warning (api-gateway 10.8.10)', async () => {
  const requestParameters = {
    'integration.request.header.nothing': true,
    'integration.request.header.quoted': "'True'",
  }
  const integration = { type: 'http', httpMethod: 'GET', uri: 'http://localhost:1/', requestParameters }
  const { id, warnings } = await imported({ paths: { '/test': { get: operation({}, integration) } } })
  expect(warnings).toEqual([
    "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing' of " +
      "resource '/test' and method 'GET' but got 'true'",
  ])
  const made = await apiGateway.send(new GetIntegrationCommand(await methodAt(id, '/test')))
  expect(made.requestParameters).toEqual({ 'integration.request.header.quoted': "'True'" })
})

it('keys may come from authorizers, security of the root is that of methods, and what no method uses is made too (api-gateway 10.8.11, 10.8.12)', async () => {
  const scheme = (providerARNs: string[]) => ({
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs },
  })
  const { id: restApiId, apiKeySource } = await imported({
    'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
    security: [{ used: [] }],
    paths: { '/x': { 'x-amazon-apigateway-any-method': operation() } },
    components: { securitySchemes: { used: scheme([POOL]), unused: scheme([`${POOL}2`]) } },
  })
  expect(apiKeySource).toBe('AUTHORIZER')
  const { items = [] } = await apiGateway.send(new GetAuthorizersCommand({ restApiId }))
  expect(items.map(({ name }) => name).sort()).toEqual(['unused', 'used'])
  const method = await apiGateway.send(new GetMethodCommand(await methodAt(restApiId, '/x', 'ANY')))
  expect(method).toMatchObject({
    authorizationType: 'COGNITO_USER_POOLS',
    authorizerId: items.find(({ name }) => name === 'used')?.id,
  })
})

it('a template adds its endpoint and binary types, and a canary beside a stage (api-gateway 11.3.7, 11.3.8)', async () => {
  const RestApiId = { Ref: 'Api' }
  const Api = {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      Body: documentWith({ 'x-amazon-apigateway-binary-media-types': ['image/png'] }),
      BinaryMediaTypes: ['image/gif'],
      EndpointConfiguration: { Types: ['REGIONAL'] },
    },
  }
  const First = { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId, Description: 'first' } }
  const Stage = {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId, DeploymentId: { Ref: 'First' }, StageName: 'dev', Variables: { camelCase: 'kept' } },
  }
  const Canary = {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: 'Stage',
    Properties: {
      RestApiId,
      Description: 'second',
      StageName: 'dev',
      DeploymentCanarySettings: { PercentTraffic: 50 },
    },
  }
  const name = uniqueName('template')
  const Outputs = { Id: { Value: { Ref: 'Api' } } }
  const { Id: restApiId } = outputsOf(await stacks.create(name, { Resources: { Api, First, Stage, Canary }, Outputs }))
  const { First: first, Canary: second } = await stacks.ids(name)
  const stage = await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }))
  expect(stage).toMatchObject({
    deploymentId: first,
    canarySettings: { deploymentId: second, percentTraffic: 50 },
    variables: { camelCase: 'kept' },
  })
  const api = await apiGateway.send(new GetRestApiCommand({ restApiId }))
  expect(api.binaryMediaTypes?.toSorted()).toEqual(['image/gif', 'image/png'])
  expect(api.endpointConfiguration?.types).toEqual(['REGIONAL'])
})
