import {
  GetApisCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { cloudFormation, httpApi } = awsClients({ origin, account: '666600000014' })
const stacks = stacksOf(cloudFormation)

interface Variation {
  readonly description?: string
  readonly routeKey?: string
  readonly colour?: string
  readonly stageName?: string
  readonly more?: object
}

const ApiId = { Ref: 'Api' }
const target = { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] }

/** An API with a route behind a JWT authorizer, another without, and a stage that deploys by itself. */
function template({ description, routeKey = 'GET /pets', colour, stageName = '$default', more }: Variation = {}) {
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'pets', ProtocolType: 'HTTP', Description: description, Tags: { team: 'pets' } },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId,
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'ANY',
          IntegrationUri: 'https://backend.example.com/pets',
          PayloadFormatVersion: '1.0',
        },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId,
          Name: 'machines',
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Audience: ['client'], Issuer: 'https://issuer.example.com' },
        },
      },
      Closed: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId,
          RouteKey: routeKey,
          Target: target,
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: 'Authorizer' },
          AuthorizationScopes: ['pets/read'],
        },
      },
      Open: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: { ApiId, RouteKey: 'GET /', Target: target, AuthorizationType: 'NONE' },
      },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId, StageName: stageName, AutoDeploy: true, StageVariables: colour ? { colour } : undefined },
      },
      ...more,
    },
    Outputs: {
      Endpoint: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
      Id: { Value: { 'Fn::GetAtt': ['Api', 'ApiId'] } },
      Stage: { Value: { Ref: 'Stage' } },
    },
  }
}

const NOT_A_ROUTE = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId, RouteKey: 'pets' }, DependsOn: 'Closed' }

// Each step goes on from the one before it.
describe('a stack with an HTTP API (api-gateway 11.2)', () => {
  const name = uniqueName('http-api')
  let ids: Record<string, string>
  const at = () => ({ ApiId: ids.Api })
  const routeKeys = async () =>
    (await httpApi.send(new GetRoutesCommand(at()))).Items?.map(({ RouteKey }) => RouteKey).toSorted()
  const stage = (StageName = '$default') => httpApi.send(new GetStageCommand({ ...at(), StageName }))

  beforeAll(async () => {
    const stack = await stacks.create(name, template({ description: 'one' }))
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    ids = await stacks.ids(name)
  })
  afterAll(() => stacks.delete(name).catch(() => undefined))

  it('gives ids and the endpoint, and tags what it makes', async () => {
    expect(outputsOf(await stacks.describe(name))).toEqual({
      Endpoint: `https://${ids.Api}.execute-api.us-east-1.amazonaws.com`,
      Id: ids.Api,
      Stage: '$default',
    })
    const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ids.Api}`
    expect((await httpApi.send(new GetTagsCommand({ ResourceArn }))).Tags).toMatchObject({
      team: 'pets',
      'aws:cloudformation:logical-id': 'Api',
    })
    expect(await routeKeys()).toEqual(['GET /', 'GET /pets'])
    expect((await stage()).DeploymentId).toMatch(/^[a-z0-9]{6}$/)
  })

  it('changes in place what needs no replacement', async () => {
    const changed = template({ routeKey: 'GET /cats', colour: 'red' })
    expect((await stacks.update(name, changed)).StackStatus).toBe('UPDATE_COMPLETE')
    expect(await stacks.ids(name)).toEqual(ids)
    expect(await routeKeys()).toEqual(['GET /', 'GET /cats'])
    expect((await stage()).StageVariables).toEqual({ colour: 'red' })
    const [api] = (await httpApi.send(new GetApisCommand({}))).Items ?? []
    expect(api?.Description).toBeUndefined()
    expect(await refusalOf(stacks.update(name, changed))).toMatchObject({ message: 'No updates are to be performed.' })
  })

  it('is rolled back as a whole', async () => {
    const broken = template({
      description: 'two',
      routeKey: 'GET /dogs',
      colour: 'green',
      more: { Broken: NOT_A_ROUTE },
    })
    const stack = await stacks.update(name, broken)
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    const failed = (await stacks.events(name)).findLast(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
    expect(failed?.ResourceStatusReason).toMatch(/Format should be .*\(Service: ApiGatewayV2, Status Code: 400,/)
    expect(await routeKeys()).toEqual(['GET /', 'GET /cats'])
    expect((await stage()).StageVariables).toEqual({ colour: 'red' })
  })

  it('replaces a stage that is called something else', async () => {
    const renamed = template({ routeKey: 'GET /cats', colour: 'red', stageName: 'prod' })
    expect((await stacks.update(name, renamed)).StackStatus).toBe('UPDATE_COMPLETE')
    const { Items = [] } = await httpApi.send(new GetStagesCommand(at()))
    expect(Items.map(({ StageName }) => StageName)).toEqual(['prod'])
    expect((await stage('prod')).StageVariables).toEqual({ colour: 'red' })
  })

  it('goes away whole', async () => {
    expect((await stacks.delete(name)).StackStatus).toBe('DELETE_COMPLETE')
    expect((await httpApi.send(new GetApisCommand({}))).Items).toEqual([])
  })
})

it('a WebSocket API stops a stack before anything is made', async () => {
  const webSocket = {
    Resources: {
      Chat: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
      },
      Pets: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'pets', ProtocolType: 'HTTP' } },
    },
  }
  const refusal = await refusalOf(stacks.create(uniqueName('chat'), webSocket))
  expect(refusal.message).toContain('A WebSocket API (protocolType WEBSOCKET)')
  expect((await httpApi.send(new GetApisCommand({}))).Items).toEqual([])
})
