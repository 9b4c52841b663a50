import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'authorized-machines'

/** A pool without users: one scope, one machine client, and the domain to ask for tokens. */
export class Machines extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })
    const read = new cognito.ResourceServerScope({ scopeName: 'awesomeapi.read', scopeDescription: 'read' })
    const server = this.pool.addResourceServer('server', { identifier: 'awesomeapi-resource-server', scopes: [read] })
    this.client = this.pool.addClient('machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.resourceServer(server, read)] },
    })
    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }
}
