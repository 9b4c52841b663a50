import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'parts-agents'

/** A pool without users: a scope to find parts and one to order them, and an agent that may ask for both. */
export class Agents extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  readonly readScope: cognito.OAuthScope
  readonly orderScope: cognito.OAuthScope
  /** Where a client finds the token endpoint: the discovery document lies below. */
  readonly issuer: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'find parts' })
    const order = new cognito.ResourceServerScope({ scopeName: 'order', scopeDescription: 'order parts' })
    const server = this.pool.addResourceServer('parts', { identifier: 'parts', scopes: [read, order] })
    this.readScope = cognito.OAuthScope.resourceServer(server, read)
    this.orderScope = cognito.OAuthScope.resourceServer(server, order)

    this.client = this.pool.addClient('agent', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [this.readScope, this.orderScope] },
    })

    this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.issuer = this.pool.userPoolProviderUrl
  }
}
