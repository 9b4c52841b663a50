import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import { Construct } from 'constructs'
import type { Machines } from './machines'

/** `GET /prices` asks for a token with the scope, and for the key of a partner. */
export class PricesApi extends Construct {
  readonly api: apigateway.RestApi

  constructor(scope: Construct, id: string, machines: Machines) {
    super(scope, id)

    this.api = new apigateway.RestApi(this, 'api', { deployOptions: { stageName: 'v1' } })
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'authorizer', {
      cognitoUserPools: [machines.pool],
    })
    const prices = new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [
        {
          statusCode: '200',
          responseTemplates: { 'application/json': '{"price": 42, "key": "$context.identity.apiKeyId"}' },
        },
      ],
    })
    this.api.root.addResource('prices').addMethod('GET', prices, {
      authorizer,
      authorizationScopes: [machines.scope.scopeName],
      apiKeyRequired: true,
      methodResponses: [{ statusCode: '200' }],
    })
  }
}
