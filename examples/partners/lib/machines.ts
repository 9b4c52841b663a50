import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'partner-machines'

/** A pool without users: one scope, and the domain to ask for tokens. */
export class Machines extends Construct {
  readonly pool: cognito.UserPool
  readonly scope: cognito.OAuthScope
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read prices' })
    const server = this.pool.addResourceServer('prices', { identifier: 'prices', scopes: [read] })
    this.scope = cognito.OAuthScope.resourceServer(server, read)
    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }

  /** A client that gets tokens of its own. */
  addMachine(id: string): cognito.UserPoolClient {
    return this.pool.addClient(id, {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [this.scope] },
    })
  }
}
