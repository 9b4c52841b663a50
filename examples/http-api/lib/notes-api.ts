import { join } from 'node:path'
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Machines } from './machines'

export interface NotesApiProps {
  readonly machines: Machines
  readonly allowOrigin?: string
}

/** Routes on one function, each but the first behind a scope. The stage `$default` deploys whatever changes. */
export class NotesApi extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { machines, allowOrigin }: NotesApiProps) {
    super(scope, id)

    const backend = new lambda.Function(this, 'function', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'functions', 'notes')),
    })
    const integration = new HttpLambdaIntegration('integration', backend)
    const authorizer = new HttpUserPoolAuthorizer('authorizer', machines.pool, { userPoolClients: [machines.client] })
    const behind = ({ scopeName }: cognito.OAuthScope) => ({ authorizer, authorizationScopes: [scopeName] })
    const api = new HttpApi(this, 'api', {
      corsPreflight: allowOrigin
        ? {
            allowOrigins: [allowOrigin],
            allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
            allowHeaders: ['authorization', 'content-type'],
          }
        : undefined,
    })

    const read = { integration, methods: [HttpMethod.GET], ...behind(machines.readScope) }
    const write = { integration, methods: [HttpMethod.POST], ...behind(machines.writeScope) }
    api.addRoutes({ path: '/', methods: [HttpMethod.GET], integration })
    api.addRoutes({ path: '/notes', ...read })
    api.addRoutes({ path: '/notes', ...write })
    api.addRoutes({ path: '/notes/{id}', ...read })
    this.url = api.apiEndpoint
  }
}
