import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ApiGatewayStack } from './api-gateway-stack'
import { CognitoStack } from './cognito-stack'

/** Joins the two stacks: the API's authorizer trusts the user pool. */
export class ClientCredentialsFlowStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const cognitoStack = new CognitoStack(this, 'CognitoStack')
    new ApiGatewayStack(this, 'ApiGatewayStack', cognitoStack.cognitoUserPool)
  }
}
