import {
  CreateModelCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetMethodCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateAccountCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const ACCOUNT = '333300000015'
const { apiGateway, cloudFormation } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const stacks = stacksOf(cloudFormation)

const method = (properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 200}' } },
    ...properties,
  },
})

const template = (description: object | undefined, stageName: string | undefined = 'dev') => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'by-hand', Mode: 'merge' } },
    Get: method(),
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Get',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: stageName, StageDescription: description },
    },
  },
})

describe('a template written by hand', () => {
  it('sets up its stage by the deployment’s StageDescription', async () => {
    const name = uniqueName('by-hand')
    const first = {
      Description: 'first',
      Variables: { a: '1' },
      MetricsEnabled: true,
      Tags: [{ Key: 'k', Value: 'v' }],
    }
    expect((await stacks.create(name, template(first))).StackStatus).toBe('CREATE_COMPLETE')
    const { Api: restApiId = '' } = await stacks.ids(name)
    const stage = () => apiGateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }))
    expect(await stage()).toMatchObject({
      description: 'first',
      variables: { a: '1' },
      tags: { k: 'v' },
      methodSettings: { '*/*': { metricsEnabled: true } },
    })
    expect((await stacks.update(name, template({ Description: 'second' }))).StackStatus).toBe('UPDATE_COMPLETE')
    expect(await stage()).toMatchObject({ description: 'second' })
    expect((await stage()).variables ?? {}).toEqual({})
    await stacks.delete(name)
  })

  it('cannot describe a stage that it does not name', async () => {
    const name = uniqueName('by-hand')
    const nameless = { ...template({ Description: 'd' }) }
    Reflect.deleteProperty(nameless.Resources.Deployment.Properties, 'StageName')
    const stack = await stacks.create(name, nameless, { OnFailure: 'DO_NOTHING' })
    expect(stack.StackStatus).toBe('CREATE_FAILED')
    const reasons = (await stacks.events(name)).map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
    expect(reasons).toContainEqual(expect.stringContaining('StageDescription cannot be specified without StageName'))
  })

  it('may list a status of a method twice', async () => {
    const name = uniqueName('twice')
    const MethodResponses = [
      { StatusCode: '200', ResponseModels: { 'application/json': 'Empty' } },
      { StatusCode: '200', ResponseParameters: { 'method.response.header.X-A': true } },
    ]
    const Resources = { ...template(undefined).Resources, Get: method({ MethodResponses }) }
    const Outputs = { Root: { Value: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } }
    const stack = await stacks.create(name, { Resources, Outputs })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    const { Api: restApiId = '' } = await stacks.ids(name)
    const { Root: resourceId = '' } = outputsOf(stack)
    const made = await apiGateway.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: 'GET' }))
    expect(made.methodResponses).toEqual({
      200: {
        statusCode: '200',
        responseModels: { 'application/json': 'Empty' },
        responseParameters: { 'method.response.header.X-A': true },
      },
    })
  })
})

describe('the API', () => {
  async function api() {
    const { id: restApiId = '', rootResourceId = '' } = await apiGateway.send(
      new CreateRestApiCommand({ name: uniqueName('api') }),
    )
    return { restApiId, resourceId: rootResourceId, httpMethod: 'GET' }
  }

  it('takes scopes with a user pool’s authorizer only', async () => {
    const input = { ...(await api()), authorizationType: 'NONE', authorizationScopes: ['a/b'] }
    expect(await refusalOf(apiGateway.send(new PutMethodCommand(input)))).toMatchObject({
      status: 400,
      message:
        'Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS ' +
        'authorization type',
    })
  })

  it.each(['$all', '$appliances:all'])('takes the path part %s', async (pathPart) => {
    const { restApiId, resourceId: parentId } = await api()
    const made = await apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))
    expect(made.path).toBe(`/${pathPart}`)
  })

  it('takes headers only as parameters of a method response', async () => {
    const at = await api()
    await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
    const put = (name: string, statusCode: string) =>
      apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode, responseParameters: { [name]: true } }))
    await put('method.response.header.X-Custom', '200')
    expect((await refusalOf(put('method.response.body.x', '201'))).status).toBe(400)
    expect((await refusalOf(put('X-Custom', '202'))).status).toBe(400)
  })

  it('leaves out an empty description, and a mock’s connection', async () => {
    const at = await api()
    const model = { restApiId: at.restApiId, name: 'M', contentType: 'application/json', schema: '{}', description: '' }
    expect((await apiGateway.send(new CreateModelCommand(model))).description).toBeUndefined()
    await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
    const put = new PutIntegrationCommand({ ...at, type: 'MOCK', connectionType: 'INTERNET' })
    expect((await apiGateway.send(put)).connectionType).toBeUndefined()
  })

  it('knows one feature of an account, which cannot be given up', async () => {
    const update = (op: 'add' | 'remove', value: string) =>
      apiGateway.send(new UpdateAccountCommand({ patchOperations: [{ op, path: '/features', value }] }))
    expect((await update('add', 'UsagePlans')).features).toEqual(['UsagePlans'])
    expect((await refusalOf(update('remove', 'UsagePlans'))).status).toBe(400)
    expect((await refusalOf(update('add', '-'))).status).toBe(400)
  })
})
