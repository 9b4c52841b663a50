import type { JsonValue } from '../../../kernel/json.ts'
import type { Appearance } from './appearance.ts'

type Form = (it: Appearance) => JsonValue | undefined
type Forms = Readonly<Record<string, Form>>

/**
 * What the schemas do not tell: identifiers and attributes whose form stands in CloudFormation's documentation of the type
 * (template reference, "Return values") or of its service.
 */
const FORMS: Readonly<Record<string, Forms>> = {
  'AWS::ApiGateway::DomainName': {
    DistributionDomainName: ({ made }) => `d${made.lower('distribution', 13)}.cloudfront.net`,
    // The hosted zone of all CloudFront distributions.
    DistributionHostedZoneId: () => 'Z2FDTNDATAQYW2',
    RegionalDomainName: ({ made, place }) =>
      `d-${made.lower('regional', 10)}.execute-api.${place.region}.amazonaws.com`,
    RegionalHostedZoneId: hostedZoneId,
  },
  'AWS::ApiGatewayV2::DomainName': {
    RegionalDomainName: ({ made, place }) =>
      `d-${made.lower('regional', 10)}.execute-api.${place.region}.amazonaws.com`,
    RegionalHostedZoneId: hostedZoneId,
  },
  'AWS::CloudFormation::Stack': {
    StackId: (it) =>
      it.arnOf(`arn:\${Partition}:cloudformation:\${Region}:\${Account}:stack/${it.name}/${it.made.uuid('id')}`),
  },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': {
    Id: ({ made }) => `E${made.upper('id', 13)}`,
    S3CanonicalUserId: ({ made }) => made.hex('user', 96),
  },
  'AWS::CloudFront::Distribution': {
    DomainName: ({ made }) => `d${made.lower('domain', 13)}.cloudfront.net`,
    Id: ({ made }) => `E${made.upper('id', 13)}`,
  },
  'AWS::Cognito::IdentityPool': { Id: ({ made, place }) => `${place.region}:${made.uuid('id')}` },
  'AWS::DynamoDB::GlobalTable': { StreamArn: streamArn },
  'AWS::DynamoDB::Table': { StreamArn: streamArn },
  'AWS::EC2::EIP': { PublicIp: ({ made }) => `203.0.113.${(Number.parseInt(made.hex('ip', 2), 16) % 254) + 1}` },
  'AWS::EC2::Route': { CidrBlock: (it) => it.text('DestinationCidrBlock') ?? it.text('DestinationIpv6CidrBlock') },
  'AWS::EC2::VPCEndpoint': {
    DnsEntries: ({ made, id, place }) => [
      `${hostedZone(made.upper('zone', 20))}:${id}.${place.region}.vpce.amazonaws.com`,
    ],
  },
  'AWS::EC2::VPCGatewayAttachment': { AttachmentType: (it) => (it.text('VpnGatewayId') ? 'VGW' : 'IGW') },
  'AWS::ECS::TaskDefinition': {
    TaskDefinitionArn: (it) =>
      it.arnOf(`arn:\${Partition}:ecs:\${Region}:\${Account}:task-definition/${it.text('Family') ?? it.name}:1`),
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    ListenerArn: (it) =>
      `${(it.text('LoadBalancerArn') ?? '').replace(':loadbalancer/', ':listener/')}/${it.made.hex('id', 16)}`,
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    RuleArn: (it) =>
      `${(it.text('ListenerArn') ?? '').replace(':listener/', ':listener-rule/')}/${it.made.hex('id', 16)}`,
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    CanonicalHostedZoneID: hostedZoneId,
    DNSName: ({ name, made, place }) => `${name}-${made.digits('dns', 10)}.${place.region}.elb.amazonaws.com`,
    LoadBalancerArn: (it) =>
      it.arnOf(`arn:\${Partition}:elasticloadbalancing:\${Region}:\${Account}:loadbalancer/${loadBalancerPath(it)}`),
    LoadBalancerFullName: loadBalancerPath,
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    TargetGroupArn: (it) =>
      it.arnOf(`arn:\${Partition}:elasticloadbalancing:\${Region}:\${Account}:${targetGroupPath(it)}`),
    TargetGroupFullName: targetGroupPath,
  },
  'AWS::Events::Rule': {
    // The default bus is not part of a rule's ARN or id.
    Arn: (it) => it.arnOf(`arn:\${Partition}:events:\${Region}:\${Account}:rule/${busOf(it)}${it.name}`),
  },
  'AWS::IAM::AccessKey': {
    Id: ({ made }) => `AKIA${made.upper('id', 16)}`,
    SecretAccessKey: ({ made }) => made.mixed('secret', 40),
  },
  'AWS::KMS::ReplicaKey': {
    Arn: (it) => it.arnOf(`arn:\${Partition}:kms:\${Region}:\${Account}:key/${primaryKeyId(it)}`),
    KeyId: primaryKeyId,
  },
  'AWS::Lambda::Alias': { AliasArn: (it) => `${functionArn(it)}:${it.name}` },
  'AWS::Lambda::EventSourceMapping': { Id: ({ made }) => made.uuid('id') },
  'AWS::Lambda::LayerVersion': {
    LayerVersionArn: (it) =>
      it.arnOf(`arn:\${Partition}:lambda:\${Region}:\${Account}:layer:${it.text('LayerName') ?? it.name}:1`),
  },
  // `FunctionName|Id` identifies a permission; `Ref` gives the statement's id (observed in CDK's stacks).
  'AWS::Lambda::Permission': { Id: ({ generatedName }) => generatedName, Ref: ({ generatedName }) => generatedName },
  'AWS::Lambda::Url': {
    FunctionArn: (it) => functionArn(it, 'TargetFunctionArn'),
    FunctionUrl: ({ made, place }) => `https://${made.lower('url', 32)}.lambda-url.${place.region}.on.aws/`,
  },
  'AWS::Lambda::Version': { FunctionArn: (it) => `${functionArn(it)}:1`, Version: () => '1' },
  'AWS::Logs::LogGroup': { Arn: (it) => `${it.arn}:*` },
  // API reference of Pinpoint, `ApplicationResponse`; Cognito's model takes hexadecimal digits only.
  'AWS::Pinpoint::App': { Id: ({ made }) => made.hex('id', 32) },
  'AWS::SNS::Subscription': { Arn: (it) => `${it.text('TopicArn') ?? ''}:${it.made.uuid('id')}` },
  'AWS::SQS::Queue': {
    QueueUrl: ({ place, name }) => `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`,
  },
  'AWS::WAFv2::IPSet': { Arn: (it) => wafArn(it, 'ipset') },
  'AWS::WAFv2::RegexPatternSet': { Arn: (it) => wafArn(it, 'regexpatternset') },
  'AWS::WAFv2::RuleGroup': { Arn: (it) => wafArn(it, 'rulegroup') },
  'AWS::WAFv2::WebACL': {
    Arn: (it) => wafArn(it, 'webacl'),
    LabelNamespace: ({ place, name }) => `awswaf:${place.account}:webacl:${name}:`,
  },
}

