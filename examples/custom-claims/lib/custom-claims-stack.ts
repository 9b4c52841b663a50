import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { OrdersApi } from './orders-api'
import { Partner } from './partner'
import { Tenants } from './tenants'

/** Each partner's token says which tenant it belongs to, and the API shows a partner that tenant's orders only. */
export class CustomClaimsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const tenants = new Tenants(this, 'tenants')
    const orders = new OrdersApi(this, 'orders', tenants)
    const blue = new Partner(this, 'blue', { tenants, tenant: 'blue-bikes' })
    const green = new Partner(this, 'green', { tenants, tenant: 'green-groceries' })

    new cdk.CfnOutput(this, 'TokenEndpoint', { value: tenants.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: tenants.pool.userPoolId })
    new cdk.CfnOutput(this, 'Url', { value: orders.api.urlForPath('/orders') })
    new cdk.CfnOutput(this, 'BlueClientId', { value: blue.client.userPoolClientId })
    new cdk.CfnOutput(this, 'GreenClientId', { value: green.client.userPoolClientId })
  }
}
