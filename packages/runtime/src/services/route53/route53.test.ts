import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Route53Api } from '../../generated/route53.ts'
import { callContext, HOME, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createRoute53Service } from './index.ts'

let store: Store
let service: Service
let logged: unknown[][]

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  logged = []
  const logger = { log: (...line: unknown[]) => void logged.push(line), enabled: () => true }
  service = createRoute53Service({ clock: manualClock(Date.UTC(2030, 0, 1)), random: systemRandom, logger })
})
afterEach(() => store.close())

const call = <O extends keyof Route53Api & string>(name: O, input: InputOf<'route53', O>, region = 'eu-west-1') =>
  callContext(store, service, { place: { ...HOME, region } }).call('route53', name, input)

const create = async (Name: string, CallerReference = Name) =>
  (await call('CreateHostedZone', { Name, CallerReference })).HostedZone

it('makes a zone, in every Region, once for a reference', async () => {
  const made = await call('CreateHostedZone', {
    Name: 'Example.COM',
    CallerReference: 'r',
    HostedZoneConfig: { Comment: 'c' },
  })
  expect(made.HostedZone).toEqual({
    Id: expect.stringMatching(/^\/hostedzone\/Z[A-Z0-9]{20}$/),
    Name: 'example.com.',
    CallerReference: 'r',
    Config: { Comment: 'c', PrivateZone: false },
    ResourceRecordSetCount: 2,
  })
  expect(made.DelegationSet.NameServers).toHaveLength(4)
  const { Id } = made.HostedZone
  expect((await call('GetHostedZone', { Id }, 'us-east-1')).HostedZone).toEqual(made.HostedZone)
  expect((await call('GetHostedZone', { Id: Id.slice('/hostedzone/'.length) })).HostedZone.Id).toBe(Id)
  await expect(create('other.com', 'r')).rejects.toMatchObject({ code: 'HostedZoneAlreadyExists', status: 409 })
  await call('DeleteHostedZone', { Id })
  await expect(call('GetHostedZone', { Id })).rejects.toMatchObject({ code: 'NoSuchHostedZone', status: 404 })
})

it('lists zones from a name on, by their labels from the right, page by page', async () => {
  for (const name of ['b.org', 'www.a.com', 'a.com', 'z.a.com']) await create(name)
  const names = async (input: InputOf<'route53', 'ListHostedZonesByName'>) =>
    (await call('ListHostedZonesByName', input)).HostedZones.map(({ Name }) => Name)
  expect(await names({})).toEqual(['a.com.', 'www.a.com.', 'z.a.com.', 'b.org.'])
  expect(await names({ DNSName: 'www.a.com' })).toEqual(['www.a.com.', 'z.a.com.', 'b.org.'])
  const page = await call('ListHostedZonesByName', { MaxItems: '2' })
  expect(page).toMatchObject({ IsTruncated: true, NextDNSName: 'z.a.com.', MaxItems: '2' })
  expect(await names({ DNSName: page.NextDNSName, HostedZoneId: page.NextHostedZoneId })).toEqual([
    'z.a.com.',
    'b.org.',
  ])
  const first = await call('ListHostedZones', { MaxItems: '3' })
  const rest = await call('ListHostedZones', { Marker: first.NextMarker })
  expect([...first.HostedZones, ...rest.HostedZones]).toHaveLength(4)
  expect(rest.IsTruncated).toBe(false)
})

it('says in the log how a zone is made that is looked up in vain', async () => {
  await create('a.com')
  await call('ListHostedZonesByName', { DNSName: 'a.com' })
  expect(logged).toEqual([])
  await call('ListHostedZonesByName', { DNSName: 'b.com.' })
  expect(logged).toEqual([
    [
      'warn',
      'no hosted zone b.com here; an app that looks it up needs it',
      { hint: 'aws route53 create-hosted-zone --name b.com --caller-reference b.com' },
    ],
  ])
})

it('creates, changes and removes AWS::Route53::HostedZone', async () => {
  const request = resourceRequest(callContext(store, service))
  const type = instantTypeOf(service, 'AWS::Route53::HostedZone')
  const zone = await type.create({ Name: 'a.com' }, request)
  expect(zone.attributes).toEqual({ Id: zone.physicalId, NameServers: expect.any(Array) })
  const properties = { Name: 'a.com', HostedZoneConfig: { Comment: 'mine' } }
  expect(await type.update(properties, { ...zone, properties: { Name: 'a.com' } }, request)).toEqual(zone)
  expect((await call('GetHostedZone', { Id: zone.physicalId })).HostedZone.Config?.Comment).toBe('mine')
  await type.remove({ ...zone, properties }, request)
  await type.remove({ ...zone, properties }, request)
  const VPCs = [{ VPCId: 'vpc-1', VPCRegion: 'eu-west-1' }]
  const inside = await type.create({ Name: 'in.side', VPCs }, request)
  expect(await call('GetHostedZone', { Id: inside.physicalId })).toMatchObject({
    VPCs,
    HostedZone: { Config: { PrivateZone: true } },
  })
})
