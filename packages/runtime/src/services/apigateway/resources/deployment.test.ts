import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMockApi, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let RestApiId: string
beforeEach(async () => {
  RestApiId = (await createMockApi(gateway)).restApiId
})

const type = () => gateway.typeOf('Deployment')
const pointed = async (stageName = 'dev') => {
  const { item } = await gateway.call('GetStages', { restApiId: RestApiId })
  return item?.find((stage) => stage.stageName === stageName)?.deploymentId
}
const deployments = async () =>
  (await gateway.call('GetDeployments', { restApiId: RestApiId })).items?.map(({ id }) => id).sort()

test('without a stage it only freezes; an update changes its description and nothing else', async () => {
  const made = await type().create({ RestApiId, Description: 'a' })
  expect(made.attributes).toEqual({ DeploymentId: made.physicalId })
  await type().update({ RestApiId, Description: 'b' }, made)
  const read = () => gateway.call('GetDeployment', { restApiId: RestApiId, deploymentId: made.physicalId })
  expect((await read()).description).toBe('b')
  await type().update({ RestApiId }, { ...made, properties: { RestApiId, Description: 'b' } })
  expect((await read()).description).toBeUndefined()
  expect(await pointed()).toBeUndefined()
  await type().remove(made)
  await type().remove(made)
  expect(await deployments()).toEqual([])
})

describe('with a stage name', () => {
  test('the stage survives when another deployment takes its place', async () => {
    const first = await type().create({ RestApiId, StageName: 'dev' })
    const second = await type().create({ RestApiId, StageName: 'dev' })
    await type().remove(first)
    expect(await pointed()).toBe(second.physicalId)
    expect(await deployments()).toEqual([second.physicalId])
    await type().remove(second)
    expect(await pointed()).toBeUndefined()
    expect(await deployments()).toEqual([])
  })

  test('the stage goes back when the new deployment is rolled back', async () => {
    const first = await type().create({ RestApiId, StageName: 'dev' })
    const before = await gateway.call('GetStage', { restApiId: RestApiId, stageName: 'dev' })
    const second = await type().create({ RestApiId, StageName: 'dev' })
    await type().remove(second)
    expect(await gateway.call('GetStage', { restApiId: RestApiId, stageName: 'dev' })).toEqual(before)
    expect(await deployments()).toEqual([first.physicalId])
  })

  test('another name makes another stage and leaves the old one', async () => {
    const made = await type().create({ RestApiId, StageName: 'dev' })
    const renamed = await type().update({ RestApiId, StageName: 'test' }, made)
    expect([await pointed('dev'), await pointed('test')]).toEqual([undefined, made.physicalId])
    await type().update({ RestApiId }, renamed)
    expect(await pointed('test')).toBeUndefined()
  })

  test('a stage that has moved on, or is gone, is left alone', async () => {
    const made = await type().create({ RestApiId, StageName: 'dev' })
    const { id = '' } = await gateway.call('CreateDeployment', { restApiId: RestApiId, stageName: 'dev' })
    await type().remove(made)
    expect(await pointed()).toBe(id)
    const other = await type().create({ RestApiId, StageName: 'dev' })
    await gateway.call('DeleteStage', { restApiId: RestApiId, stageName: 'dev' })
    await type().remove(other)
    expect(await deployments()).toEqual([id])
  })
})

test('a method that is not ready fails the deployment and leaves nothing', async () => {
  const { rootResourceId: resourceId = '' } = await gateway.call('GetRestApi', { restApiId: RestApiId })
  await gateway.call('PutMethod', { restApiId: RestApiId, resourceId, httpMethod: 'PUT', authorizationType: 'NONE' })
  await expect(type().create({ RestApiId, StageName: 'dev' })).rejects.toMatchObject({ code: 'BadRequestException' })
  expect(await deployments()).toEqual([])
})
