import { describe, expect, it } from 'vitest'
import type { DescribeAvailabilityZonesRequest } from '../../generated/ec2.ts'
import { callContext, nothingStored } from '../../kernel/call.harness.ts'
import { createEc2Service } from './index.ts'
import { regionCode } from './zones.ts'

const describeZones = async (input: DescribeAvailabilityZonesRequest = {}, region = 'eu-central-1') => {
  const place = { account: '111122223333', region }
  const { call } = callContext(nothingStored, createEc2Service(), { place })
  return (await call('ec2', 'DescribeAvailabilityZones', input)).AvailabilityZones ?? []
}
const namesOf = async (input: DescribeAvailabilityZonesRequest) =>
  (await describeZones(input)).map(({ ZoneName }) => ZoneName)

describe('DescribeAvailabilityZones', () => {
  it('gives three zones of the region', async () => {
    expect(await describeZones()).toHaveLength(3)
    expect((await describeZones())[1]).toEqual({
      OptInStatus: 'opt-in-not-required',
      Messages: [],
      RegionName: 'eu-central-1',
      ZoneName: 'eu-central-1b',
      ZoneId: 'euc1-az2',
      GroupName: 'eu-central-1-zg-1',
      NetworkBorderGroup: 'eu-central-1',
      ZoneType: 'availability-zone',
      State: 'available',
    })
  })

  it.each<[DescribeAvailabilityZonesRequest, string[]]>([
    [{ ZoneNames: ['eu-central-1c'] }, ['eu-central-1c']],
    [{ ZoneIds: ['euc1-az1'] }, ['eu-central-1a']],
    [{ Filters: [{ Name: 'zone-name', Values: ['*1a', '*-?b'] }] }, ['eu-central-1a', 'eu-central-1b']],
    [{ Filters: [{ Name: 'state', Values: ['impaired'] }] }, []],
    [
      {
        Filters: [
          { Name: 'zone-type', Values: ['availability-zone'] },
          { Name: 'zone-id', Values: ['euc1-az3'] },
        ],
      },
      ['eu-central-1c'],
    ],
  ])('%j', async (input, names) => {
    expect(await namesOf(input)).toEqual(names)
  })

  it.each<[DescribeAvailabilityZonesRequest, string, string]>([
    [{ ZoneNames: ['us-east-1a'] }, 'InvalidParameterValue', 'Invalid availability zone: [us-east-1a]'],
    [{ ZoneIds: ['use1-az1'] }, 'InvalidParameterValue', 'Invalid availability zone-id: [use1-az1]'],
    [{ Filters: [{ Name: 'moon', Values: ['x'] }] }, 'InvalidParameterValue', "The filter 'moon' is invalid"],
    [{ DryRun: true }, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.'],
  ])('refuses %j', async (input, code, message) => {
    await expect(describeZones(input)).rejects.toMatchObject({ code, message })
  })
})

it.each([
  ['us-east-1', 'use1'],
  ['ap-southeast-2', 'apse2'],
  ['us-gov-west-1', 'usgw1'],
  ['cn-northwest-1', 'cnnw1'],
  ['ca-central-1', 'cac1'],
])('%s is %s in the ids of zones', (region, code) => {
  expect(regionCode(region)).toBe(code)
})

describe('the default network', () => {
  const place = { account: '111122223333', region: 'eu-central-1' }
  const { call } = callContext(nothingStored, createEc2Service(), { place })
  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })

  it('is what an account has without doing anything, and is the same whenever it is asked for', async () => {
    const { Vpcs: [vpc] = [] } = await call('ec2', 'DescribeVpcs', filter('isDefault', 'true'))
    expect(vpc).toMatchObject({ CidrBlock: '172.31.0.0/16', IsDefault: true, OwnerId: '111122223333' })
    expect(vpc?.VpcId).toMatch(/^vpc-0[0-9a-f]{16}$/)
    expect((await call('ec2', 'DescribeVpcs', { VpcIds: [vpc?.VpcId ?? ''] })).Vpcs).toEqual([vpc])
    const within = filter('vpc-id', vpc?.VpcId ?? '')
    const { Subnets = [] } = await call('ec2', 'DescribeSubnets', within)
    expect(Subnets.map(({ AvailabilityZone, CidrBlock }) => [AvailabilityZone, CidrBlock])).toEqual([
      ['eu-central-1a', '172.31.0.0/20'],
      ['eu-central-1b', '172.31.16.0/20'],
      ['eu-central-1c', '172.31.32.0/20'],
    ])
    const { RouteTables: [table] = [] } = await call('ec2', 'DescribeRouteTables', within)
    expect(table?.Routes?.map(({ GatewayId }) => GatewayId)).toEqual(['local', expect.stringMatching(/^igw-0/)])
    expect((await call('ec2', 'DescribeVpnGateways', filter('state', 'available'))).VpnGateways).toEqual([])
  })

  it('is all there is', async () => {
    for (const none of [filter('is-default', 'false'), filter('tag:Name', 'Shared'), filter('vpc-id', 'vpc-0123')]) {
      expect((await call('ec2', 'DescribeVpcs', none)).Vpcs).toEqual([])
    }
    expect((await call('ec2', 'DescribeSubnets', filter('vpc-id', 'vpc-0123'))).Subnets).toEqual([])
  })

  it.each([
    ['DescribeVpcs', { VpcIds: ['vpc-1'] }, 'InvalidVpcID.NotFound', "The vpc ID 'vpc-1' does not exist"],
    ['DescribeSubnets', { SubnetIds: ['s'] }, 'InvalidSubnetID.NotFound', "The subnet ID 's' does not exist"],
    ['DescribeRouteTables', { RouteTableIds: ['r'] }, 'InvalidRouteTableID.NotFound', expect.stringContaining("'r'")],
    ['DescribeVpnGateways', { VpnGatewayIds: ['v'] }, 'InvalidVpnGatewayID.NotFound', expect.stringContaining("'v'")],
    ['DescribeVpcs', filter('moon', 'x'), 'InvalidParameterValue', "The filter 'moon' is invalid"],
    ['DescribeVpcs', { NextToken: 'x' }, 'InvalidParameterValue', "Invalid value 'x' for nextToken"],
    ['DescribeSubnets', { DryRun: true }, 'DryRunOperation', expect.any(String)],
  ] as const)('%s refuses %j', async (name, input, code, message) => {
    await expect(call('ec2', name, input)).rejects.toMatchObject({ code, message })
  })
})
