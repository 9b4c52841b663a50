import { operation, type Route53Deps } from '../deps.ts'
import { invalidMaxItems } from '../errors.ts'
import { fullName, type HostedZoneRecord, orderOf } from '../records.ts'
import { hostedZones } from '../repository.ts'
import { delegationOf, zoneToWire } from '../wire.ts'

const MOST_ITEMS = 100

export const getHostedZone = operation('GetHostedZone', async (input, _deps, ctx) => {
  const zone = await hostedZones.require(ctx.reader, ctx.place, input.Id)
  return {
    HostedZone: zoneToWire(zone),
    DelegationSet: delegationOf(zone),
    VPCs: zone.vpcs.length > 0 ? zone.vpcs : undefined,
  }
})

/** A marker is the id of the next zone (documented). */
export const listHostedZones = operation('ListHostedZones', async (input, _deps, ctx) => {
  const limit = limitOf(input.MaxItems)
  const wanted = input.HostedZoneType === 'PrivateHostedZone'
  const all = await hostedZones.list(ctx.reader, ctx.place)
  const zones = all.filter(({ vpcs }) => input.HostedZoneType === undefined || vpcs.length > 0 === wanted)
  const shown = zones.filter(({ id }) => input.Marker === undefined || id >= input.Marker)
  const [next] = shown.slice(limit)
  return {
    HostedZones: shown.slice(0, limit).map(zoneToWire),
    Marker: input.Marker ?? '',
    IsTruncated: next !== undefined,
    NextMarker: next?.id,
    MaxItems: String(limit),
  }
})

/** From a name on, in the order of their labels from the right (documented). The CDK CLI looks zones up with it. */
export const listHostedZonesByName = operation('ListHostedZonesByName', async (input, deps, ctx) => {
  const limit = limitOf(input.MaxItems)
  const from = input.DNSName && orderOf({ name: fullName(input.DNSName), id: input.HostedZoneId ?? '' })
  const all = (await hostedZones.list(ctx.reader, ctx.place)).toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
  const shown = from ? all.filter((zone) => !isLess(orderOf(zone), from)) : all
  if (input.DNSName !== undefined) tellOfMissing(input.DNSName, shown, deps)
  const [next] = shown.slice(limit)
  return {
    HostedZones: shown.slice(0, limit).map(zoneToWire),
    DNSName: input.DNSName,
    HostedZoneId: input.HostedZoneId,
    IsTruncated: next !== undefined,
    NextDNSName: next?.name,
    NextHostedZoneId: next?.id,
    MaxItems: String(limit),
  }
})

/** On AWS the zone is there since the domain was registered; here somebody has to say that it exists. */
function tellOfMissing(given: string, zones: readonly HostedZoneRecord[], { logger }: Route53Deps): void {
  const name = fullName(given).slice(0, -1)
  if (zones.some((zone) => zone.name === `${name}.`)) return
  const hint = `aws route53 create-hosted-zone --name ${name} --caller-reference ${name}`
  logger.log('warn', `no hosted zone ${name} here; an app that looks it up needs it`, { hint })
}

function limitOf(given: string | undefined): number {
  const limit = Number(given ?? MOST_ITEMS)
  if (!Number.isInteger(limit) || limit < 1) throw invalidMaxItems(given ?? '')
  return Math.min(limit, MOST_ITEMS)
}

function isBefore(a: HostedZoneRecord, b: HostedZoneRecord): boolean {
  return isLess(orderOf(a), orderOf(b))
}

function isLess([a = '', aId = '']: readonly string[], [b = '', bId = '']: readonly string[]): boolean {
  return a === b ? aId < bId : a < b
}
