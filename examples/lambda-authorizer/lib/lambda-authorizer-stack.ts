import { join } from 'node:path'
import * as cdk from 'aws-cdk-lib'
import * as apigw from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Construct } from 'constructs'
import { Machines } from './machines'

/** `GET /awesomeapi` behind a function of one's own that reads the token and decides. */
export class LambdaAuthorizerStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const machines = new Machines(this, 'machines')
    const authorizer = new apigw.TokenAuthorizer(this, 'authorizer', {
      handler: this.authorizerFunction(machines),
      resultsCacheTtl: cdk.Duration.minutes(5),
    })
    const api = new apigw.RestApi(this, 'awesome-api', {
      endpointTypes: [apigw.EndpointType.REGIONAL],
      deployOptions: { stageName: 'prod' },
      cloudWatchRole: false,
    })
    api.root.addResource('awesomeapi').addMethod('GET', greeting(), {
      authorizer,
      methodResponses: [{ statusCode: '200' }],
    })

    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: machines.client.userPoolClientId })
  }

  private authorizerFunction({ pool, client }: Machines): lambda.Function {
    return new NodejsFunction(this, 'authorizer-function', {
      entry: join(__dirname, '..', 'functions', 'authorizer.ts'),
      runtime: lambda.Runtime.NODEJS_22_X,
      bundling: { format: OutputFormat.ESM },
      environment: {
        USER_POOL_ID: pool.userPoolId,
        CLIENT_ID: client.userPoolClientId,
        SCOPE: 'awesomeapi-resource-server/awesomeapi.read',
      },
    })
  }
}

/** Says what the authorizer has found out. */
function greeting(): apigw.MockIntegration {
  const message = { message: 'Hello From Protected Resource', client: '$context.authorizer.client' }
  return new apigw.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': JSON.stringify(message) } }],
  })
}
