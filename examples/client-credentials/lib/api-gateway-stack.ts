import * as cdk from 'aws-cdk-lib'
import * as apigw from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import type { Construct } from 'constructs'

/** What the protected method says. `-c message=…` changes it, to see a redeployment. */
const DEFAULT_MESSAGE = 'Hello From Protected Resource'

/** A regional REST API whose one method, `GET /awesomeapi`, asks for a token with the pool's read scope. */
export class ApiGatewayStack extends cdk.Stack {
  constructor(scope: Construct, id: string, cognitoUserPool: cognito.IUserPool, props?: cdk.StackProps) {
    super(scope, id, props)

    const message: string = this.node.tryGetContext('message') ?? DEFAULT_MESSAGE

    const awesomeApi = new apigw.RestApi(this, 'awesome-api', {
      endpointTypes: [apigw.EndpointType.REGIONAL],
      deploy: true,
      deployOptions: { stageName: 'prod' },
    })

    const authorizer = new apigw.CognitoUserPoolsAuthorizer(this, 'cognito-userpool-authorizer', {
      cognitoUserPools: [cognitoUserPool],
    })

    const integration = new apigw.MockIntegration({
      requestTemplates: { 'application/json': "{ 'statusCode': 200 }" },
      integrationResponses: [
        {
          statusCode: '200',
          responseTemplates: { 'application/json': JSON.stringify({ statusCode: 200, message }) },
          responseParameters: { 'method.response.header.Content-Type': "'application/json'" },
        },
      ],
    })

    awesomeApi.root.addResource('awesomeapi').addMethod('GET', integration, {
      methodResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Content-Type': true } }],
      authorizer,
      authorizationType: apigw.AuthorizationType.COGNITO,
      authorizationScopes: ['awesomeapi-resource-server/awesomeapi.read'],
    })
  }
}
