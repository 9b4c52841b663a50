import { afterAll, beforeAll, expect, test } from 'vitest'
import { START, startHttpApis, type TestHttpApis } from '../apigatewayv2.harness.ts'

let world: TestHttpApis
beforeAll(async () => {
  world = await startHttpApis()
})
afterAll(() => world.close())

const SUBNETS = ['subnet-a', 'subnet-b']

test('a link is pending where it is made, and ready where it is read', async () => {
  const made = await world.call('CreateVpcLink', { Name: 'link', SubnetIds: SUBNETS, Tags: { a: '1' } })
  expect(made).toEqual({
    CreatedDate: new Date(START),
    Name: 'link',
    SecurityGroupIds: [],
    SubnetIds: SUBNETS,
    Tags: { a: '1' },
    VpcLinkId: expect.stringMatching(/^[a-z0-9]{6}$/),
    VpcLinkStatus: 'PENDING',
    VpcLinkStatusMessage: 'VPC link is provisioning ENIs',
    VpcLinkVersion: 'V2',
  })
  const VpcLinkId = made.VpcLinkId ?? ''
  const ready = { ...made, VpcLinkStatus: 'AVAILABLE', VpcLinkStatusMessage: 'VPC link is ready to route traffic' }
  expect(await world.call('GetVpcLink', { VpcLinkId })).toEqual(ready)
  expect((await world.call('GetVpcLinks', {})).Items).toEqual([ready])
  expect(await world.call('UpdateVpcLink', { VpcLinkId, Name: 'b' })).toEqual({ ...ready, Name: 'b' })
  await expect(world.call('UpdateVpcLink', { VpcLinkId, Name: '' })).rejects.toMatchObject({
    message: 'Name cannot be empty',
  })
  const ResourceArn = `arn:aws:apigateway:us-east-1::/vpclinks/${VpcLinkId}`
  await world.call('TagResource', { ResourceArn, Tags: { b: '2' } })
  await world.call('UntagResource', { ResourceArn, TagKeys: ['a'] })
  expect(await world.call('GetTags', { ResourceArn })).toEqual({ Tags: { b: '2' } })
  await world.call('DeleteVpcLink', { VpcLinkId })
  await expect(world.call('GetVpcLink', { VpcLinkId })).rejects.toMatchObject({
    code: 'NotFoundException',
    message: 'Invalid Vpc Link identifier specified',
  })
})

test('a link leads to subnets', async () => {
  await expect(world.call('CreateVpcLink', { Name: 'link', SubnetIds: [] })).rejects.toMatchObject({ status: 400 })
})

test('the type keeps its id when it is renamed, and is removed twice', async () => {
  const type = world.typeOf('VpcLink')
  const made = await type.create({ Name: 'a', SubnetIds: SUBNETS, Tags: { a: '1' } })
  expect(made.attributes).toEqual({ VpcLinkId: made.physicalId })
  const updated = await type.update({ Name: 'b', SubnetIds: SUBNETS }, made)
  const found = await world.call('GetVpcLink', { VpcLinkId: made.physicalId })
  expect([found.Name, found.Tags]).toEqual(['b', {}])
  await type.remove(updated)
  await type.remove(updated)
})
