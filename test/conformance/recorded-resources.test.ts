import { CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const account = '777700000020'
const { cloudFormation } = awsClients({ origin, account })
const stacks = stacksOf(cloudFormation)

it('what has no effect on a call deploys, and others see it in the form of AWS', async () => {
  const StackName = uniqueName('neighbours')
  const template = {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Network' }, CidrBlock: '10.0.0.0/24' } },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: '1',
          AlarmActions: [{ Ref: 'Topic' }],
        },
      },
    },
    Outputs: {
      Topic: { Value: { Ref: 'Topic' } },
      Subnet: { Value: { Ref: 'Subnet' } },
      Alarm: { Value: { 'Fn::GetAtt': 'Alarm.Arn' } },
    },
  }
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }))
  await stacks.settled(StackName)
  const { StackStatus, Outputs = [] } = await stacks.describe(StackName)
  expect(StackStatus).toBe('CREATE_COMPLETE')
  const values = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  expect(values).toEqual({
    Topic: expect.stringMatching(`^arn:aws:sns:us-east-1:${account}:${StackName}-Topic-`),
    Subnet: expect.stringMatching(/^subnet-0[0-9a-f]{16}$/),
    Alarm: expect.stringMatching(`^arn:aws:cloudwatch:us-east-1:${account}:alarm:`),
  })
})

it('one refusal names types, values and properties, and the flags that help', async () => {
  const template = {
    Resources: {
      Fn: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'n' } },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'x' } },
      Name: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { MutualTlsAuthentication: { TruststoreUri: 's3://b/k' } },
      },
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: 'r',
          HttpMethod: 'GET',
          Integration: { Type: 'AWS_SOMETHING' },
        },
      },
    },
  }
  const command = new CreateStackCommand({ StackName: uniqueName('refused'), TemplateBody: JSON.stringify(template) })
  const { message } = await refusalOf(cloudFormation.send(command))
  expect(message).toBe(
    'Not emulated by Sallyport: AWS::Kinesis::Stream (Fn); AWS::ApiGateway::DomainName: MutualTlsAuthentication (Name); ' +
      'Integration type AWS_SOMETHING (Method). ' +
      'No flag helps with AWS::ApiGateway::DomainName: MutualTlsAuthentication; Integration type AWS_SOMETHING. ' +
      'To store such resources without effect, start it with: sallyport start --record AWS::Kinesis::Stream',
  )
})

describe('the zones of a region, which the CDK CLI looks up', () => {
  const query = async (Action: string, given: Readonly<Record<string, string>> = {}) => {
    const scope = `Credential=${account}/20300101/eu-west-1/ec2/aws4_request`
    const response = await fetch(origin, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=00`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ Action, Version: '2016-11-15', ...given }),
    })
    return { status: response.status, text: await response.text() }
  }

  it('are three', async () => {
    const { status, text } = await query('DescribeAvailabilityZones')
    expect(status).toBe(200)
    expect([...text.matchAll(/<zoneName>([^<]+)<\/zoneName>/g)].map(([, name]) => name)).toEqual([
      'eu-west-1a',
      'eu-west-1b',
      'eu-west-1c',
    ])
    expect(text).toContain('<zoneId>euw1-az1</zoneId>')
  })

  it('have the default network, as the CDK CLI asks for it', async () => {
    const { text } = await query('DescribeVpcs', { 'Filter.1.Name': 'isDefault', 'Filter.1.Value.1': 'true' })
    const [, id = ''] = /<vpcId>(vpc-0[0-9a-f]{16})<\/vpcId>/.exec(text) ?? []
    expect(text).toContain('<cidrBlock>172.31.0.0/16</cidrBlock>')
    const within = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': id }
    const subnets = await query('DescribeSubnets', within)
    expect(subnets.text.match(/<mapPublicIpOnLaunch>true<\/mapPublicIpOnLaunch>/g)).toHaveLength(3)
    const tables = await query('DescribeRouteTables', within)
    expect(tables.text).toMatch(/<main>true<\/main>[\s\S]*<destinationCidrBlock>0\.0\.0\.0\/0<\/destinationCidrBlock>/)
    expect((await query('DescribeVpnGateways')).text).toMatch(/<vpnGatewaySet\s*(\/>|><\/vpnGatewaySet>)/)
    const other = await query('DescribeVpcs', { 'VpcId.1': 'vpc-1' })
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('InvalidVpcID.NotFound')])
  })

  it.each(['DescribeInstances', 'DescribeImages', 'CreateVpc'])('%s is refused by name', async (name) => {
    const { status, text } = await query(name)
    expect(status).toBe(400)
    expect(text).toContain(name)
  })
})
