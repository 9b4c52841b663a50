import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { readPackageFile } from '../../../package-files.ts'
import { startCloudFormation } from '../cloudformation.harness.ts'
import { type Outline, readOutline } from './outline.ts'
import { recordedType } from './recorded-type.ts'

const outlines = (JSON.parse(readPackageFile('models/recorded-types.json')) as { types: Record<string, Outline> }).types
const NAME = 'stack-Logical-AbCdEfGhIjKl'
const request = { place: { account: '111122223333', region: 'eu-west-1' }, generateName: () => NAME }
const make = (type: string, properties: JsonObject = {}) =>
  recordedType(type, undefined, readOutline(type)).create(properties, request as unknown as ResourceRequest)

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}'
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`

describe('Ref of a recorded resource', () => {
  it.each<[string, JsonObject, string]>([
    ['AWS::SNS::Topic', {}, arn('sns', NAME)],
    ['AWS::SNS::Topic', { TopicName: 'news' }, arn('sns', 'news')],
    ['AWS::SNS::Subscription', { TopicArn: arn('sns', 'news') }, `${arn('sns', 'news')}:${UUID}`],
    ['AWS::SQS::Queue', {}, `https://sqs.eu-west-1.amazonaws.com/111122223333/${NAME}`],
    ['AWS::SQS::QueuePolicy', {}, NAME],
    ['AWS::CertificateManager::Certificate', {}, arn('acm', `certificate/${UUID}`)],
    ['AWS::Cognito::UserPoolIdentityProvider', { UserPoolId: 'p', ProviderName: 'Google' }, 'Google'],
    ['AWS::Cognito::IdentityPool', {}, `eu-west-1:${UUID}`],
    ['AWS::Lambda::Function', {}, NAME],
    ['AWS::Lambda::Version', { FunctionName: 'fn' }, arn('lambda', 'function:fn:1')],
    [
      'AWS::Lambda::Alias',
      { FunctionName: arn('lambda', 'function:fn'), Name: 'live' },
      arn('lambda', 'function:fn:live'),
    ],
    ['AWS::Lambda::LayerVersion', { LayerName: 'layer' }, arn('lambda', 'layer:layer:1')],
    ['AWS::Lambda::Permission', { FunctionName: 'fn' }, NAME],
    ['AWS::DynamoDB::Table', {}, NAME],
    ['AWS::Logs::LogGroup', { LogGroupName: '/a/b' }, '/a/b'],
    ['AWS::Route53::RecordSet', { Name: 'a.com', Type: 'A', HostedZoneId: 'Z1' }, 'a.com'],
    ['AWS::WAFv2::WebACL', { Name: 'acl', Scope: 'REGIONAL' }, `acl\\|${UUID}\\|REGIONAL`],
    ['AWS::EC2::VPC', {}, 'vpc-0[0-9a-f]{16}'],
    ['AWS::EC2::Subnet', {}, 'subnet-0[0-9a-f]{16}'],
    ['AWS::EC2::SecurityGroup', {}, 'sg-0[0-9a-f]{16}'],
    ['AWS::EC2::RouteTable', {}, 'rtb-0[0-9a-f]{16}'],
    ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' }, 'IGW\\|vpc-1'],
    ['AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' }, 'rtb-1\\|0.0.0.0/0'],
    ['AWS::EC2::EIP', {}, '203\\.0\\.113\\.\\d+\\|eipalloc-.*|203\\.0\\.113\\.\\d+'],
    ['AWS::IAM::User', {}, NAME],
    ['AWS::IAM::AccessKey', { UserName: 'u' }, 'AKIA[A-Z0-9]{16}'],
    ['AWS::Events::Rule', {}, NAME],
    ['AWS::Events::Rule', { EventBusName: 'bus', Name: 'r' }, 'bus\\|r'],
    ['AWS::StepFunctions::StateMachine', {}, arn('states', `stateMachine:${NAME}`)],
    ['AWS::CloudWatch::Alarm', {}, NAME],
    ['AWS::CloudFormation::Stack', {}, arn('cloudformation', `stack/${NAME}/${UUID}`)],
    ['AWS::KMS::ReplicaKey', { PrimaryKeyArn: 'arn:aws:kms:us-east-1:1:key/mrk-1' }, 'mrk-1'],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      { Name: 'lb' },
      arn('elasticloadbalancing', 'loadbalancer/app/lb/[0-9a-f]{16}'),
    ],
  ])('%s %j', async (type, properties, expected) => {
    expect((await make(type, properties)).physicalId).toMatch(new RegExp(`^(?:${expected})$`))
  })
})

