import { join } from 'node:path'
import { Stack } from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { Construct } from 'constructs'
import type { Agents } from './agents'
import { resourceMetadata } from './resource-metadata'

export interface PartsServerProps {
  readonly agents: Agents
  readonly warehouse: string
}

const STAGE = 'prod'

/** `/mcp` is the server, behind one scope; whoever comes without a token is told where the metadata is (RFC 9728). */
export class PartsServer extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { agents, warehouse }: PartsServerProps) {
    super(scope, id)

    const server = new NodejsFunction(this, 'function', {
      entry: join(__dirname, '..', 'functions', 'mcp', 'handler.ts'),
      runtime: lambda.Runtime.NODEJS_22_X,
      environment: { WAREHOUSE: warehouse },
    })
    const api = new apigateway.RestApi(this, 'api', {
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      deployOptions: { stageName: STAGE },
      cloudWatchRole: false,
    })
    const { region, urlSuffix } = Stack.of(this)
    const origin = `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE}`
    const { scopeName } = agents.readScope

    api.root.addResource('mcp').addMethod('ANY', new apigateway.LambdaIntegration(server), {
      authorizer: new apigateway.CognitoUserPoolsAuthorizer(this, 'authorizer', { cognitoUserPools: [agents.pool] }),
      authorizationScopes: [scopeName],
    })

    const metadata = resourceMetadata({
      resource: `${origin}/mcp`,
      authorization_servers: [agents.issuer],
      scopes_supported: [scopeName, agents.orderScope.scopeName],
      bearer_methods_supported: ['header'],
    })
    const wellKnown = api.root.addResource('.well-known').addResource('oauth-protected-resource').addResource('mcp')
    wellKnown.addMethod('GET', metadata.integration, metadata.options)

    const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`
    api.addGatewayResponse('unauthorized', {
      type: apigateway.ResponseType.UNAUTHORIZED,
      responseHeaders: {
        'WWW-Authenticate': `'Bearer resource_metadata="${metadataUrl}", scope="${scopeName}"'`,
      },
    })
    this.url = `${origin}/mcp`
  }
}
