import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'notes-machines'

/** A pool without users: two scopes, one machine client that has both, and the domain to ask for tokens. */
export class Machines extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  readonly readScope: cognito.OAuthScope
  readonly writeScope: cognito.OAuthScope
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read notes' })
    const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'add notes' })
    const server = this.pool.addResourceServer('notes', { identifier: 'notes', scopes: [read, write] })
    this.readScope = cognito.OAuthScope.resourceServer(server, read)
    this.writeScope = cognito.OAuthScope.resourceServer(server, write)

    this.client = this.pool.addClient('machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [this.readScope, this.writeScope] },
    })

    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }
}
