import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createApi,
  createAuthorizer,
  createMockApi,
  refusal,
  START,
  startApiGateway,
  type TestApiGateway,
} from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeEach(async () => {
  ;({ restApiId, at } = await createMockApi(gateway))
})

const deploy = async (more: object = {}) => (await gateway.call('CreateDeployment', { restApiId, ...more })).id ?? ''
const served = async (stageName = 'prod') => {
  const stage = await (await gateway.apis.find(restApiId))?.findStage(stageName)
  if (!stage) throw new Error(`no stage ${stageName}`)
  return stage
}

describe('a deployment', () => {
  test('is a frozen copy: no later edit shows', async () => {
    const authorizerId = await createAuthorizer(gateway, restApiId)
    await deploy({ stageName: 'prod' })
    const before = await served()
    const patch = (op: string, path: string, value: string) => [{ op, path, value }]
    await gateway.call('UpdateMethod', {
      ...at,
      patchOperations: [
        { op: 'replace', path: '/authorizationType', value: 'COGNITO_USER_POOLS' },
        { op: 'replace', path: '/authorizerId', value: authorizerId },
      ],
    })
    await gateway.call('UpdateIntegrationResponse', {
      ...at,
      statusCode: '200',
      patchOperations: patch('add', '/responseTemplates/application~1json', 'changed'),
    })
    await gateway.call('UpdateAuthorizer', { restApiId, authorizerId, patchOperations: patch('replace', '/name', 'x') })
    await gateway.call('UpdateRestApi', { restApiId, patchOperations: patch('replace', '/name', 'renamed') })
    await gateway.call('PutGatewayResponse', { restApiId, responseType: 'DEFAULT_4XX', statusCode: '418' })
    await gateway.call('CreateResource', { restApiId, parentId: at.resourceId, pathPart: 'new' })
    await gateway.call('DeleteModel', { restApiId, modelName: 'Error' })
    expect(await served()).toEqual(before)

    await deploy({ stageName: 'prod' })
    const { definition, version } = await served()
    expect(version).not.toBe(before.version)
    expect(definition).toMatchObject({
      apiId: restApiId,
      name: 'renamed',
      gatewayResponses: { DEFAULT_4XX: { statusCode: '418' } },
      authorizers: { [authorizerId]: { name: 'x' } },
    })
    expect(Object.keys(definition.models)).toEqual(['Empty'])
    expect(definition.resources.map(({ path }) => path).sort()).toEqual(['/', '/new'])
    expect(definition.resources.find(({ path }) => path === '/')?.methods.GET).toMatchObject({
      authorizerId,
      integration: { integrationResponses: { 200: { responseTemplates: { 'application/json': 'changed' } } } },
    })
  })

  test('needs a method, and an integration for each', async () => {
    const empty = await createApi(gateway)
    await expect(deploy({ restApiId: empty.restApiId })).rejects.toMatchObject(
      refusal("The REST API doesn't contain any methods"),
    )
    await gateway.call('PutMethod', { ...at, httpMethod: 'POST', authorizationType: 'NONE' })
    await expect(deploy({ stageName: 'prod' })).rejects.toMatchObject(refusal('No integration defined for method'))
    await expect(served()).rejects.toThrow('no stage prod')
  })

  test('is listed, described and summarised', async () => {
    const deploymentId = await deploy({ description: 'first' })
    const shown = { id: deploymentId, description: 'first', createdDate: new Date(START) }
    expect(await gateway.call('GetDeployments', { restApiId })).toEqual({ items: [shown] })
    expect(await gateway.call('GetDeployment', { restApiId, deploymentId, embed: ['apisummary'] })).toEqual({
      ...shown,
      apiSummary: { '/': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } },
    })
    const patchOperations = [{ op: 'replace', path: '/description', value: 'second' }]
    expect(await gateway.call('UpdateDeployment', { restApiId, deploymentId, patchOperations })).toMatchObject({
      description: 'second',
    })
  })

  test('cannot be deleted while a stage points at it', async () => {
    const deploymentId = await deploy({ stageName: 'prod' })
    const remove = () => gateway.call('DeleteDeployment', { restApiId, deploymentId })
    await expect(remove()).rejects.toMatchObject(
      refusal('Active stages pointing to this deployment must be moved or deleted'),
    )
    await deploy({ stageName: 'prod' })
    await remove()
    await expect(remove()).rejects.toMatchObject(
      refusal('Invalid Deployment identifier specified', 'NotFoundException'),
    )
  })
})

describe('deploying to a stage', () => {
  test('makes it, then repoints it and keeps what it was not told', async () => {
    const first = await deploy({ stageName: 'prod', stageDescription: 'd', variables: { a: '1', b: '2' } })
    const stage = await gateway.call('GetStage', { restApiId, stageName: 'prod' })
    expect(stage).toMatchObject({ deploymentId: first, description: 'd', variables: { a: '1', b: '2' } })
    gateway.clock.advance(5000)
    const second = await deploy({ stageName: 'prod', variables: { b: '3' }, tracingEnabled: true })
    expect(await gateway.call('GetStage', { restApiId, stageName: 'prod' })).toEqual({
      ...stage,
      deploymentId: second,
      variables: { a: '1', b: '3' },
      tracingEnabled: true,
      lastUpdatedDate: new Date(gateway.clock.now()),
    })
  })

  test('a name that is none is refused, and nothing is deployed', async () => {
    await expect(deploy({ stageName: 'no spaces' })).rejects.toMatchObject({ code: 'BadRequestException' })
    expect((await gateway.call('GetDeployments', { restApiId })).items).toEqual([])
  })
})
