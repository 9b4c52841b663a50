import { join } from 'node:path'
import * as cdk from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

/** Beside the tutorial's stacks: a function, whose body is edited. */
export class FunctionStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const orders = new lambda.Function(this, 'Orders', {
      functionName: 'orders',
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'code')),
    })
    orders.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })
  }
}
