import { MachineToMachineApi } from '@sallyport/cdk'
import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import type { Construct } from 'constructs'

/** What a newcomer writes into the stack that `cdk init` has made. */
export class OrdersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const orders = new MachineToMachineApi(this, 'Orders', { scopes: { 'orders/read': 'Read orders' } })
    orders.addRoute('GET', '/orders', {
      scope: 'orders/read',
      integration: new apigateway.MockIntegration({
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        integrationResponses: [{ statusCode: '200' }],
      }),
      methodOptions: { methodResponses: [{ statusCode: '200' }] },
    })
    orders.addPartner('acme', { scopes: ['orders/read'], secretName: 'partners/acme' })

    new cdk.CfnOutput(this, 'Url', { value: orders.url })
  }
}
