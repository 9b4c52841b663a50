import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMockApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

const TARGET = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/balancer/0123456789abcdef'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const create = (more: object = {}) => gateway.call('CreateVpcLink', { name: 'link', targetArns: [TARGET], ...more })

test('a link is pending where it is made, and ready where it is read', async () => {
  const made = await create()
  expect(made).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{6}$/),
    name: 'link',
    targetArns: [TARGET],
    status: 'PENDING',
  })
  const ready = { ...made, status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }
  const vpcLinkId = made.id ?? ''
  expect(await gateway.call('GetVpcLink', { vpcLinkId })).toEqual({ ...ready, tags: {} })
  expect((await gateway.call('GetVpcLinks', {})).items).toContainEqual(ready)
  const patchOperations = [{ op: 'replace', path: '/name', value: 'renamed' }]
  expect(await gateway.call('UpdateVpcLink', { vpcLinkId, patchOperations })).toEqual({
    ...ready,
    name: 'renamed',
    tags: {},
  })
})

test.each([
  [{ name: '' }, 'Name cannot be empty'],
  [{ targetArns: ['invalid-arn'] }, 'Invalid ARN. ARN is not well formed invalid-arn'],
])('%j is refused', async (more, message) => {
  await expect(create(more)).rejects.toMatchObject(refusal(message))
})

test('a link stays while a deployed method goes through it', async () => {
  const { id: vpcLinkId = '' } = await create()
  const { restApiId, at } = await createMockApi(gateway)
  await gateway.call('PutIntegration', {
    ...at,
    type: 'HTTP_PROXY',
    integrationHttpMethod: 'GET',
    uri: 'http://127.0.0.1:1/',
    connectionType: 'VPC_LINK',
    connectionId: vpcLinkId,
  })
  await gateway.call('CreateDeployment', { restApiId, stageName: 'dev' })
  const where = `[GET:${at.resourceId}:dev] in format of [Method:Resource:Stage]`
  await expect(gateway.call('DeleteVpcLink', { vpcLinkId })).rejects.toMatchObject(
    refusal(`Cannot delete vpc link. Vpc link '${vpcLinkId}', is referenced in ${where}.`),
  )
  await gateway.call('DeleteStage', { restApiId, stageName: 'dev' })
  await gateway.call('DeleteVpcLink', { vpcLinkId })
  await expect(gateway.call('GetVpcLink', { vpcLinkId })).rejects.toMatchObject(
    refusal('Invalid Vpc Link identifier specified', 'NotFoundException'),
  )
})

test('the type keeps its id when it is renamed, and is removed twice', async () => {
  const type = gateway.typeOf('VpcLink')
  const made = await type.create({
    Name: 'a',
    Description: 'd',
    TargetArns: [TARGET],
    Tags: [{ Key: 'k', Value: '1' }],
  })
  expect(made.attributes).toEqual({ VpcLinkId: made.physicalId })
  const updated = await type.update({ Name: 'b', TargetArns: [TARGET] }, made)
  expect(await gateway.call('GetVpcLink', { vpcLinkId: updated.physicalId })).toEqual({
    id: made.physicalId,
    name: 'b',
    targetArns: [TARGET],
    status: 'AVAILABLE',
    statusMessage: 'Your vpc link is ready for use',
    tags: {},
  })
  await type.remove(updated)
  await type.remove(updated)
})
