import {
  GetAccountCommand,
  GetAuthorizerCommand,
  GetDeploymentsCommand,
  GetMethodCommand,
  GetRestApiCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateChangeSetCommand, CreateStackCommand, DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { until } from '../support/until.ts'

const origin = inject('origin')
const account = '333300000056'
const { apiGateway, cloudFormation } = awsClients({ origin, account })
const stacks = stacksOf(cloudFormation)

type Resource = { Type: string; Properties?: object; DependsOn?: string | string[] }
const v1 = (type: string, Properties: object, more: object = {}): Resource => ({
  Type: `AWS::ApiGateway::${type}`,
  Properties,
  ...more,
})
const v2 = (type: string, Properties: object): Resource => ({ Type: `AWS::ApiGatewayV2::${type}`, Properties })

const RestApiId = { Ref: 'RestApi' }
const CERTIFICATE = `arn:aws:acm:us-east-1:${account}:certificate/0`
const TARGET = `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/net/balancer/0123456789abcdef`
const MOCK = { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } }

/** One of each type, named as it. `other` changes a property of each that replaces it. */
function oneOfEach(other = ''): Record<string, Resource> {
  const is = other !== ''
  return {
    RestApi: v1('RestApi', { Name: 'all' }),
    Account: v1('Account', {}),
    ApiKey: v1('ApiKey', { Name: `key${other}` }),
    Authorizer: v1('Authorizer', {
      RestApiId: is ? 'another' : RestApiId,
      Name: 'a',
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: [`arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abcdefghi`],
    }),
    DomainName: v1('DomainName', {
      DomainName: `one${other}.stacks.example.com`,
      RegionalCertificateArn: CERTIFICATE,
      EndpointConfiguration: { Types: ['REGIONAL'] },
    }),
    BasePathMapping: v1('BasePathMapping', { DomainName: { Ref: 'DomainName' }, BasePath: `base${other}`, RestApiId }),
    ClientCertificate: v1('ClientCertificate', {}),
    DocumentationPart: v1('DocumentationPart', {
      RestApiId,
      Location: is ? { Type: 'RESOURCE' } : { Type: 'API' },
      Properties: '{}',
    }),
    DocumentationVersion: v1('DocumentationVersion', { RestApiId, DocumentationVersion: `v${other}` }),
    GatewayResponse: v1('GatewayResponse', { RestApiId, ResponseType: is ? 'UNAUTHORIZED' : 'THROTTLED' }),
    Model: v1('Model', { RestApiId, Name: `Pet${other}`, Schema: { type: 'object' } }),
    RequestValidator: v1('RequestValidator', { RestApiId, Name: `v${other}` }),
    Resource: v1('Resource', {
      RestApiId,
      ParentId: { 'Fn::GetAtt': ['RestApi', 'RootResourceId'] },
      PathPart: `part${other}`,
    }),
    Method: v1('Method', {
      RestApiId,
      ResourceId: { Ref: 'Resource' },
      HttpMethod: is ? 'POST' : 'GET',
      AuthorizationType: 'NONE',
      Integration: MOCK,
    }),
    Deployment: v1('Deployment', { RestApiId: is ? 'another' : RestApiId }, { DependsOn: 'Method' }),
    Stage: v1('Stage', { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: `stage${other}` }),
    UsagePlan: v1('UsagePlan', { UsagePlanName: 'plan' }),
    UsagePlanKey: v1('UsagePlanKey', {
      KeyId: { Ref: 'ApiKey' },
      KeyType: 'API_KEY',
      UsagePlanId: { Ref: 'UsagePlan' },
    }),
    VpcLink: v1('VpcLink', { Name: 'link', TargetArns: [`${TARGET}${other}`] }),
    HttpApi: v2('Api', { Name: 'http', ProtocolType: is ? 'WEBSOCKET' : 'HTTP' }),
    HttpIntegration: v2('Integration', {
      ApiId: is ? 'another' : { Ref: 'HttpApi' },
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: 'https://backend.example.com/',
      PayloadFormatVersion: '1.0',
    }),
    HttpRoute: v2('Route', {
      ApiId: is ? 'another' : { Ref: 'HttpApi' },
      RouteKey: 'GET /',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'HttpIntegration' }]] },
    }),
    HttpDeployment: {
      ...v2('Deployment', { ApiId: is ? 'another' : { Ref: 'HttpApi' } }),
      DependsOn: 'HttpRoute',
    },
    HttpStage: v2('Stage', { ApiId: { Ref: 'HttpApi' }, StageName: `stage${other}` }),
    HttpDomain: v2('DomainName', {
      DomainName: `two${other}.stacks.example.com`,
      DomainNameConfigurations: [{ CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL' }],
    }),
    HttpMapping: v2('ApiMapping', {
      ApiId: { Ref: 'HttpApi' },
      DomainName: { Ref: 'HttpDomain' },
      Stage: { Ref: 'HttpStage' },
    }),
    HttpLink: v2('VpcLink', { Name: 'link', SubnetIds: [`subnet-0${other}`] }),
  }
}

