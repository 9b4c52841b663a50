import {
  type APIGatewayServiceException,
  CreateDeploymentCommand,
  CreateStageCommand,
  type CreateStageCommandInput,
  GetStageCommand,
  type PatchOperation,
  PutIntegrationResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000040' })

const template = (word: string) => ({
  'application/json': `${word} $context.isCanaryRequest $stageVariables.a $stageVariables.b`,
})
const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value })

/** An API with two deployments that answer differently, and a stage `dev` on the first. */
async function twoDeployments(stage: Partial<CreateStageCommandInput> = {}) {
  const api = await createMockApi({ apiGateway, origin }, [
    { responses: [{ statusCode: '200', responseTemplates: template('first') }] },
  ])
  const { apiId: restApiId, rootResourceId: resourceId } = api
  const deployment = async () => (await apiGateway.send(new CreateDeploymentCommand({ restApiId }))).id ?? ''
  const first = await deployment()
  const at = { restApiId, resourceId, httpMethod: 'GET', statusCode: '200' }
  await apiGateway.send(new PutIntegrationResponseCommand({ ...at, responseTemplates: template('second') }))
  const second = await deployment()
  const dev = { restApiId, stageName: 'dev' }
  await apiGateway.send(new CreateStageCommand({ ...dev, deploymentId: first, variables: { a: '1' }, ...stage }))
  return {
    first,
    second,
    call: async () => (await fetch(`${origin}/_aws/execute-api/${restApiId}/dev/`)).text(),
    get: () => apiGateway.send(new GetStageCommand(dev)),
    update: (...patchOperations: PatchOperation[]) =>
      apiGateway.send(new UpdateStageCommand({ ...dev, patchOperations })),
    release: (stageName: string | undefined, canarySettings: object) =>
      apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName, canarySettings })),
  }
}

const refusal = (sent: Promise<unknown>) =>
  sent.then(
    () => 'accepted',
    ({ name, message }: APIGatewayServiceException) => `${name}: ${message}`,
  )

it('gets the calls that its share says, and its overrides replace and add variables (api-gateway 9.4.2, 9.4.7)', async () => {
  const { call, second, update } = await twoDeployments()
  expect(await call()).toBe('first false 1 ')
  const { canarySettings } = await update(
    replace('/canarySettings/deploymentId', second),
    replace('/canarySettings/percentTraffic', '100'),
    replace('/canarySettings/stageVariableOverrides/b', '2'),
  )
  const overrides = { b: '2' }
  expect(canarySettings).toEqual({
    deploymentId: second,
    percentTraffic: 100,
    stageVariableOverrides: overrides,
    useStageCache: false,
  })
  expect(await call()).toBe('second true 1 2')
  await update(replace('/canarySettings/stageVariableOverrides/a', '3'))
  expect(await call()).toBe('second true 3 2')
  await update(replace('/canarySettings/percentTraffic', '0'))
  expect(await call()).toBe('first false 1 ')
  await update(replace('/canarySettings/percentTraffic', '50'))
  const answers = new Set<string>()
  for (let i = 0; i < 60; i++) answers.add(await call())
  expect([...answers].sort()).toEqual(['first false 1 ', 'second true 3 2'])
})

it('fills in what a patch does not say (api-gateway 9.4.3)', async () => {
  const { first, second, update } = await twoDeployments()
  const { canarySettings } = await update(replace('/canarySettings/deploymentId', second))
  expect(canarySettings).toEqual({ deploymentId: second, percentTraffic: 0, useStageCache: false })
  await update({ op: 'remove', path: '/canarySettings' })
  const share = await update(replace('/canarySettings/percentTraffic', '50'))
  expect(share.canarySettings).toEqual({ deploymentId: first, percentTraffic: 50, useStageCache: false })
})

it('is released by a deployment, which leaves the stage on its own (api-gateway 9.4.4)', async () => {
  const { first, get, release } = await twoDeployments()
  const { id } = await release('dev', { percentTraffic: 50, stageVariableOverrides: { a: '2' } })
  expect(await get()).toMatchObject({
    deploymentId: first,
    canarySettings: {
      deploymentId: id,
      percentTraffic: 50,
      stageVariableOverrides: { a: '2' },
      useStageCache: false,
    },
  })
})

it('is refused in AWS’s words (api-gateway 9.4.5)', async () => {
  const { release, update } = await twoDeployments()
  const invalid = (why: string) => `BadRequestException: Invalid deployment content specified.${why}`
  const stageName = 'Non null and non empty stageName must be provided for canary deployment. Provided value is '
  expect(await refusal(release(undefined, {}))).toBe(invalid(`${stageName}null`))
  expect(await refusal(release('', {}))).toBe(invalid(stageName))
  expect(await refusal(release('non-existing', {}))).toBe(
    invalid('Stage non-existing must already be created before making a canary release deployment'),
  )
  expect(await refusal(update(replace('/canarySettings/deploymentId', 'nothing')))).toBe(
    'BadRequestException: Deployment id does not exist',
  )
  expect(await refusal(update({ op: 'add', path: '/canarySettings/deploymentId', value: 'x' }))).toBe(
    'BadRequestException: Invalid add operation with path: /canarySettings/deploymentId',
  )
  const copy = { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' } as const
  expect(await refusal(update(copy))).toBe('BadRequestException: Promotion not available. Canary does not exist.')
})

it('is promoted by copying, and stays until it is removed (api-gateway 9.4.6)', async () => {
  const { call, second, update } = await twoDeployments()
  await update(
    replace('/canarySettings/deploymentId', second),
    replace('/canarySettings/stageVariableOverrides/b', '2'),
  )
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
  expect(await call()).toBe('second false 1 2')
})
