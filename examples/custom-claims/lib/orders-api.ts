import { join } from 'node:path'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { Construct } from 'constructs'
import type { Tenants } from './tenants'

/** `GET /orders` behind the pool's tokens. */
export class OrdersApi extends Construct {
  readonly api: apigateway.RestApi

  constructor(scope: Construct, id: string, tenants: Tenants) {
    super(scope, id)

    const orders = new NodejsFunction(this, 'function', {
      entry: join(__dirname, '..', 'functions', 'orders.ts'),
      runtime: lambda.Runtime.NODEJS_22_X,
    })
    this.api = new apigateway.RestApi(this, 'api', { deployOptions: { stageName: 'v1' }, cloudWatchRole: false })
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'authorizer', {
      cognitoUserPools: [tenants.pool],
    })
    this.api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(orders), {
      authorizer,
      authorizationScopes: [tenants.scope.scopeName],
    })
  }
}
