// Rules of cdk-nag's AwsSolutions pack that do not fit what is made here, with the reasons. They are acknowledged on the
// one resource that each is about.
import type { Acknowledgment } from 'aws-cdk-lib'

export const POOL_WITHOUT_USERS: readonly Acknowledgment[] = [
  { id: 'AwsSolutions-COG1', reason: 'The pool has no users, so no passwords: nobody can sign up or sign in.' },
  { id: 'AwsSolutions-COG2', reason: 'The pool has no users who could bring a second factor.' },
  { id: 'AwsSolutions-COG8', reason: 'What the plus tier adds protects sign-ins of users, of which there are none.' },
]

export const SECRET_OF_A_CLIENT: readonly Acknowledgment[] = [
  {
    id: 'AwsSolutions-SMG4',
    reason: 'Cognito makes the secret, and the partner has to take part in a change of it: a second client, then none.',
  },
]

export const ROLE_FOR_LOGS: readonly Acknowledgment[] = [
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason: 'API Gateway asks for the permissions of this policy, which allows it to write logs and nothing else.',
  },
]

export const STAGE_WITHOUT_WEB_ACL: readonly Acknowledgment[] = [
  {
    id: 'AwsSolutions-APIG3',
    reason: "Each call needs a token for its scope. A web ACL is associated when 'webAclArn' is given.",
  },
]
