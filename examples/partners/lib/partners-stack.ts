import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import type { Construct } from 'constructs'
import { Machines } from './machines'
import { Partner } from './partner'
import { PricesApi } from './prices-api'

export interface PartnersStackProps extends cdk.StackProps {
  /** How many calls in a row the hasty partner may make. */
  readonly burst: number
}

/** Two partners of one API: one may call so many times in a row, the other three times a day. */
export class PartnersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { burst, ...props }: PartnersStackProps) {
    super(scope, id, props)

    const machines = new Machines(this, 'machines')
    const prices = new PricesApi(this, 'prices', machines)
    const hasty = new Partner(this, 'hasty', { machines, prices, throttle: { rateLimit: 0.001, burstLimit: burst } })
    const frugal = new Partner(this, 'frugal', { machines, prices, quota: { limit: 3, period: apigateway.Period.DAY } })

    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    for (const [name, { client, key }] of Object.entries({ Hasty: hasty, Frugal: frugal })) {
      new cdk.CfnOutput(this, `${name}ClientId`, { value: client.userPoolClientId })
      new cdk.CfnOutput(this, `${name}KeyId`, { value: key.keyId })
    }
  }
}
