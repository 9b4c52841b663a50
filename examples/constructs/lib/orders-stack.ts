import { join } from 'node:path'
import { MachineToMachineApi } from '@sallyport/cdk'
import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

export interface OrdersStackProps extends cdk.StackProps {
  /** Whether one of the partners may place orders, and not only read them. */
  readonly acmeMayWrite: boolean
}

/** Orders, which one partner may read and the other may place, each as often as it was agreed. */
export class OrdersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { acmeMayWrite, ...props }: OrdersStackProps) {
    super(scope, id, props)

    const orders = new MachineToMachineApi(this, 'Orders', {
      scopes: { 'orders/read': 'Read orders', 'orders/write': 'Place orders' },
      meterPartners: true,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    })

    const integration = new apigateway.LambdaIntegration(this.ordersFunction())
    orders.addRoute('GET', '/orders/{id}', { scope: 'orders/read', integration })
    orders.addRoute('POST', '/orders', { scope: 'orders/write', integration })

    const acme = orders.addPartner('acme', {
      scopes: acmeMayWrite ? ['orders/read', 'orders/write'] : ['orders/read'],
      secretName: 'partners/acme',
    })
    const globex = orders.addPartner('globex', {
      scopes: ['orders/read', 'orders/write'],
      throttle: { rateLimit: 0.001, burstLimit: 2 },
      secretName: 'partners/globex',
    })

    new cdk.CfnOutput(this, 'Url', { value: orders.url })
    new cdk.CfnOutput(this, 'TokenEndpoint', { value: orders.tokenEndpoint })
    new cdk.CfnOutput(this, 'AccessLog', { value: orders.accessLog.logGroupName })
    new cdk.CfnOutput(this, 'AcmeSecret', { value: acme.secret.secretName })
    new cdk.CfnOutput(this, 'GlobexSecret', { value: globex.secret.secretName })
  }

  private ordersFunction(): lambda.Function {
    return new lambda.Function(this, 'OrdersFunction', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'orders')),
    })
  }
}