const NONE: Forms = {}

export function documentedForms(type: string): Forms {
  return FORMS[type] ?? NONE
}

function hostedZone(text: string): string {
  return `Z${text}`
}

function hostedZoneId({ made }: Appearance): string {
  return hostedZone(made.upper('hosted zone', 13))
}

function streamArn(it: Appearance): string {
  return `${it.arn}/stream/2020-01-01T00:00:00.000`
}

function busOf(it: Appearance): string {
  const bus = it.text('EventBusName')?.split('/').at(-1)
  return bus === undefined || bus === 'default' ? '' : `${bus}/`
}

function loadBalancerPath(it: Appearance): string {
  const kinds: Readonly<Record<string, string>> = { gateway: 'gwy', network: 'net' }
  return `${kinds[it.text('Type') ?? ''] ?? 'app'}/${it.name}/${it.made.hex('id', 16)}`
}

function targetGroupPath(it: Appearance): string {
  return `targetgroup/${it.name}/${it.made.hex('id', 16)}`
}

function primaryKeyId(it: Appearance): string {
  return it.text('PrimaryKeyArn')?.split('/').at(-1) ?? it.made.uuid('id')
}

/** A function may be given by its name, its ARN or a part of that. */
function functionArn(it: Appearance, property = 'FunctionName'): string {
  const given = it.text(property) ?? ''
  return given.startsWith('arn:')
    ? given
    : it.arnOf(`arn:\${Partition}:lambda:\${Region}:\${Account}:function:${given}`)
}

/** `regional/…` in every region, `global/…` in us-east-1 for CloudFront. */
function wafArn(it: Appearance, kind: string): string {
  const scope = it.text('Scope') === 'CLOUDFRONT' ? 'global' : 'regional'
  return it.arnOf(
    `arn:\${Partition}:wafv2:\${Region}:\${Account}:${scope}/${kind}/${it.name}/${String(it.value('Id'))}`,
  )
}
