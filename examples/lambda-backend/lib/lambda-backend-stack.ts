import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Machines } from './machines'
import { Partner } from './partner'
import { WidgetsApi } from './widgets-api'

/** An API whose methods are functions, and a partner that calls it with a token of its own. */
export class LambdaBackendStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const machines = new Machines(this, 'machines')
    const widgets = new WidgetsApi(this, 'widgets', machines)
    const partner = new Partner(this, 'partner', { machines, apiUrl: widgets.url })

    new cdk.CfnOutput(this, 'ApiUrl', { value: widgets.url })
    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: machines.client.userPoolClientId })
    new cdk.CfnOutput(this, 'PartnerFunction', { value: partner.function.functionName })
  }
}
