import { own } from '../../kernel/own.ts'
import type { ShownAs } from '../contract/stacks.ts'

const KINDS: Readonly<Record<string, ShownAs['kind']>> = {
  'AWS::ApiGateway::Authorizer': 'authorizer',
  'AWS::ApiGateway::RestApi': 'api',
  'AWS::ApiGatewayV2::Api': 'api',
  'AWS::ApiGatewayV2::Authorizer': 'authorizer',
  'AWS::CloudFormation::Stack': 'stack',
  'AWS::Cognito::UserPool': 'pool',
  'AWS::Cognito::UserPoolClient': 'client',
  'AWS::Cognito::UserPoolDomain': 'domain',
  'AWS::Cognito::UserPoolResourceServer': 'resource-server',
  'AWS::Lambda::Function': 'function',
}

/** Where the console shows a resource. */
export function shownAs(type: string, physicalId: string | undefined): ShownAs | undefined {
  const kind = own(KINDS, type)
  return kind === undefined || physicalId === undefined ? undefined : { kind, id: physicalId }
}
