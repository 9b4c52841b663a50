import {
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '444400000053'
const { route53 } = awsClients({ origin, account: ACCOUNT })

it('a zone is made, found by its name as the CDK CLI looks for it, and removed', async () => {
  const { HostedZone, DelegationSet, ChangeInfo, Location } = await route53.send(
    new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'one', HostedZoneConfig: { Comment: 'mine' } }),
  )
  const Id = HostedZone?.Id ?? ''
  expect(Id).toMatch(/^\/hostedzone\/Z[A-Z0-9]+$/)
  expect(Location).toContain(Id)
  expect(DelegationSet?.NameServers).toHaveLength(4)
  expect(ChangeInfo).toMatchObject({ Status: 'INSYNC', SubmittedAt: expect.any(Date) as Date })
  const found = await route53.send(new ListHostedZonesByNameCommand({ DNSName: 'example.com' }))
  expect(found).toMatchObject({
    DNSName: 'example.com',
    IsTruncated: false,
    HostedZones: [{ Id, Name: 'example.com.', Config: { PrivateZone: false, Comment: 'mine' } }],
  })
  expect((await route53.send(new ListHostedZonesCommand({}))).HostedZones).toHaveLength(1)
  expect((await route53.send(new GetHostedZoneCommand({ Id }))).DelegationSet).toEqual(DelegationSet)
  await route53.send(new DeleteHostedZoneCommand({ Id }))
  expect(await refusalOf(route53.send(new GetHostedZoneCommand({ Id })))).toMatchObject({
    name: 'NoSuchHostedZone',
    status: 404,
  })
  expect((await route53.send(new ListHostedZonesByNameCommand({ DNSName: 'example.com' }))).HostedZones).toEqual([])
})

it('what is not here is refused by name', async () => {
  const records = new ListResourceRecordSetsCommand({ HostedZoneId: 'Z1' })
  expect(await refusalOf(route53.send(records))).toMatchObject({
    status: 400,
    message: expect.stringContaining('ListResourceRecordSets') as string,
  })
})
