import { join } from 'node:path'
import * as cdk from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Machines } from './machines'

export interface PartnerProps {
  readonly machines: Machines
  /** Ends with a slash. */
  readonly apiUrl: string
}

/** A function that is a client of the API: it asks for a token and adds a widget, as a partner's program would. */
export class Partner extends Construct {
  readonly function: lambda.Function

  constructor(scope: Construct, id: string, { machines, apiUrl }: PartnerProps) {
    super(scope, id)

    this.function = new lambda.Function(this, 'function', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'partner')),
      timeout: cdk.Duration.seconds(10),
      environment: {
        API_URL: apiUrl,
        TOKEN_ENDPOINT: machines.tokenEndpoint,
        CLIENT_ID: machines.client.userPoolClientId,
        // A custom resource of the CDK reads it while the stack is being deployed.
        CLIENT_SECRET: machines.client.userPoolClientSecret.unsafeUnwrap(),
      },
    })
  }
}
