import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Agents } from './agents'
import { PartsServer } from './parts-server'

export interface McpServerStackProps extends cdk.StackProps {
  /** Whose parts they are. */
  readonly warehouse: string
}

/** An MCP server, and the pool that gives tokens to the agents which use its tools. */
export class McpServerStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { warehouse, ...props }: McpServerStackProps) {
    super(scope, id, props)

    const agents = new Agents(this, 'agents')
    const server = new PartsServer(this, 'parts', { agents, warehouse })

    new cdk.CfnOutput(this, 'McpUrl', { value: server.url })
    new cdk.CfnOutput(this, 'Issuer', { value: agents.issuer })
    new cdk.CfnOutput(this, 'UserPoolId', { value: agents.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: agents.client.userPoolClientId })
  }
}
