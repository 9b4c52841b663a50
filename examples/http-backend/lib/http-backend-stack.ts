import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { MachineClients } from './machine-clients'
import { ProtectedProxy } from './protected-proxy'

/** Where `backend.mjs` listens. `-c backend=https://…` names another server. */
const DEFAULT_BACKEND = 'http://127.0.0.1:8080'

/** A server of one's own behind an API that only machines with a token may call. */
export class HttpBackendStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props)

    const backend: string = this.node.tryGetContext('backend') ?? DEFAULT_BACKEND
    const machines = new MachineClients(this, 'machines')
    new ProtectedProxy(this, 'proxy', { backend, pool: machines.pool, scope: machines.scope })

    new cdk.CfnOutput(this, 'TokenEndpoint', { value: machines.tokenEndpoint })
    new cdk.CfnOutput(this, 'UserPoolId', { value: machines.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: machines.client.userPoolClientId })
  }
}
