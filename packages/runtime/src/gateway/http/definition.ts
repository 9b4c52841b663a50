/**
 * What a deployment freezes of an HTTP API: plain JSON in the vocabulary of `apigatewayv2`. The control plane writes it
 * (services/apigatewayv2), the data plane compiles it once and serves from the result.
 */
export interface HttpApiDefinition {
  readonly apiId: string
  readonly name: string
  /** These two are for those who ask what is deployed. */
  readonly description?: string
  readonly version?: string
  readonly disableExecuteApiEndpoint: boolean
  readonly corsConfiguration?: CorsDefinition
  readonly routes: readonly RouteDefinition[]
  /** By id. */
  readonly integrations: Readonly<Record<string, HttpIntegrationDefinition>>
  /** By id. */
  readonly authorizers: Readonly<Record<string, HttpAuthorizerDefinition>>
}

export interface CorsDefinition {
  readonly allowCredentials?: boolean
  readonly allowHeaders?: readonly string[]
  readonly allowMethods?: readonly string[]
  readonly allowOrigins?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  /** In seconds; -1 tells browsers not to keep the answer. */
  readonly maxAge?: number
}

export interface RouteDefinition {
  readonly routeId: string
  /** `GET /pets/{petId}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string
  /** `integrations/{id}`; a route without one answers with an error. */
  readonly target?: string
  readonly authorizationType: 'NONE' | 'JWT' | 'CUSTOM' | 'AWS_IAM'
  readonly authorizerId?: string
  readonly authorizationScopes?: readonly string[]
  readonly operationName?: string
}

export interface HttpIntegrationDefinition {
  readonly integrationId: string
  readonly integrationType: 'AWS_PROXY' | 'HTTP_PROXY'
  /** Of an AWS service called without a function, e.g. `SQS-SendMessage`. */
  readonly integrationSubtype?: string
  /** Of a backend: its method. `ANY` passes the client's on. */
  readonly integrationMethod?: string
  /** A URL, or the function as an ARN or as API Gateway's invocation path. */
  readonly integrationUri?: string
  readonly connectionType: string
  readonly connectionId?: string
  readonly credentialsArn?: string
  readonly payloadFormatVersion: '1.0' | '2.0'
  /** `append:header.x` and its like, to their values; of an AWS service: its own parameters. */
  readonly requestParameters?: Readonly<Record<string, string>>
  /** By status code: `overwrite:statuscode` and its like, to their values. */
  readonly responseParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly timeoutInMillis: number
  readonly tlsConfig?: { readonly serverNameToVerify?: string }
}

export interface HttpAuthorizerDefinition {
  readonly authorizerId: string
  readonly name: string
  readonly authorizerType: 'JWT' | 'REQUEST'
  /** `$request.header.Authorization` and its like. */
  readonly identitySource: readonly string[]
  readonly jwtConfiguration?: { readonly audience?: readonly string[]; readonly issuer?: string }
  readonly authorizerUri?: string
  readonly authorizerCredentialsArn?: string
  readonly authorizerPayloadFormatVersion?: '1.0' | '2.0'
  readonly enableSimpleResponses?: boolean
  /** 0 keeps nothing. */
  readonly authorizerResultTtlInSeconds?: number
}
