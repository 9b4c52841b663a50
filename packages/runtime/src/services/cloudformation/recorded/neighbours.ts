/** Types that are recorded by default, with the reason why a deployment may go on without them. */
export interface Neighbours {
  /** What they are, as a heading. */
  readonly title: string
  readonly types: readonly string[]
  /** Why no token and no call could tell the difference here. */
  readonly reason: string
}

/**
 * What every second application has beside its APIs, and what changes no token and no call here. Whatever does change
 * one (a function, an authorizer, a target of an integration) is not in this table: it is emulated, or it is refused.
 */
export const NEIGHBOURS: readonly Neighbours[] = [
  {
    title: 'Web application firewalls',
    types: named('WAFv2', 'IPSet LoggingConfiguration RegexPatternSet RuleGroup WebACL WebACLAssociation'),
    reason: 'Requests come from this machine and are not inspected: no rule allows, blocks or counts one.',
  },
  {
    title: 'Alarms and dashboards',
    types: [
      ...named('CloudWatch', 'Alarm AnomalyDetector CompositeAlarm Dashboard InsightRule MetricStream'),
      ...named('Logs', 'MetricFilter QueryDefinition ResourcePolicy'),
      ...named('XRay', 'Group ResourcePolicy SamplingRule'),
    ],
    reason: 'They watch an application and do not change what it answers.',
  },
  {
    title: 'Certificates',
    types: named('CertificateManager', 'Account Certificate'),
    reason: "They count as issued. Sallyport's own certificate serves every name on this machine.",
  },
  {
    title: 'Names',
    types: named('Route53', 'HealthCheck RecordSet RecordSetGroup'),
    reason: 'No name is resolved through them; addresses on this machine reach what is deployed.',
  },
  {
    title: 'Distributions',
    types: named(
      'CloudFront',
      'CachePolicy CloudFrontOriginAccessIdentity Distribution Function KeyValueStore OriginAccessControl ' +
        'OriginRequestPolicy PublicKey KeyGroup ResponseHeadersPolicy',
    ),
    reason: 'Their names lead nowhere here: an API behind one is called by its own.',
  },
  {
    title: 'Topics, queues and delivery streams',
    types: [
      ...named('KinesisFirehose', 'DeliveryStream'),
      ...named('SNS', 'Subscription Topic TopicInlinePolicy TopicPolicy'),
      ...named('SQS', 'Queue QueueInlinePolicy QueuePolicy'),
    ],
    reason: 'Nothing is delivered. An integration that would send to one is refused by its own name.',
  },
  {
    title: 'Events, schedules and subscriptions',
    types: [
      ...named('Events', 'Archive EventBus EventBusPolicy Rule'),
      ...named('Logs', 'SubscriptionFilter'),
      ...named('Scheduler', 'Schedule ScheduleGroup'),
    ],
    reason: 'No event is matched or handed on, and no schedule comes due.',
  },
  {
    title: 'Networks',
    types: [
      ...named(
        'EC2',
        'DHCPOptions EIP EIPAssociation EgressOnlyInternetGateway FlowLog InternetGateway NatGateway NetworkAcl ' +
          'NetworkAclEntry PrefixList Route RouteTable SecurityGroup SecurityGroupEgress SecurityGroupIngress Subnet ' +
          'SubnetCidrBlock SubnetNetworkAclAssociation SubnetRouteTableAssociation VPC VPCCidrBlock ' +
          'VPCDHCPOptionsAssociation VPCEndpoint VPCGatewayAttachment VPCPeeringConnection',
      ),
      // The CDK's function would take the rules out of a security group.
      'Custom::VpcRestrictDefaultSG',
    ],
    reason: 'Everything is on the loopback interface of this machine: there is no network to shape.',
  },
  {
    title: 'Tables',
    types: named('DynamoDB', 'GlobalTable Table'),
    reason: 'They hold no data. An integration or a function that reads one is refused, or fails, by its own name.',
  },
  {
    title: 'Identities',
    types: named(
      'IAM',
      'AccessKey Group GroupPolicy InstanceProfile OIDCProvider SAMLProvider ServiceLinkedRole User ' +
        'UserPolicy UserToGroupAddition',
    ),
    reason:
      'Nobody signs as a user here, and a key names its account: permissions are held against calls of APIs by roles alone.',
  },
  {
    title: 'Copies of keys',
    types: named('KMS', 'ReplicaKey'),
    reason: 'Nothing is encrypted with a copy in another region.',
  },
]

const REASONS: ReadonlyMap<string, string> = new Map(
  NEIGHBOURS.flatMap(({ types, reason }) => types.map((type) => [type, reason] as const)),
)

/** Why a type is recorded without being asked for; undefined: it is not. */
export function reasonToRecord(type: string): string | undefined {
  return REASONS.get(type)
}

function named(service: string, kinds: string): string[] {
  return kinds.split(' ').map((kind) => `AWS::${service}::${kind}`)
}
