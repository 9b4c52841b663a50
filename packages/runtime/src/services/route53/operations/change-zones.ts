import { operation } from '../deps.ts'
import { hostedZoneExists } from '../errors.ts'
import { changeId, nameServers, zoneId } from '../ids.ts'
import { fullName, type HostedZoneRecord } from '../records.ts'
import { hostedZones } from '../repository.ts'
import { changeInfo, delegationOf, zoneToWire } from '../wire.ts'

export const createHostedZone = operation('CreateHostedZone', async (input, { clock, random }, ctx) => {
  const { CallerReference, HostedZoneConfig, Name, VPC } = input
  const zone: HostedZoneRecord = {
    id: zoneId(random),
    name: fullName(Name),
    callerReference: CallerReference,
    ...(HostedZoneConfig?.Comment !== undefined && { comment: HostedZoneConfig.Comment }),
    vpcs: VPC ? [VPC] : [],
    nameServers: nameServers(random),
  }
  await ctx.transact(async (tx) => {
    const all = await hostedZones.list(tx, ctx.place)
    if (all.some(({ callerReference }) => callerReference === CallerReference)) throw hostedZoneExists()
    hostedZones.put(tx, ctx.place, zone)
  })
  return {
    HostedZone: zoneToWire(zone),
    ChangeInfo: changeInfo(changeId(random), clock.now()),
    // Of a private zone there is none, though the model says otherwise.
    DelegationSet: delegationOf(zone) ?? { NameServers: [] },
    VPC,
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
  }
})

export const deleteHostedZone = operation('DeleteHostedZone', async (input, { clock, random }, ctx) => {
  await ctx.transact(async (tx) => {
    const { id } = await hostedZones.require(tx, ctx.place, input.Id)
    hostedZones.delete(tx, ctx.place, id)
  })
  return { ChangeInfo: changeInfo(changeId(random), clock.now()) }
})

export const updateHostedZoneComment = operation('UpdateHostedZoneComment', async (input, _deps, ctx) => {
  const changed = await ctx.transact(async (tx) => {
    const { comment: _, ...zone } = await hostedZones.require(tx, ctx.place, input.Id)
    const next = input.Comment ? { ...zone, comment: input.Comment } : zone
    hostedZones.put(tx, ctx.place, next)
    return next
  })
  return { HostedZone: zoneToWire(changed) }
})

export const getChange = operation('GetChange', async (input, { clock }) => ({
  ChangeInfo: changeInfo(input.Id.replace(/^\/?change\//, ''), clock.now()),
}))
