import { describe, expect, it } from 'vitest'
import { AwsError } from '../../kernel/errors.ts'
import { startControlPlane, type TestRequest } from '../control-plane.harness.ts'

const SIGNED = 'AWS4-HMAC-SHA256 Credential=test/20300101/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0'

const { seen, send } = startControlPlane({
  ec2: {
    DescribeAvailabilityZones: async (input) => {
      if ((input as { DryRun?: boolean }).DryRun)
        throw new AwsError('DryRunOperation', 'Would have succeeded <', { status: 412 })
      return {
        AvailabilityZones: [{ State: 'available', Messages: [], ZoneName: 'eu-west-1a' }, { ZoneName: 'eu-west-1b' }],
      }
    },
  },
})

const ec2 = (body: string, authorization: string | undefined = SIGNED): TestRequest => ({
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    ...(authorization ? { authorization } : {}),
  },
  body,
})
const ZONES = 'Action=DescribeAvailabilityZones&Version=2016-11-15'

describe('EC2’s protocol', () => {
  it('has flat lists and capital letters in fields, and answers without a wrapper', async () => {
    const fields = '&ZoneName.2=b&ZoneName.1=a&DryRun=false&Filter.1.Name=state&Filter.1.Value.1=x&Filter.1.Value.2=y'
    const { status, body, headers } = await send(ec2(ZONES + fields))
    expect(seen.input).toEqual({
      ZoneNames: ['a', 'b'],
      DryRun: false,
      Filters: [{ Name: 'state', Values: ['x', 'y'] }],
    })
    const requestId = headers.find(([name]) => name === 'x-amzn-RequestId')?.[1]
    expect([status, body]).toEqual([
      200,
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">' +
        `<requestId>${requestId}</requestId><availabilityZoneInfo>` +
        '<item><messageSet/><zoneName>eu-west-1a</zoneName><zoneState>available</zoneState></item>' +
        '<item><zoneName>eu-west-1b</zoneName></item></availabilityZoneInfo></DescribeAvailabilityZonesResponse>',
    ])
  })

  it('is told by its version where there is no signature', async () => {
    const { status, body } = await send({
      ...ec2(ZONES),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([status, body]).toEqual([401, expect.stringContaining('<Code>AuthFailure</Code>')])
  })

  it.each([
    [
      'a refusal',
      `${ZONES}&DryRun=true`,
      412,
      '<Code>DryRunOperation</Code><Message>Would have succeeded &lt;</Message>',
    ],
    [
      'an unknown action',
      'Action=Fly&Version=2016-11-15',
      400,
      '<Code>InvalidAction</Code><Message>The action Fly is not',
    ],
    [
      'what is not built',
      'Action=RunInstances&Version=2016-11-15',
      400,
      'ec2 RunInstances is not emulated by Sallyport.',
    ],
  ])('words %s in its own form', async (_, fields, status, text) => {
    const response = await send(ec2(fields))
    expect(response.status).toBe(status)
    expect(response.body).toMatch(
      /<Response><Errors><Error>.*<\/Error><\/Errors><RequestID>[\w-]+<\/RequestID><\/Response>$/,
    )
    expect(response.body).toContain(text)
  })
})