describe('Fn::GetAtt of a recorded resource', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['AWS::SNS::Topic', {}, { TopicArn: arn('sns', NAME), TopicName: NAME }],
    ['AWS::SQS::Queue', { QueueName: 'q' }, { Arn: arn('sqs', 'q'), QueueName: 'q' }],
    ['AWS::Lambda::Function', { FunctionName: 'fn' }, { Arn: arn('lambda', 'function:fn') }],
    ['AWS::DynamoDB::Table', { TableName: 't' }, { Arn: arn('dynamodb', 'table/t') }],
    ['AWS::Logs::LogGroup', { LogGroupName: '/a' }, { Arn: `${arn('logs', 'log-group:/a')}:*` }],
    ['AWS::IAM::User', { UserName: 'u', Path: '/x/' }, { Arn: 'arn:aws:iam::111122223333:user/x/u' }],
    ['AWS::Events::Rule', { Name: 'r' }, { Arn: arn('events', 'rule/r') }],
    ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }, { CidrBlock: '10.1.0.0/16' }],
    ['AWS::EC2::SecurityGroup', { VpcId: 'vpc-1' }, { VpcId: 'vpc-1' }],
    ['AWS::WAFv2::WebACL', { Name: 'a', Scope: 'REGIONAL' }, { Capacity: 0 }],
    ['AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: 'arn:listener/x' }, { IsDefault: false }],
  ])('%s %j', async (type, properties, expected) => {
    expect((await make(type, properties)).attributes).toMatchObject(expected)
  })

  it('gives lists where AWS gives lists', async () => {
    const { attributes } = await make('AWS::EC2::VPC')
    expect(attributes.CidrBlockAssociations).toEqual([expect.stringMatching(/^vpc-cidr-assoc-0[0-9a-f]{16}$/)])
  })

  it('agrees with the id and the ARN that the resource has', async () => {
    const acl = await make('AWS::WAFv2::WebACL', { Name: 'acl', Scope: 'REGIONAL' })
    expect(acl.physicalId).toBe(`acl|${acl.attributes.Id}|REGIONAL`)
    expect(acl.attributes.Arn).toBe(arn('wafv2', `regional/webacl/acl/${acl.attributes.Id}`))
    const group = await make('AWS::EC2::SecurityGroup')
    expect(group.attributes).toMatchObject({ GroupId: group.physicalId, Id: group.physicalId })
  })
})