/** What `Fn::GetAtt` gives beside `Ref`. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Account: ['Id'],
  ApiKey: ['APIKeyId'],
  Authorizer: ['AuthorizerId'],
  ClientCertificate: ['ClientCertificateId'],
  Deployment: ['DeploymentId'],
  DocumentationPart: ['DocumentationPartId'],
  GatewayResponse: ['Id'],
  RequestValidator: ['RequestValidatorId'],
  Resource: ['ResourceId'],
  RestApi: ['RestApiId'],
  UsagePlan: ['Id'],
  UsagePlanKey: ['Id'],
  VpcLink: ['VpcLinkId'],
  HttpApi: ['ApiId'],
  HttpDeployment: ['DeploymentId'],
  HttpIntegration: ['IntegrationId'],
  HttpRoute: ['RouteId'],
  HttpLink: ['VpcLinkId'],
  HttpMapping: ['ApiMappingId'],
}

describe('one of each type', () => {
  const name = uniqueName('each')
  const Resources = oneOfEach()
  const refs = Object.keys(Resources).map((id) => [`Ref${id}`, { Value: { Ref: id } }])
  const attributes = Object.entries(ATTRIBUTES).flatMap(([id, names]) =>
    names.map((attribute) => [`Att${id}`, { Value: { 'Fn::GetAtt': [id, attribute] } }]),
  )
  const more = {
    Regional: { Value: { 'Fn::GetAtt': ['DomainName', 'RegionalDomainName'] } },
    DomainArn: { Value: { 'Fn::GetAtt': ['DomainName', 'DomainNameArn'] } },
    Endpoint: { Value: { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] } },
  }
  const Outputs = { ...Object.fromEntries([...refs, ...attributes]), ...more }

  it('is known by what AWS gives for it (api-gateway 11.1, 11.2)', async () => {
    const stack = await stacks.create(name, { Resources, Outputs })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    const given = outputsOf(stack)
    for (const id of Object.keys(ATTRIBUTES)) expect([id, given[`Att${id}`]]).toEqual([id, given[`Ref${id}`]])
    const short = expect.stringMatching(/^[a-z0-9]{6}$/)
    const generated = (part: string) =>
      expect.stringMatching(new RegExp(`^${name.slice(0, 5)}.*-${part}-[A-Z0-9a-z]+$`))
    expect(given).toMatchObject({
      RefRestApi: expect.stringMatching(/^[a-z0-9]{10}$/),
      RefApiKey: expect.stringMatching(/^[a-z0-9]{10}$/),
      RefAccount: generated('.*'),
      RefMethod: generated('.*'),
      RefGatewayResponse: generated('.*'),
      RefDocumentationVersion: generated('.*'),
      RefAuthorizer: short,
      RefDeployment: short,
      RefDocumentationPart: short,
      RefVpcLink: short,
      RefHttpLink: short,
      RefModel: 'Pet',
      RefStage: 'stage',
      RefHttpStage: 'stage',
      RefDomainName: 'one.stacks.example.com',
      RefHttpDomain: 'two.stacks.example.com',
      RefUsagePlanKey: `${given.RefApiKey}:${given.RefUsagePlan}`,
      Regional: expect.stringMatching(/^d-[a-z0-9]+\.execute-api\.us-east-1\.amazonaws\.com$/),
      DomainArn: 'arn:aws:apigateway:us-east-1::/domainnames/one.stacks.example.com',
      Endpoint: `https://${given.RefHttpApi}.execute-api.us-east-1.amazonaws.com`,
    })
  })

  it('is replaced by a change of what AWS replaces it for (api-gateway 11.1, 11.2)', async () => {
    const kept = ['RestApi', 'Account', 'ClientCertificate', 'UsagePlan']
    const { HttpApi, ...other } = oneOfEach('2')
    expect(HttpApi).toBeTruthy()
    const TemplateBody = JSON.stringify({ Resources: { ...other, HttpApi: Resources.HttpApi }, Outputs: more })
    const input = { StackName: name, ChangeSetName: 'replacing', TemplateBody }
    await cloudFormation.send(new CreateChangeSetCommand(input))
    const read = () =>
      cloudFormation.send(new DescribeChangeSetCommand({ StackName: name, ChangeSetName: 'replacing' }))
    await until('the change set', async () => (await read()).Status === 'CREATE_COMPLETE')
    const { Changes = [] } = await read()
    const found = Changes.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change?.Replacement])
    // Their own property stays as it is written, and names what is replaced.
    const byOthers = ['HttpMapping', 'UsagePlanKey']
    const wanted = Object.keys(other).filter((id) => !kept.includes(id))
    expect(Object.fromEntries(found)).toMatchObject(
      Object.fromEntries(wanted.map((id) => [id, byOthers.includes(id) ? 'Conditional' : 'True'])),
    )
    expect(found.filter(([id]) => kept.includes(id ?? ''))).toEqual([])
  })
})

it.each([
  ['AWS::ApiGateway::BasePathMappingV2', { DomainNameArn: 'x', RestApiId: 'x' }],
  [
    'AWS::ApiGateway::DomainNameAccessAssociation',
    { AccessAssociationSource: 'x', AccessAssociationSourceType: 'VPCE', DomainNameArn: 'x' },
  ],
  ['AWS::ApiGateway::DomainNameV2', { DomainName: 'x' }],
  ['AWS::ApiGatewayV2::ApiGatewayManagedOverrides', { ApiId: 'x' }],
  ['AWS::ApiGatewayV2::IntegrationResponse', { ApiId: 'x', IntegrationId: 'x', IntegrationResponseKey: 'x' }],
  ['AWS::ApiGatewayV2::Model', { ApiId: 'x', Name: 'x', Schema: {} }],
  ['AWS::ApiGatewayV2::PortalProduct', { DisplayName: 'x' }],
  ['AWS::ApiGatewayV2::RouteResponse', { ApiId: 'x', RouteId: 'x', RouteResponseKey: 'x' }],
  ['AWS::ApiGatewayV2::RoutingRule', { Actions: [], Conditions: [], DomainNameArn: 'x', Priority: 1 }],
])('%s is refused by name before anything is made', async (Type, Properties) => {
  const TemplateBody = JSON.stringify({ Resources: { One: { Type, Properties } } })
  const refusal = await refusalOf(
    cloudFormation.send(new CreateStackCommand({ StackName: uniqueName('refused'), TemplateBody })),
  )
  expect([refusal.status, refusal.message]).toEqual([400, expect.stringContaining(Type)])
})

describe('a stack with a REST API', () => {
  const methodOf = (more: object = {}, logicalId = 'Method') => ({
    [logicalId]: v1('Method', {
      RestApiId,
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: MOCK,
      ...more,
    }),
  })
  const inApi = (resources: Record<string, Resource>, api: object = {}) =>
    JSON.parse(
      JSON.stringify({
        Resources: { Api: v1('RestApi', { Name: 'stack', ...api }), ...resources },
        Outputs: { Id: { Value: { Ref: 'Api' } }, Root: { Value: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } },
      }).replaceAll('"RestApi"}', '"Api"}'),
    )

  it('tags what it makes, but not a stage that a deployment makes (api-gateway 11.3.1, 11.3.2)', async () => {
    const name = uniqueName('tags')
    const stack = await stacks.create(
      name,
      inApi({
        ...methodOf(),
        Deployment: v1('Deployment', { RestApiId, StageName: 'implicit' }, { DependsOn: 'Method' }),
        Stage: v1('Stage', { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 'explicit' }),
      }),
    )
    const { Id: restApiId } = outputsOf(stack)
    const own = (logicalId: string) => ({
      'aws:cloudformation:logical-id': logicalId,
      'aws:cloudformation:stack-id': stack.StackId,
      'aws:cloudformation:stack-name': name,
    })
    expect((await apiGateway.send(new GetRestApiCommand({ restApiId }))).tags).toEqual(own('Api'))
    const explicit = await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'explicit' }))
    expect(explicit.tags).toEqual(own('Stage'))
    const implicit = await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'implicit' }))
    expect(implicit.tags).toBeUndefined()
  })

  it('moves its stage to a deployment of another name, and only then serves a change (api-gateway 11.3.3, 11.3.4, 11.3.6)', async () => {
    const name = uniqueName('moves')
    const at = (logicalId: string, operation: string, description?: string) =>
      inApi({
        ...methodOf({ OperationName: operation }),
        [logicalId]: v1(
          'Deployment',
          { RestApiId, StageName: 'dev', Description: description },
          { DependsOn: 'Method' },
        ),
      })
    const { Id: restApiId } = outputsOf(await stacks.create(name, at('First', 'a')))
    const deploymentId = async () =>
      (await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).deploymentId
    const first = await deploymentId()
    await stacks.update(name, at('First', 'b', 'another text'))
    expect(await deploymentId()).toBe(first)
    await stacks.update(name, at('Second', 'b'))
    expect(await deploymentId()).not.toBe(first)
    const { items = [] } = await apiGateway.send(new GetDeploymentsCommand({ restApiId }))
    expect(items.map(({ id }) => id)).toEqual([await deploymentId()])
  })

  it('fails where a deployment does not wait for methods (api-gateway 11.3.5)', async () => {
    const stack = await stacks.create(uniqueName('early'), inApi({ Deployment: v1('Deployment', { RestApiId }) }))
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    const reasons = (await stacks.events(stack.StackId ?? '')).map(({ ResourceStatusReason: reason = '' }) => reason)
    expect(reasons.join()).toContain("The REST API doesn't contain any methods")
  })

  it('keeps a policy that is an object as text, and truth values as they were (api-gateway 11.3.9, 11.3.10, 11.3.12)', async () => {
    const Policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
    }
    const [yes, no] = ['method.response.header.Yes', 'method.response.header.No']
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${account}:function:f/invocations`
    const Authorizer = v1('Authorizer', {
      RestApiId,
      Name: 'a',
      Type: 'TOKEN',
      AuthorizerUri: uri,
      IdentitySource: 'method.request.header.Authorization',
    })
    const MethodResponses = [{ StatusCode: '200', ResponseParameters: { [yes]: true, [no]: false } }]
    const name = uniqueName('policy')
    const stack = await stacks.create(name, inApi({ ...methodOf({ MethodResponses }), Authorizer }, { Policy }))
    const { Id: restApiId, Root: resourceId } = outputsOf(stack)
    const { policy } = await apiGateway.send(new GetRestApiCommand({ restApiId }))
    expect(policy).toContain('execute-api:Invoke')
    const method = await apiGateway.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }))
    expect(method.methodResponses?.['200']?.responseParameters).toEqual({ [yes]: true, [no]: false })
    const { Authorizer: authorizerId } = await stacks.ids(name)
    expect((await apiGateway.send(new GetAuthorizerCommand({ restApiId, authorizerId }))).authType).toBe('custom')
  })

  it('has settings of all methods under one key, without the end of a log group’s ARN, and leaves the account its role (api-gateway 11.3.11, 11.3.13, 11.3.14)', async () => {
    const role = `arn:aws:iam::${account}:role/logs`
    const group = `arn:aws:logs:us-east-1:${account}:log-group:stacks`
    const stack = await stacks.create(
      uniqueName('settings'),
      inApi({
        ...methodOf(),
        Account: v1('Account', { CloudWatchRoleArn: role }),
        Deployment: v1('Deployment', { RestApiId }, { DependsOn: 'Method' }),
        Stage: v1(
          'Stage',
          {
            RestApiId,
            DeploymentId: { Ref: 'Deployment' },
            StageName: 'dev',
            AccessLogSetting: { DestinationArn: `${group}:*`, Format: '$context.requestId' },
            MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO', MetricsEnabled: true }],
            Variables: { camelCase: 'kept' },
          },
          { DependsOn: 'Account' },
        ),
      }),
    )
    const { Id: restApiId } = outputsOf(stack)
    const stage = await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }))
    expect(stage.methodSettings).toMatchObject({
      '*/*': { loggingLevel: 'INFO', metricsEnabled: true, cachingEnabled: false },
    })
    expect([stage.accessLogSettings?.destinationArn, stage.variables]).toEqual([group, { camelCase: 'kept' }])
    await stacks.delete(stack.StackId ?? '')
    expect((await apiGateway.send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe(role)
  })
})
