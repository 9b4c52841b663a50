import { join } from 'node:path'
import * as apigw from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface WidgetsApiProps {
  readonly pool: cognito.IUserPool
  readonly readScope: cognito.OAuthScope
  readonly writeScope: cognito.OAuthScope
}

/** `GET /widgets` and `POST /widgets` on one function, each behind a scope of its own. */
export class WidgetsApi extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { pool, readScope, writeScope }: WidgetsApiProps) {
    super(scope, id)

    const backend = new lambda.Function(this, 'function', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'widgets')),
    })
    const api = new apigw.RestApi(this, 'api', {
      endpointTypes: [apigw.EndpointType.REGIONAL],
      deployOptions: { stageName: 'prod' },
      cloudWatchRole: false,
    })
    const authorizer = new apigw.CognitoUserPoolsAuthorizer(this, 'authorizer', { cognitoUserPools: [pool] })
    const behind = ({ scopeName }: cognito.OAuthScope): apigw.MethodOptions => ({
      authorizer,
      authorizationType: apigw.AuthorizationType.COGNITO,
      authorizationScopes: [scopeName],
    })

    const widgets = api.root.addResource('widgets')
    const integration = new apigw.LambdaIntegration(backend)
    widgets.addMethod('GET', integration, behind(readScope))
    widgets.addMethod('POST', integration, behind(writeScope))
    this.url = api.url
  }
}
