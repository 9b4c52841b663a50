import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { AwesomeApi } from './awesome-api'
import { Machines } from './machines'

export interface OpenApiStackProps extends cdk.StackProps {
  /** Path of the OpenAPI document. */
  readonly document: string
}

/** The tutorial's API, as a document says it is. */
export class OpenApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { document, ...props }: OpenApiStackProps) {
    super(scope, id, props)

    const machines = new Machines(this, 'machines')
    const awesome = new AwesomeApi(this, 'awesome', { document, pool: machines.pool })

    new cdk.CfnOutput(this, 'ApiUrl', { value: awesome.url })
    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: machines.client.userPoolClientId })
  }
}
