import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import type { Construct } from 'constructs'

/** Minutes that an access token lives. `-c accessTokenMinutes=30` changes it, to see an update in place. */
const DEFAULT_ACCESS_TOKEN_MINUTES = 60

/** A pool without users: one machine client, one resource server with one scope, and the domain to ask for tokens. */
export class CognitoStack extends cdk.Stack {
  readonly cognitoUserPool: cognito.IUserPool

  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const accessTokenMinutes = Number(this.node.tryGetContext('accessTokenMinutes') ?? DEFAULT_ACCESS_TOKEN_MINUTES)

    this.cognitoUserPool = new cognito.UserPool(this, 'awesome-cognito-user-pool', {
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    })

    const readScope = new cognito.ResourceServerScope({
      scopeName: 'awesomeapi.read',
      scopeDescription: 'awesomeapi read scope',
    })

    const resourceServer = new cognito.UserPoolResourceServer(this, 'awesome-resource-server', {
      identifier: 'awesomeapi-resource-server',
      userPool: this.cognitoUserPool,
      scopes: [readScope],
    })

    new cognito.UserPoolClient(this, 'awesome-app-client', {
      userPool: this.cognitoUserPool,
      accessTokenValidity: cdk.Duration.minutes(accessTokenMinutes),
      generateSecret: true,
      refreshTokenValidity: cdk.Duration.days(1),
      enableTokenRevocation: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [cognito.OAuthScope.resourceServer(resourceServer, readScope)],
      },
    })

    this.cognitoUserPool.addDomain('awesome-cognito-domain', {
      cognitoDomain: { domainPrefix: 'buraktas-awesome-domain' },
    })
  }
}
