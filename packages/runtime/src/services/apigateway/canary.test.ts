import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMockApi, refusal, startApiGateway, type TestApiGateway } from './apigateway.harness.ts'

let gateway: TestApiGateway
let restApiId: string
let first: string
let second: string
beforeEach(async () => {
  gateway = await startApiGateway()
  ;({ restApiId } = await createMockApi(gateway))
  first = await deploy()
  second = await deploy()
})
afterEach(() => gateway.close())

type Deployment = Omit<Parameters<typeof gateway.call<'CreateDeployment'>>[1], 'restApiId'>
const deploy = async (more: Deployment = {}) =>
  (await gateway.call('CreateDeployment', { restApiId, ...more })).id ?? ''
const create = (canarySettings?: object) =>
  gateway.call('CreateStage', {
    restApiId,
    stageName: 'dev',
    deploymentId: first,
    variables: { a: '1' },
    canarySettings,
  })
const update = (...patchOperations: object[]) =>
  gateway.call('UpdateStage', { restApiId, stageName: 'dev', patchOperations })
const replace = (path: string, value: string) => ({ op: 'replace', path, value })
const served = async () => (await gateway.apis.find(restApiId))?.findStage('dev')

describe('a canary', () => {
  test('comes with its stage, and is served beside it', async () => {
    const canarySettings = { deploymentId: second, percentTraffic: 50, stageVariableOverrides: { a: '2', b: '3' } }
    const shown = { ...canarySettings, useStageCache: false }
    expect((await create(canarySettings)).canarySettings).toEqual(shown)
    expect(await served()).toMatchObject({
      deploymentId: first,
      variables: { a: '1' },
      canary: { deploymentId: second, percentTraffic: 50, variables: { a: '2', b: '3' } },
    })
    const patched = await update(replace('/canarySettings/stageVariableOverrides/a', '4'))
    expect(patched.canarySettings).toEqual({ ...shown, stageVariableOverrides: { a: '4', b: '3' } })
    expect((await update({ op: 'remove', path: '/canarySettings' })).canarySettings).toBeUndefined()
    expect((await served())?.canary).toBeUndefined()
  })

  test('is made by the first of its members, with defaults for the others', async () => {
    await create()
    const own = { percentTraffic: 0, useStageCache: false }
    expect((await update(replace('/canarySettings/deploymentId', second))).canarySettings).toEqual({
      ...own,
      deploymentId: second,
    })
    await update({ op: 'remove', path: '/canarySettings' })
    expect((await update(replace('/canarySettings/percentTraffic', '50'))).canarySettings).toEqual({
      ...own,
      percentTraffic: 50,
      deploymentId: first,
    })
  })

  test('comes by a deployment, which leaves the stage where it is', async () => {
    await create()
    const third = await deploy({ stageName: 'dev', canarySettings: { percentTraffic: 10 } })
    expect(await gateway.call('GetStage', { restApiId, stageName: 'dev' })).toMatchObject({
      deploymentId: first,
      canarySettings: { deploymentId: third, percentTraffic: 10, useStageCache: false },
    })
    await expect(gateway.call('DeleteDeployment', { restApiId, deploymentId: third })).rejects.toMatchObject(
      refusal('Active stages pointing to this deployment must be moved or deleted'),
    )
  })

  test('is promoted: the stage takes its deployment, and its variables beside its own', async () => {
    await create({ deploymentId: second, percentTraffic: 50, stageVariableOverrides: { b: '2' } })
    const promoted = await update(
      replace('/canarySettings/percentTraffic', '0'),
      { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
      { op: 'copy', path: '/variables', from: '/canarySettings/stageVariableOverrides' },
    )
    expect(promoted).toMatchObject({
      deploymentId: second,
      variables: { a: '1', b: '2' },
      canarySettings: { deploymentId: second, percentTraffic: 0, stageVariableOverrides: { b: '2' } },
    })
  })

  test.each([
    [undefined, 'Non null and non empty stageName must be provided for canary deployment. Provided value is null'],
    ['', 'Non null and non empty stageName must be provided for canary deployment. Provided value is '],
    ['other', 'Stage other must already be created before making a canary release deployment'],
  ])('needs a stage that is there: %s', async (stageName, why) => {
    await expect(deploy({ stageName, canarySettings: {} })).rejects.toMatchObject(
      refusal(`Invalid deployment content specified.${why}`),
    )
  })

  test('is refused with a deployment that is not there, or more traffic than there is', async () => {
    const missing = refusal('Deployment id does not exist')
    await expect(create({ deploymentId: 'nothing' })).rejects.toMatchObject(missing)
    await create()
    await expect(update(replace('/canarySettings/deploymentId', 'nothing'))).rejects.toMatchObject(missing)
    for (const percent of ['101', '-1', 'x', '']) {
      await expect(update(replace('/canarySettings/percentTraffic', percent))).rejects.toMatchObject({
        code: 'BadRequestException',
      })
    }
  })
})

test('templates set up a canary, change it and take it away', async () => {
  const type = gateway.typeOf('Stage')
  const canary = { DeploymentId: second, PercentTraffic: 20, StageVariableOverrides: { a: '2' } }
  const properties = { RestApiId: restApiId, StageName: 'dev', DeploymentId: first }
  const shown = async () => (await gateway.call('GetStage', { restApiId, stageName: 'dev' })).canarySettings
  const made = await type.create({ ...properties, CanarySetting: canary })
  expect(await shown()).toEqual({
    deploymentId: second,
    percentTraffic: 20,
    stageVariableOverrides: { a: '2' },
    useStageCache: false,
  })
  const changed = await type.update({ ...properties, CanarySetting: { PercentTraffic: 5 } }, made)
  expect(await shown()).toEqual({ deploymentId: first, percentTraffic: 5, useStageCache: false })
  await type.update(properties, changed)
  expect(await shown()).toBeUndefined()
})

test('a deployment that is a canary goes without its stage', async () => {
  await create()
  const type = gateway.typeOf('Deployment')
  const made = await type.create({
    RestApiId: restApiId,
    StageName: 'dev',
    DeploymentCanarySettings: { PercentTraffic: 30 },
  })
  expect((await served())?.canary).toMatchObject({ deploymentId: made.physicalId, percentTraffic: 30 })
  await type.remove(made)
  expect(await served()).toMatchObject({ deploymentId: first, canary: undefined })
})
