// Deploys what the benchmarks call, with AWS's SDK.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'

export const SCOPE = 'awesomeapi-resource-server/awesomeapi.read'

export function configFor(origin) {
  return { endpoint: origin, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}

/** A server that has been used for a while: services are loaded, and a few signing keys are made. */
export async function warmUp(origin) {
  await new CloudFormationClient(configFor(origin)).send(new DescribeStacksCommand({}))
  await new Promise((resolve) => setTimeout(resolve, 3000))
}

/**
 * Deploys the example's synthesized templates through change sets, as the CDK CLI does, and resolves with what was
 * made and the milliseconds from the first request to the last stack's end, all API calls included.
 */
export async function deployExample(origin, assembly) {
  const cloudFormation = new CloudFormationClient(configFor(origin))
  const ssm = new SSMClient(configFor(origin))
  const version = new PutParameterCommand({
    Name: '/cdk-bootstrap/hnb659fds/version',
    Value: '33',
    Type: 'String',
    Overwrite: true,
  })
  await ssm.send(version)
  await cloudFormation.send(new DescribeStacksCommand({}))
  const templateOf = (part) => {
    const file = readdirSync(assembly).find((name) => name.includes(part) && name.endsWith('.template.json'))
    return readFileSync(join(assembly, file), 'utf8')
  }

  const started = performance.now()
  for (const part of ['CognitoStack', 'ApiGatewayStack']) await deploy(cloudFormation, part, templateOf(part))
  const engineMs = performance.now() - started

  const resources = async (stack) =>
    (await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }))).StackResources
  const idOf = (list, type) => list.find((resource) => resource.ResourceType === type).PhysicalResourceId
  const machine = await resources('CognitoStack')
  const apiId = idOf(await resources('ApiGatewayStack'), 'AWS::ApiGateway::RestApi')
  const poolId = idOf(machine, 'AWS::Cognito::UserPool')
  const clientId = idOf(machine, 'AWS::Cognito::UserPoolClient')
  const domain = idOf(machine, 'AWS::Cognito::UserPoolDomain')
  const cognito = new CognitoIdentityProviderClient(configFor(origin))
  const described = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
  return { engineMs, apiId, poolId, domain, clientId, clientSecret: described.UserPoolClient.ClientSecret }
}

async function deploy(cloudFormation, StackName, TemplateBody) {
  const { Id } = await cloudFormation.send(
    new CreateChangeSetCommand({
      StackName,
      TemplateBody,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      ChangeSetName: 'bench',
      ChangeSetType: 'CREATE',
    }),
  )
  const { Status, StatusReason } = await cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
  if (Status !== 'CREATE_COMPLETE') throw new Error(`${StackName}: ${StatusReason}`)
  await cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
  for (;;) {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }))
    if (Stacks[0].StackStatus === 'CREATE_COMPLETE') return
    if (!Stacks[0].StackStatus.endsWith('_IN_PROGRESS')) throw new Error(`${StackName}: ${Stacks[0].StackStatus}`)
  }
}

/**
 * Deploys an API with `GET /{name}` for each of these integrations, which pass calls on as they are; resolves with the
 * start of its path form.
 */
export function deployProxies(origin, integrations) {
  const methodOf = (integration) => ({
    HttpMethod: 'GET',
    Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', ...integration },
  })
  return deployMethods(origin, 'Proxies', integrations, methodOf)
}

/** The same with `POST /{name}` for each of these request templates, whose method then answers by itself. */
export function deployMappings(origin, templates) {
  const methodOf = (template) => ({
    HttpMethod: 'POST',
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': `${template}{"statusCode": 200}` },
      IntegrationResponses: [{ StatusCode: '200' }],
    },
    MethodResponses: [{ StatusCode: '200' }],
  })
  return deployMethods(origin, 'Mappings', templates, methodOf)
}

/** Deploys an API whose `GET /cached` and `GET /passed` lead to one address; the first is cached. */
export function deployCached(origin, Uri) {
  const Integration = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri }
  const methodOf = () => ({ HttpMethod: 'GET', Integration })
  const stage = {
    CacheClusterEnabled: true,
    MethodSettings: [{ ResourcePath: '/cached', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: 3600 }],
  }
  return deployMethods(origin, 'Cached', { cached: {}, passed: {} }, methodOf, {}, stage)
}

