import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stack } from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface AwesomeApiProps {
  /** Path of the OpenAPI document. */
  readonly document: string
  readonly pool: cognito.IUserPool
}

/** An API whose paths, scopes, models and integrations stand in a document; here is only what that cannot know. */
export class AwesomeApi extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { document, pool }: AwesomeApiProps) {
    super(scope, id)

    const visitors = new lambda.Function(this, 'visitors', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'visitors')),
    })
    const definition = filledIn(readFileSync(document, 'utf8'), {
      UserPoolArn: pool.userPoolArn,
      VisitorsUri: `arn:aws:apigateway:${Stack.of(this).region}:lambda:path/2015-03-31/functions/${visitors.functionArn}/invocations`,
    })
    const api = new apigateway.SpecRestApi(this, 'api', {
      apiDefinition: apigateway.ApiDefinition.fromInline(definition),
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      deployOptions: { stageName: 'prod' },
      cloudWatchRole: false,
    })
    visitors.addPermission('api', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: api.arnForExecuteApi('POST', '/awesomeapi'),
    })
    this.url = api.url
  }
}

/** The document with the values that only the deployment knows in place of their `${names}`. */
function filledIn(text: string, values: Readonly<Record<string, string>>): unknown {
  return JSON.parse(text.replace(/\$\{(\w+)\}/g, (name, key: string) => values[key] ?? name))
}
