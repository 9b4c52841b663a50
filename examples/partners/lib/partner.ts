import type * as apigateway from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import type { Machines } from './machines'
import type { PricesApi } from './prices-api'

export interface PartnerProps {
  readonly machines: Machines
  readonly prices: PricesApi
  readonly throttle?: apigateway.ThrottleSettings
  readonly quota?: apigateway.QuotaSettings
}

/** Who calls: a client for tokens, which say what it may, and a key, whose plan says how often. */
export class Partner extends Construct {
  readonly client: cognito.UserPoolClient
  readonly key: apigateway.IApiKey

  constructor(scope: Construct, id: string, { machines, prices, throttle, quota }: PartnerProps) {
    super(scope, id)

    this.client = machines.addMachine(id)
    this.key = prices.api.addApiKey(id)
    const plan = prices.api.addUsagePlan(`${id}-plan`, {
      apiStages: [{ api: prices.api, stage: prices.api.deploymentStage }],
      throttle,
      quota,
    })
    plan.addApiKey(this.key)
  }
}
