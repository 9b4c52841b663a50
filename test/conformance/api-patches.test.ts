import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateBasePathMappingCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateDomainNameCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  CreateVpcLinkCommand,
  GenerateClientCertificateCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateAccountCommand,
  UpdateApiKeyCommand,
  UpdateAuthorizerCommand,
  UpdateBasePathMappingCommand,
  UpdateClientCertificateCommand,
  UpdateDeploymentCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
  UpdateDomainNameCommand,
  UpdateGatewayResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const account = '333300000054'
const { apiGateway } = awsClients({ origin, account })

type Op = 'add' | 'remove' | 'replace' | 'copy'
type Patch = (patchOperations: PatchOperation[]) => Promise<unknown>

const POOL = `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abcdefghi`
const FUNCTION = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${account}:function:f/invocations`
const CERTIFICATE = `arn:aws:acm:us-east-1:${account}:certificate/0`
const TARGET = `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/net/balancer/0123456789abcdef`

/** By resource: how it is patched. Each has what the rows below need. */
const patches: Record<string, Patch> = {}
const named = { apiId: '', deploymentId: '', certificateId: '', validatorId: '', childId: '', secondApi: '' }

beforeAll(async () => {
  const send = apiGateway.send.bind(apiGateway)
  const mock = await createMockApi({ apiGateway, origin }, [
    {
      httpMethod: 'GET',
      method: { requestParameters: { 'method.request.querystring.a': false } },
      integration: { requestParameters: { 'integration.request.querystring.a': 'method.request.querystring.a' } },
      responses: [{ statusCode: '200', responseTemplates: { 'text/plain': 'a' } }],
    },
  ])
  const { apiId: restApiId, rootResourceId: resourceId } = mock
  named.apiId = restApiId
  named.deploymentId = await mock.deploy()
  const method = { restApiId, resourceId, httpMethod: 'GET' }
  const proxy = { ...method, httpMethod: 'POST' }
  const requestParameters = { 'method.request.querystring.a': false }
  await send(new PutMethodCommand({ ...proxy, authorizationType: 'NONE', requestParameters }))
  await send(
    new PutIntegrationCommand({ ...proxy, type: 'HTTP', integrationHttpMethod: 'GET', uri: 'http://127.0.0.1:9/' }),
  )
  await send(
    new PutMethodResponseCommand({
      ...proxy,
      statusCode: '200',
      responseParameters: { 'method.response.header.a': true },
      responseModels: { 'a/a': 'Empty' },
    }),
  )
  const child = await send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart: 'child' }))
  const under = await send(new CreateResourceCommand({ restApiId, parentId: child.id, pathPart: 'under' }))
  named.childId = child.id ?? ''
  const authorizer = await send(
    new CreateAuthorizerCommand({
      restApiId,
      name: 'a',
      type: 'COGNITO_USER_POOLS',
      providerARNs: [POOL],
      identitySource: 'method.request.header.Authorization',
    }),
  )
  const custom = await send(
    new CreateAuthorizerCommand({
      restApiId,
      name: 'b',
      type: 'TOKEN',
      authorizerUri: FUNCTION,
      identitySource: 'method.request.header.Authorization',
    }),
  )
  const model = { restApiId, modelName: 'Pet' }
  await send(
    new CreateModelCommand({ restApiId, name: 'Pet', schema: '{"type":"object"}', contentType: 'application/json' }),
  )
  const validator = await send(new CreateRequestValidatorCommand({ restApiId, name: 'v' }))
  named.validatorId = validator.id ?? ''
  const part = await send(
    new CreateDocumentationPartCommand({ restApiId, location: { type: 'API' }, properties: '{"a":1}' }),
  )
  await send(new CreateDocumentationVersionCommand({ restApiId, documentationVersion: 'v1' }))
  const certificate = await send(new GenerateClientCertificateCommand({}))
  named.certificateId = certificate.clientCertificateId ?? ''
  const link = await send(new CreateVpcLinkCommand({ name: 'l', targetArns: [TARGET] }))
  const key = await send(new CreateApiKeyCommand({ name: 'k' }))
  const plan = await send(
    new CreateUsagePlanCommand({
      name: 'p',
      apiStages: [{ apiId: restApiId, stage: 'test' }],
      quota: { limit: 10, period: 'DAY' },
      throttle: { rateLimit: 1, burstLimit: 1 },
    }),
  )
  await send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }))
  const domainName = 'patches.example.com'
  await send(
    new CreateDomainNameCommand({
      domainName,
      regionalCertificateArn: CERTIFICATE,
      endpointConfiguration: { types: ['REGIONAL'] },
    }),
  )
  await send(new CreateBasePathMappingCommand({ domainName, basePath: 'base', restApiId, stage: 'test' }))

  const response = { ...method, statusCode: '200' }
  const add = (resource: string, patch: Patch) => {
    patches[resource] = patch
  }
  add('Account', (ops) => send(new UpdateAccountCommand({ patchOperations: ops })))
  add('ApiKey', (ops) => send(new UpdateApiKeyCommand({ apiKey: key.id, patchOperations: ops })))
  add('Authorizer', (ops) =>
    send(new UpdateAuthorizerCommand({ restApiId, authorizerId: custom.id, patchOperations: ops })),
  )
  add('Authorizer of pools', (ops) =>
    send(new UpdateAuthorizerCommand({ restApiId, authorizerId: authorizer.id, patchOperations: ops })),
  )
  add('BasePathMapping', (ops) =>
    send(new UpdateBasePathMappingCommand({ domainName, basePath: 'base', patchOperations: ops })),
  )
  add('ClientCertificate', (ops) =>
    send(new UpdateClientCertificateCommand({ clientCertificateId: named.certificateId, patchOperations: ops })),
  )
  add('Deployment', (ops) =>
    send(new UpdateDeploymentCommand({ restApiId, deploymentId: named.deploymentId, patchOperations: ops })),
  )
  add('DocumentationPart', (ops) =>
    send(new UpdateDocumentationPartCommand({ restApiId, documentationPartId: part.id, patchOperations: ops })),
  )
  add('DocumentationVersion', (ops) =>
    send(new UpdateDocumentationVersionCommand({ restApiId, documentationVersion: 'v1', patchOperations: ops })),
  )
  add('DomainName', (ops) => send(new UpdateDomainNameCommand({ domainName, patchOperations: ops })))
  add('GatewayResponse', (ops) =>
    send(new UpdateGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX', patchOperations: ops })),
  )
  add('Integration', (ops) => send(new UpdateIntegrationCommand({ ...proxy, patchOperations: ops })))
  add('Integration of a mock', (ops) => send(new UpdateIntegrationCommand({ ...method, patchOperations: ops })))
  add('IntegrationResponse', (ops) => send(new UpdateIntegrationResponseCommand({ ...response, patchOperations: ops })))
  add('Method', (ops) => send(new UpdateMethodCommand({ ...proxy, patchOperations: ops })))
  add('MethodResponse', (ops) =>
    send(new UpdateMethodResponseCommand({ ...proxy, statusCode: '200', patchOperations: ops })),
  )
  add('Model', (ops) => send(new UpdateModelCommand({ ...model, patchOperations: ops })))
  add('RequestValidator', (ops) =>
    send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId: validator.id, patchOperations: ops })),
  )
  add('Resource', (ops) => send(new UpdateResourceCommand({ restApiId, resourceId: under.id, patchOperations: ops })))
  add('RestApi', (ops) => send(new UpdateRestApiCommand({ restApiId, patchOperations: ops })))
  add('Stage', (ops) => send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations: ops })))
  add('Usage', (ops) => send(new UpdateUsageCommand({ usagePlanId: plan.id, keyId: key.id, patchOperations: ops })))
  add('UsagePlan', (ops) => send(new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations: ops })))
  add('VpcLink', (ops) => send(new UpdateVpcLinkCommand({ vpcLinkId: link.id, patchOperations: ops })))
})

const ALL: readonly Op[] = ['add', 'replace', 'remove']
const SET: readonly Op[] = ['add', 'remove']
const R: readonly Op[] = ['replace']

/** What AWS's table (patch-operations) has. The operations are sent in this order, so that each finds what it needs. */
const ROWS: readonly (readonly [resource: string, path: string, ops: readonly Op[], value: string | (() => string)])[] =
  [
    ['Account', '/cloudwatchRoleArn', R, `arn:aws:iam::${account}:role/logs`],
    ['Account', '/features', ['add'], 'UsagePlans'],
    ['ApiKey', '/customerId', R, 'c'],
    ['ApiKey', '/description', R, 'd'],
    ['ApiKey', '/enabled', R, 'true'],
    ['ApiKey', '/name', R, 'n'],
    ['ApiKey', '/stages', SET, () => `${named.apiId}/test`],
    ['Authorizer', '/authorizerUri', R, FUNCTION],
    ['Authorizer', '/authorizerCredentials', R, `arn:aws:iam::${account}:role/r`],
    ['Authorizer', '/authorizerResultTtlInSeconds', R, '10'],
    ['Authorizer', '/authType', R, 'custom'],
    ['Authorizer', '/identityValidationExpression', R, '.*'],
    ['Authorizer', '/name', R, 'renamed'],
    ['Authorizer', '/type', R, 'REQUEST'],
    ['Authorizer', '/identitySource', ['add', 'replace'], 'method.request.header.Other'],
    ['Authorizer of pools', '/providerARNs', SET, `${POOL}2`],
    ['BasePathMapping', '/restapiId', R, () => named.apiId],
    ['BasePathMapping', '/stage', R, 'test'],
    ['BasePathMapping', '/basepath', R, 'base'],
    ['ClientCertificate', '/description', R, 'd'],
    ['Deployment', '/description', R, 'd'],
    ['DocumentationPart', '/properties', R, '{"b":2}'],
    ['DocumentationVersion', '/description', R, 'd'],
    ['DomainName', '/regionalCertificateArn', ['add', 'replace'], CERTIFICATE],
    ['DomainName', '/ownershipVerificationCertificateArn', ALL, CERTIFICATE],
    ['DomainName', '/endpointConfiguration/ipAddressType', R, 'dualstack'],
    ['DomainName', '/securityPolicy', R, 'TLS_1_2'],
    ['DomainName', '/routingMode', R, 'BASE_PATH_MAPPING_ONLY'],
    ['DomainName', '/endpointAccessMode', R, 'STRICT'],
    ['GatewayResponse', '/statusCode', R, '418'],
    ['GatewayResponse', '/responseParameters/gatewayresponse.header.a', ALL, "'a'"],
    ['GatewayResponse', '/responseTemplates/text~1plain', ALL, 'a'],
    ['Integration', '/cacheKeyParameters', SET, 'method.request.querystring.a'],
    ['Integration', '/requestParameters/integration.request.header.b', ALL, "'b'"],
    ['Integration', '/requestTemplates/text~1plain', ALL, 'a'],
    ['Integration', '/cacheNamespace', R, 'n'],
    ['Integration', '/connectionId', R, 'abcdef'],
    ['Integration', '/connectionType', R, 'VPC_LINK'],
    ['Integration', '/contentHandling', R, 'CONVERT_TO_TEXT'],
    ['Integration', '/passthroughBehavior', R, 'NEVER'],
    ['Integration', '/timeoutInMillis', R, '100'],
    ['Integration', '/tlsConfig/insecureSkipVerification', R, 'true'],
    ['Integration', '/integrationTarget', R, TARGET],
    ['Integration', '/responseTransferMode', R, 'BUFFERED'],
    ['Integration', '/httpMethod', R, 'POST'],
    ['Integration', '/uri', R, 'http://127.0.0.1:10/'],
    ['Integration', '/type', [], 'HTTP_PROXY'],
    ['Integration of a mock', '/uri', [], 'http://127.0.0.1/'],
    ['Integration of a mock', '/httpMethod', [], 'POST'],
    ['IntegrationResponse', '/contentHandling', R, 'CONVERT_TO_TEXT'],
    ['IntegrationResponse', '/selectionPattern', R, '2..'],
    ['IntegrationResponse', '/responseTemplates/text~1html', ALL, 'a'],
    ['Method', '/apiKeyRequired', R, 'true'],
    ['Method', '/operationName', R, 'o'],
    ['Method', '/requestValidatorId', R, () => named.validatorId],
    ['Method', '/requestParameters/method.request.querystring.b', ALL, 'true'],
    ['Method', '/requestModels/application~1json', ALL, 'Pet'],
    ['Method', '/authorizerId', R, 'ignored'],
    ['Method', '/authorizationType', R, 'AWS_IAM'],
    ['MethodResponse', '/responseModels/text~1plain', ALL, 'Pet'],
    ['MethodResponse', '/responseParameters/method.response.header.b', ALL, 'true'],
    ['Model', '/description', R, 'd'],
    ['Model', '/schema', R, '{}'],
    ['RequestValidator', '/name', R, 'n'],
    ['RequestValidator', '/validateRequestBody', R, 'true'],
    ['RequestValidator', '/validateRequestParameters', R, 'true'],
    ['Resource', '/pathPart', R, 'renamed'],
    ['Resource', '/parentId', R, () => named.childId],
    ['RestApi', '/apiKeySource', R, 'AUTHORIZER'],
    ['RestApi', '/disableExecuteApiEndpoint', R, 'false'],
    ['RestApi', '/endpointConfiguration/types/EDGE', R, 'REGIONAL'],
    ['RestApi', '/endpointConfiguration/ipAddressType', R, 'dualstack'],
    ['RestApi', '/endpointConfiguration/vpcEndpointIds', SET, 'vpce-0'],
    ['RestApi', '/endpointAccessMode', R, 'BASIC'],
    ['RestApi', '/minimumCompressionSize', R, '100'],
    ['RestApi', '/name', R, 'renamed'],
    ['RestApi', '/securityPolicy', R, 'TLS_1_2'],
    ['RestApi', '/binaryMediaTypes/image~1png', ALL, 'image/png'],
    ['RestApi', '/description', ALL, 'd'],
    ['Stage', '/cacheClusterSize', R, '0.5'],
    ['Stage', '/cacheClusterEnabled', R, 'false'],
    ['Stage', '/clientCertificateId', R, () => named.certificateId],
    ['Stage', '/description', R, 'd'],
    ['Stage', '/documentationVersion', R, 'v1'],
    ['Stage', '/tracingEnabled', R, 'true'],
    ['Stage', '/deploymentId', R, () => named.deploymentId],
    ['Stage', '/variables/a', ['replace', 'remove'], 'b'],
    ['Stage', '/canarySettings/deploymentId', R, () => named.deploymentId],
    ['Stage', '/canarySettings/percentTraffic', R, '10'],
    ['Stage', '/canarySettings/stageVariableOverrides/a', ['replace', 'remove'], 'c'],
    ['Stage', '/canarySettings/useStageCache', R, 'true'],
    ['Stage', '/canarySettings', ['remove'], ''],
    ['Stage', '/accessLogSettings/destinationArn', ['add', 'replace'], `arn:aws:logs:us-east-1:${account}:log-group:g`],
    ['Stage', '/accessLogSettings/format', ['add', 'replace'], '$context.requestId'],
    ['Stage', '/accessLogSettings', ['remove'], ''],
    ['Stage', '/*/*/throttling/burstLimit', R, '7'],
    ['Stage', '/~1a~1b/GET/metrics/enabled', R, 'true'],
    ['Usage', '/remaining', R, '5'],
    ['UsagePlan', '/description', R, 'd'],
    ['UsagePlan', '/name', R, 'n'],
    ['UsagePlan', '/productCode', ALL, 'code'],
    ['UsagePlan', '/quota/limit', ['add', 'replace'], '9'],
    ['UsagePlan', '/quota/offset', ['add', 'replace'], '0'],
    ['UsagePlan', '/quota/period', ['add', 'replace'], 'DAY'],
    ['UsagePlan', '/quota', ['remove'], ''],
    ['UsagePlan', '/throttle/burstLimit', ['add', 'replace'], '9'],
    ['UsagePlan', '/throttle/rateLimit', ['add', 'replace'], '9'],
    ['UsagePlan', '/throttle', ['remove'], ''],
    ['VpcLink', '/name', R, 'n'],
    ['VpcLink', '/description', R, 'd'],
  ]

describe('a patch of a resource takes what AWS’s table has (api-gateway 10.6.12)', () => {
  it.each(ROWS)('%s %s: %j', async (resource, path, ops, given) => {
    const patch = patches[resource] as Patch
    const value = typeof given === 'string' ? given : given()
    for (const op of ops) await patch([op === 'remove' ? { op, path, value } : { op, path, value }])
    for (const op of ['add', 'replace', 'remove', 'move', 'test'] as const) {
      if ((ops as readonly string[]).includes(op)) continue
      const refusal = await refusalOf(patch([{ op, path, value }]))
      expect([op, refusal.name, refusal.status]).toEqual([op, 'BadRequestException', 400])
    }
  })
})

it('labels of API keys, which no answer shows, are refused by name (api-gateway 10.6.12)', async () => {
  const refusal = await refusalOf((patches.ApiKey as Patch)([{ op: 'add', path: '/labels', value: 'l' }]))
  expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
})

it('a patch without operations changes nothing (api-gateway 10.6.1)', async () => {
  for (const patch of Object.values(patches)) await patch([])
})
