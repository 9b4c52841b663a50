import type * as cognito from 'aws-cdk-lib/aws-cognito'
import * as ssm from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { Tenants } from './tenants'

/** Who calls: a client, and the tenant that its tokens say it belongs to. */
export class Partner extends Construct {
  readonly client: cognito.UserPoolClient

  constructor(scope: Construct, id: string, { tenants, tenant }: { tenants: Tenants; tenant: string }) {
    super(scope, id)

    this.client = tenants.pool.addClient(`${id}-client`, {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [tenants.scope] },
    })
    new ssm.StringParameter(this, 'tenant', {
      parameterName: tenants.parameterOf(this.client),
      // It begins with a slash, which CDK cannot see.
      simpleName: false,
      stringValue: tenant,
    })
  }
}
