import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { ECRClient } from '@aws-sdk/client-ecr'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'

export interface ClientTarget {
  readonly origin: string
  readonly region?: string
  readonly account?: string
  /** Instead of the account's own key: temporary ones. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

/** AWS's own clients, pointed at a target and at an account of the test's own. */
export function awsClients({ origin, region = 'us-east-1', account = 'test', credentials }: ClientTarget) {
  const config = {
    endpoint: origin,
    region,
    credentials: credentials ?? { accessKeyId: account, secretAccessKey: 'test' },
    maxAttempts: 1,
  }
  return {
    apiGateway: new APIGatewayClient(config),
    httpApi: new ApiGatewayV2Client(config),
    cloudFormation: new CloudFormationClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    cognitoIdentity: new CognitoIdentityClient(config),
    ecr: new ECRClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    route53: new Route53Client(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secretsManager: new SecretsManagerClient(config),
    ssm: new SSMClient(config),
    stepFunctions: new SFNClient(config),
    sts: new STSClient(config),
  }
}
