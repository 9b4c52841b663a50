import { join } from 'node:path'
import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { Construct } from 'constructs'

const DOMAIN_PREFIX = 'machines-of-tenants'
/** Below it a parameter of SSM for each client, which holds its tenant. */
const PARAMETERS = '/custom-claims/tenants'

/**
 * A pool without users, and the function that puts a tenant into each token. It looks the tenant up by the client's id:
 * were the ids among its settings, pool, clients and function would each wait for another.
 */
export class Tenants extends Construct {
  readonly pool: cognito.UserPool
  readonly scope: cognito.OAuthScope
  readonly tokenEndpoint: string

  constructor(scope: Construct, id: string) {
    super(scope, id)

    this.pool = new cognito.UserPool(this, 'pool', { removalPolicy: cdk.RemovalPolicy.DESTROY })
    this.pool.addTrigger(
      cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      this.claimsFunction(),
      cognito.LambdaVersion.V3_0,
    )
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read orders' })
    const server = this.pool.addResourceServer('server', { identifier: 'orders', scopes: [read] })
    this.scope = cognito.OAuthScope.resourceServer(server, read)
    const domain = this.pool.addDomain('domain', { cognitoDomain: { domainPrefix: DOMAIN_PREFIX } })
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`
  }

  /** Where the tenant of a client stands. */
  parameterOf(client: cognito.UserPoolClient): string {
    return `${PARAMETERS}/${client.userPoolClientId}`
  }

  private claimsFunction(): lambda.Function {
    const claims = new NodejsFunction(this, 'claims', {
      entry: join(__dirname, '..', 'functions', 'claims.ts'),
      runtime: lambda.Runtime.NODEJS_22_X,
      bundling: { format: OutputFormat.ESM },
      environment: { PARAMETERS },
    })
    claims.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [
          cdk.Stack.of(this).formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: `${PARAMETERS.slice(1)}/*`,
          }),
        ],
      }),
    )
    return claims
  }
}
