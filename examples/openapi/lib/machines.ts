import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'documented-machines'

/** A pool without users: the two scopes that the document names, one machine client, the domain to ask for tokens. */
export class Machines extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })

    const read = new cognito.ResourceServerScope({ scopeName: 'awesomeapi.read', scopeDescription: 'be greeted' })
    const write = new cognito.ResourceServerScope({ scopeName: 'awesomeapi.write', scopeDescription: 'sign the book' })
    const identifier = 'awesomeapi-resource-server'
    const server = this.pool.addResourceServer('server', { identifier, scopes: [read, write] })
    const scopes = [read, write].map((scope) => cognito.OAuthScope.resourceServer(server, scope))
    this.client = this.pool.addClient('machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes },
    })

    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }
}
