import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Machines } from './machines'
import { NotesApi } from './notes-api'

export interface HttpApiStackProps extends cdk.StackProps {
  /** Of an app in a browser that may call the API too. */
  readonly allowOrigin?: string
}

/** An HTTP API whose routes ask for scopes of a pool's tokens. */
export class HttpApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { allowOrigin, ...props }: HttpApiStackProps = {}) {
    super(scope, id, props)

    const machines = new Machines(this, 'machines')
    const notes = new NotesApi(this, 'notes', { machines, allowOrigin })

    new cdk.CfnOutput(this, 'ApiUrl', { value: notes.url })
    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: machines.client.userPoolClientId })
  }
}
