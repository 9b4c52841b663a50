import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'orders-machines'

/** A pool without users: one machine client, one scope, and the domain to ask for tokens. */
export class MachineClients extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  /** What a token must have to call the API. */
  readonly scope: cognito.OAuthScope
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })

    const use = new cognito.ResourceServerScope({ scopeName: 'use', scopeDescription: 'use the orders API' })
    const resourceServer = this.pool.addResourceServer('orders', { identifier: 'orders', scopes: [use] })
    this.scope = cognito.OAuthScope.resourceServer(resourceServer, use)

    this.client = this.pool.addClient('machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [this.scope] },
    })

    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }
}
