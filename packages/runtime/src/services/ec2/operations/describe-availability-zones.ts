import type { AvailabilityZone, Filter } from '../../../generated/ec2.ts'
import { operationsOf } from '../../../kernel/operation.ts'
import { dryRun, invalidParameterValue } from '../errors.ts'
import { type Filterable, matchesAll } from '../filters.ts'
import { zonesOf } from '../zones.ts'

const operation = operationsOf<'ec2', object>()

/** Documented: API_DescribeAvailabilityZones. */
const FILTERABLE: Filterable<AvailabilityZone> = {
  'group-name': ({ GroupName }) => GroupName,
  'group-long-name': ({ GroupLongName }) => GroupLongName,
  message: ({ Messages = [] }) => Messages.map(({ Message }) => Message),
  'opt-in-status': ({ OptInStatus }) => OptInStatus,
  'parent-zone-id': ({ ParentZoneId }) => ParentZoneId,
  'parent-zone-name': ({ ParentZoneName }) => ParentZoneName,
  'region-name': ({ RegionName }) => RegionName,
  state: ({ State }) => State,
  'zone-id': ({ ZoneId }) => ZoneId,
  'zone-name': ({ ZoneName }) => ZoneName,
  'zone-type': ({ ZoneType }) => ZoneType,
}

/** What the CDK CLI looks up for a network without zones of its own. Every zone here is open to everybody. */
export const describeAvailabilityZones = operation('DescribeAvailabilityZones', async (input, _deps, { place }) => {
  const { ZoneNames = [], ZoneIds = [], Filters = [] as readonly Filter[], DryRun } = input
  if (DryRun) throw dryRun()
  const zones = zonesOf(place.region)
  // The texts are general knowledge.
  const strangers = ZoneNames.filter((name) => !zones.some(({ ZoneName }) => ZoneName === name))
  if (strangers.length > 0) throw invalidParameterValue(`Invalid availability zone: [${strangers.join(', ')}]`)
  const strangeIds = ZoneIds.filter((id) => !zones.some(({ ZoneId }) => ZoneId === id))
  if (strangeIds.length > 0) throw invalidParameterValue(`Invalid availability zone-id: [${strangeIds.join(', ')}]`)
  const named = zones.filter(({ ZoneName = '', ZoneId = '' }) => {
    return (
      (ZoneNames.length === 0 || ZoneNames.includes(ZoneName)) && (ZoneIds.length === 0 || ZoneIds.includes(ZoneId))
    )
  })
  return { AvailabilityZones: named.filter((zone) => matchesAll(zone, Filters, FILTERABLE)) }
})
