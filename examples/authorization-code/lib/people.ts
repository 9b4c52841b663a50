import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'notes-people'

export interface PeopleProps {
  /** Where people go once they have signed in or out. */
  readonly appUrl: string
}

/** A pool that people sign up to by email, its pages, and a client for an app in a browser, which can keep no secret. */
export class People extends Construct {
  readonly pool: cognito.UserPool
  readonly client: cognito.UserPoolClient
  readonly domain: cognito.UserPoolDomain
  readonly readScope: cognito.OAuthScope

  constructor(scope: Construct, id: string, { appUrl }: PeopleProps) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    })

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read notes' })
    const server = this.pool.addResourceServer('notes', { identifier: 'notes', scopes: [read] })
    this.readScope = cognito.OAuthScope.resourceServer(server, read)

    this.client = this.pool.addClient('browser', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, this.readScope],
        callbackUrls: [appUrl],
        logoutUrls: [appUrl],
      },
    })

    this.domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
  }
}