describe('every type', () => {
  const fits = (value: unknown, type: unknown): boolean => {
    if (typeof type === 'object') return Array.isArray(value)
    if (type === 'json') return typeof value === 'object'
    return typeof value === (type === 'integer' ? 'number' : type)
  }

  it('has an id, and attributes of the types that AWS publishes', async () => {
    const wrong: string[] = []
    for (const [type, outline] of Object.entries(outlines)) {
      const { physicalId, attributes } = await recordedType(type, undefined, outline).create(
        {},
        request as unknown as ResourceRequest,
      )
      const odd = Object.entries(outline.attributes).filter(([name, of]) => !fits(attributes[name], of))
      const text = JSON.stringify([physicalId, attributes])
      if (physicalId === '' || odd.length > 0 || /undefined|\$\{|NaN/.test(text)) wrong.push(type)
    }
    expect(Object.keys(outlines).length).toBeGreaterThan(1800)
    expect(wrong).toEqual([])
  })

  it('gives an ARN for Arn', async () => {
    for (const [type, { attributes }] of Object.entries(outlines)) {
      if (attributes.Arn !== 'string' || type.startsWith('AWS::SNS::Subscription')) continue
      expect((await make(type)).attributes.Arn, type).toMatch(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+/)
    }
  }, 60_000)
})

describe('a stack of recorded resources', () => {
  const topic = (properties: object) => ({ Topic: { Type: 'AWS::SNS::Topic', Properties: properties } })

  it('keeps ids over an update, makes new ones for a replacement, and is deleted', async () => {
    const engine = await startCloudFormation()
    const outputs = { Arn: { Value: { Ref: 'Topic' } } }
    const first = await engine.create('neighbours', { Resources: topic({ DisplayName: 'a' }), Outputs: outputs })
    expect(first.StackStatus).toBe('CREATE_COMPLETE')
    const second = await engine.update('neighbours', { Resources: topic({ DisplayName: 'b' }), Outputs: outputs })
    expect(second.StackStatus).toBe('UPDATE_COMPLETE')
    expect(second.Outputs).toEqual(first.Outputs)
    const third = await engine.update('neighbours', { Resources: topic({ TopicName: 'named' }), Outputs: outputs })
    expect(third.Outputs?.[0]?.OutputValue).toBe('arn:aws:sns:us-east-1:123456789012:named')
    expect((await engine.remove('neighbours')).StackStatus).toBe('DELETE_COMPLETE')
  })

  it('gives whatever a custom resource is asked for', async () => {
    const engine = await startCloudFormation({ record: ['*'] })
    const stack = await engine.create('open', {
      Resources: {
        Own: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn', Any: 1 } },
      },
      Outputs: {
        A: { Value: { 'Fn::GetAtt': ['Own', 'What.Ever'] } },
        B: { Value: { 'Fn::GetAtt': ['Own', 'Other'] } },
      },
    })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    expect(stack.Outputs?.map(({ OutputValue }) => typeof OutputValue)).toEqual(['string', 'string'])
  })

  it('refuses an attribute that the type does not have, before anything is made', async () => {
    const engine = await startCloudFormation()
    const template = {
      Resources: {
        ...topic({}),
        Other: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': 'Topic.Name' } } },
      },
    }
    expect(await engine.refusal('CreateStack', { StackName: 'wrong', TemplateBody: JSON.stringify(template) })).toBe(
      'ValidationError: Template error: resource Topic does not support attribute type Name in Fn::GetAtt',
    )
  })

  it('is told of in its events', async () => {
    const engine = await startCloudFormation({ record: ['AWS::Kinesis::Stream'] })
    const Resources = { ...topic({}), Fn: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'n' } } }
    await engine.create('told', { Resources })
    const events = await engine.events('told')
    expect(events).toContain(
      'Topic CREATE_IN_PROGRESS: Resource creation Initiated: recorded only. Nothing is delivered. An integration that ' +
        'would send to one is refused by its own name.',
    )
    expect(events).toContain(
      'Fn CREATE_IN_PROGRESS: Resource creation Initiated: recorded only. AWS::Kinesis::Stream is not emulated.',
    )
  })

  it.each([
    ['AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: true } }, 'DomainName', /\.cloudfront\.net$/],
    ['AWS::KinesisFirehose::DeliveryStream', {}, 'Arn', /^arn:aws:firehose:us-east-1:123456789012:deliverystream\//],
    ['AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: false }, 'Name', /./],
  ])('has %s without being asked to', async (Type, Properties, attribute, form) => {
    const engine = await startCloudFormation()
    const stack = await engine.create('beside', {
      Resources: { It: { Type, Properties } },
      Outputs: { O: { Value: { 'Fn::GetAtt': ['It', attribute] } } },
    })
    expect([stack.StackStatus, stack.Outputs?.[0]?.OutputValue]).toEqual([
      'CREATE_COMPLETE',
      expect.stringMatching(form),
    ])
  })

  it('refuses neighbours by name where the server is strict', async () => {
    const engine = await startCloudFormation({ strict: true })
    const refusal = await engine.refusal('CreateStack', {
      StackName: 'strict',
      TemplateBody: JSON.stringify({ Resources: topic({}) }),
    })
    expect(refusal).toContain('AWS::SNS::Topic (Topic)')
    expect(refusal).toContain('--record AWS::SNS::Topic')
  })
})
