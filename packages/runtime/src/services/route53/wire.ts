import type { ChangeInfo, DelegationSet, HostedZone } from '../../generated/route53.ts'
import type { HostedZoneRecord } from './records.ts'

export function zoneToWire({ id, name, callerReference, comment, vpcs }: HostedZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: callerReference,
    Config: { ...(comment !== undefined && { Comment: comment }), PrivateZone: vpcs.length > 0 },
    // `NS` and `SOA`, as every zone has; those of templates are recorded beside it.
    ResourceRecordSetCount: 2,
  }
}

export function delegationOf({ vpcs, nameServers }: HostedZoneRecord): DelegationSet | undefined {
  return vpcs.length > 0 ? undefined : { NameServers: nameServers }
}

/** All that is asked for is done at once. */
export function changeInfo(id: string, now: number): ChangeInfo {
  return { Id: `/change/${id}`, Status: 'INSYNC', SubmittedAt: new Date(now) }
}
