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
