import * as apigw from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

export interface ProtectedProxyProps {
  /** Where calls go, without a slash at the end. */
  readonly backend: string
  readonly pool: cognito.IUserPool
  /** What a token must have to call anything. */
  readonly scope: cognito.OAuthScope
}

/** A REST API that asks for a token and passes each call, whatever its path and method, to the backend. */
export class ProtectedProxy extends Construct {
  constructor(scope: Construct, id: string, { backend, pool, scope: required }: ProtectedProxyProps) {
    super(scope, id)

    const api = new apigw.RestApi(this, 'api', {
      endpointTypes: [apigw.EndpointType.REGIONAL],
      deployOptions: { stageName: 'prod' },
      cloudWatchRole: false,
    })

    const authorization: apigw.MethodOptions = {
      authorizer: new apigw.CognitoUserPoolsAuthorizer(this, 'authorizer', { cognitoUserPools: [pool] }),
      authorizationType: apigw.AuthorizationType.COGNITO,
      authorizationScopes: [required.scopeName],
    }

    // A greedy path takes everything below the root, but not the root itself.
    api.root.addMethod('ANY', passTo(`${backend}/`), authorization)
    api.root.addResource('{proxy+}').addMethod(
      'ANY',
      passTo(`${backend}/{proxy}`, {
        requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      }),
      { ...authorization, requestParameters: { 'method.request.path.proxy': true } },
    )
  }
}

function passTo(url: string, options: apigw.IntegrationOptions = {}): apigw.HttpIntegration {
  return new apigw.HttpIntegration(url, { proxy: true, httpMethod: 'ANY', options })
}
