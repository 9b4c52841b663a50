import type { AvailabilityZone } from '../../generated/ec2.ts'
import { zoneNamesOf } from '../../kernel/zones.ts'

/** The zones of a region as `DescribeAvailabilityZones` documents them. */
export function zonesOf(region: string): AvailabilityZone[] {
  return zoneNamesOf(region).map((name, index) => ({
    OptInStatus: 'opt-in-not-required',
    Messages: [],
    RegionName: region,
    ZoneName: name,
    ZoneId: `${regionCode(region)}-az${index + 1}`,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
    State: 'available',
  }))
}

/** `use1` for us-east-1, `apse2` for ap-southeast-2, `usgw1` for us-gov-west-1 (documented: Availability Zone IDs). */
export function regionCode(region: string): string {
  const [area = '', ...rest] = region.split('-')
  const short = rest.map((part) =>
    part.replace(/north|south|east|west|central|gov|iso[a-z]?/g, (word) => word[0] ?? ''),
  )
  return area + short.join('')
}