/**
 * Deploys a function of Node with this code, an open `GET /open` that hands it the whole request, and `GET /authorized`,
 * the same for machines of a user pool; resolves with the start of the path form.
 */
export async function deployFunction(origin, code, { poolId }, kind = 'Functions') {
  const uri = [
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
    { 'Fn::GetAtt': ['Function', 'Arn'] },
    '/invocations',
  ]
  const Integration = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Join': ['', uri] } }
  const machines = {
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: { Ref: 'Machines' },
    AuthorizationScopes: [SCOPE],
  }
  const methodOf = (more) => ({ HttpMethod: 'GET', Integration, ...more })
  return deployMethods(origin, kind, { open: {}, authorized: machines }, methodOf, {
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/bench',
        Timeout: 29,
        Code: { ZipFile: code },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/*/GET/*']],
        },
      },
    },
    Machines: machinesOf(poolId),
  })
}

/** Who lets the machines of a pool in. */
export function machinesOf(poolId) {
  return {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'machines',
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: [`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`],
    },
  }
}

/**
 * Deploys an API with a method `/{name}` for each that is given, and other resources beside them; resolves with the start
 * of its path form.
 */
export async function deployMethods(origin, kind, given, methodOf, others = {}, stage = {}) {
  const RestApiId = { Ref: 'Api' }
  const resources = {}
  for (const [name, what] of Object.entries(given)) {
    resources[`${name}Path`] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: name },
    }
    resources[`${name}Method`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId, ResourceId: { Ref: `${name}Path` }, AuthorizationType: 'NONE', ...methodOf(what) },
    }
  }
  const methods = Object.keys(given).map((name) => `${name}Method`)
  const template = {
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: kind } },
      ...resources,
      ...others,
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId }, DependsOn: methods },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod', ...stage },
      },
    },
    Outputs: { Api: { Value: RestApiId } },
  }
  const { Api } = await deployTemplate(origin, `${kind}-${methods.length}`, template)
  return `/_aws/execute-api/${Api}/prod`
}

/** Resolves with the outputs of the stack, by their names. */
export async function deployTemplate(origin, StackName, template) {
  const cloudFormation = new CloudFormationClient(configFor(origin))
  await deploy(cloudFormation, StackName, JSON.stringify(template))
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }))
  return Object.fromEntries(Stacks[0].Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
}

/** Adds app clients to a pool, several at a time; resolves with the last `keep` of them as { clientId, clientSecret }. */
export async function addClients(origin, poolId, count, keep) {
  const cognito = new CognitoIdentityProviderClient(configFor(origin))
  const kept = []
  let made = 0
  const worker = async () => {
    while (made < count) {
      made++
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: poolId,
          ClientName: `client-${made}`,
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthScopes: [SCOPE],
        }),
      )
      if (made > count - keep)
        kept.push({ clientId: UserPoolClient.ClientId, clientSecret: UserPoolClient.ClientSecret })
    }
  }
  await Promise.all(Array.from({ length: 64 }, worker))
  return kept
}

/** Makes user pools, so many at a time, until `stop` is called, which resolves when the last of them is made. */
export function keepMakingPools(origin, atOnce) {
  const cognito = new CognitoIdentityProviderClient(configFor(origin))
  let stopped = false
  const worker = async () => {
    while (!stopped) await cognito.send(new CreateUserPoolCommand({ PoolName: 'bench' }))
  }
  const workers = Promise.all(Array.from({ length: atOnce }, worker))
  return {
    stop() {
      stopped = true
      return workers
    },
  }
}

/** A token request as it goes over the wire. */
export function tokenRequest({ domain }, { clientId, clientSecret }) {
  const body = `grant_type=client_credentials&scope=${encodeURIComponent(SCOPE)}`
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  return [
    `POST /_aws/cognito/${domain}/oauth2/token HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Basic ${basic}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

/** An authorized `GET /awesomeapi` as it goes over the wire. */
export function callRequest({ apiId }, token) {
  return [
    `GET /_aws/execute-api/${apiId}/prod/awesomeapi HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: ${token}`,
    '',
    '',
  ].join('\r\n')
}

export async function takeToken(origin, deployed, client = deployed) {
  const response = await fetch(`${origin}/_aws/cognito/${deployed.domain}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = /** @type {{ access_token: string }} */ (await response.json())
  return token
}
