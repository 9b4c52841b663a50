interface NameLimit {
  readonly maxLength: number
  readonly lowerCase?: boolean
}

/** How long the name of a service's resources may be (documented: each service's quotas or API reference). */
const BY_SERVICE: Readonly<Record<string, NameLimit>> = {
  'AWS::CloudWatch': { maxLength: 255 },
  'AWS::DynamoDB': { maxLength: 255 },
  'AWS::EC2': { maxLength: 255 },
  'AWS::ECS': { maxLength: 255 },
  'AWS::ElastiCache': { maxLength: 40, lowerCase: true },
  'AWS::ElasticLoadBalancing': { maxLength: 32 },
  'AWS::ElasticLoadBalancingV2': { maxLength: 32 },
  'AWS::Events': { maxLength: 64 },
  'AWS::Kinesis': { maxLength: 128 },
  'AWS::Lambda': { maxLength: 64 },
  'AWS::Logs': { maxLength: 512 },
  'AWS::OpenSearchService': { maxLength: 28, lowerCase: true },
  'AWS::RDS': { maxLength: 63, lowerCase: true },
  'AWS::Redshift': { maxLength: 63, lowerCase: true },
  'AWS::S3': { maxLength: 63, lowerCase: true },
  'AWS::SNS': { maxLength: 256 },
  'AWS::SQS': { maxLength: 80 },
  'AWS::StepFunctions': { maxLength: 80 },
  'AWS::WAFv2': { maxLength: 128 },
}

/** Safe for nearly all: roles, policies and most younger services allow 64 characters. */
const MOST: NameLimit = { maxLength: 64 }

export function nameLimitOf(type: string): NameLimit {
  return BY_SERVICE[type.split('::').slice(0, 2).join('::')] ?? MOST
}
