/**
 * What a deployment freezes: a whole REST API as plain JSON, in API Gateway's own vocabulary. The control plane writes
 * it (services/apigateway), the data plane compiles it once and serves from the result.
 */
export interface ApiDefinition {
  readonly apiId: string
  readonly name: string
  /** These two are for those who ask what is deployed. */
  readonly description?: string
  readonly version?: string
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER'
  readonly binaryMediaTypes: readonly string[]
  readonly disableExecuteApiEndpoint: boolean
  readonly endpointTypes: readonly string[]
  readonly minimumCompressionSize?: number
  /** Resource policy as JSON text. */
  readonly policy?: string
  readonly resources: readonly ResourceDefinition[]
  readonly authorizers: Readonly<Record<string, AuthorizerDefinition>>
  /** By gateway response type; only those that were customized. */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponseDefinition>>
  /** JSON schema text by model name. */
  readonly models: Readonly<Record<string, ModelDefinition>>
  readonly requestValidators: Readonly<Record<string, RequestValidatorDefinition>>
}

export interface ResourceDefinition {
  readonly id: string
  /** Full path with variables, e.g. `/pets/{petId}` or `/{proxy+}`. */
  readonly path: string
  /** By HTTP method, `ANY` included. */
  readonly methods: Readonly<Record<string, MethodDefinition>>
}

export interface MethodDefinition {
  readonly httpMethod: string
  readonly authorizationType: string
  readonly authorizerId?: string
  readonly authorizationScopes?: readonly string[]
  readonly apiKeyRequired: boolean
  readonly requestParameters?: Readonly<Record<string, boolean>>
  readonly requestModels?: Readonly<Record<string, string>>
  readonly requestValidatorId?: string
  readonly operationName?: string
  /** By status code. */
  readonly methodResponses: Readonly<Record<string, MethodResponseDefinition>>
  readonly integration?: IntegrationDefinition
}

export interface MethodResponseDefinition {
  readonly responseParameters?: Readonly<Record<string, boolean>>
  readonly responseModels?: Readonly<Record<string, string>>
}

export interface IntegrationDefinition {
  readonly type: string
  readonly httpMethod?: string
  readonly uri?: string
  readonly credentials?: string
  readonly connectionType?: string
  readonly connectionId?: string
  readonly requestParameters?: Readonly<Record<string, string>>
  readonly requestTemplates?: Readonly<Record<string, string | null>>
  readonly passthroughBehavior: string
  readonly contentHandling?: string
  readonly timeoutInMillis: number
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean }
  readonly responseTransferMode?: string
  /** Of a VPC link: the load balancer. */
  readonly integrationTarget?: string
  readonly cacheNamespace?: string
  readonly cacheKeyParameters?: readonly string[]
  /** By status code. */
  readonly integrationResponses: Readonly<Record<string, IntegrationResponseDefinition>>
}

export interface IntegrationResponseDefinition {
  readonly statusCode: string
  readonly selectionPattern?: string
  readonly responseParameters?: Readonly<Record<string, string>>
  readonly responseTemplates?: Readonly<Record<string, string | null>>
  readonly contentHandling?: string
}

export interface AuthorizerDefinition {
  readonly id: string
  readonly name: string
  readonly type: string
  /** What its owner calls it; it has no effect (documented: x-amazon-apigateway-authtype). */
  readonly authType?: string
  readonly providerARNs?: readonly string[]
  readonly authorizerUri?: string
  /** A role; undefined where the function's own policy lets API Gateway call it. */
  readonly authorizerCredentials?: string
  readonly identitySource?: string
  readonly identityValidationExpression?: string
  readonly authorizerResultTtlInSeconds?: number
}

export interface GatewayResponseDefinition {
  readonly statusCode?: string
  readonly responseParameters: Readonly<Record<string, string>>
  readonly responseTemplates: Readonly<Record<string, string>>
}

export interface ModelDefinition {
  readonly name: string
  readonly contentType: string
  readonly schema?: string
}

export interface RequestValidatorDefinition {
  readonly name?: string
  readonly validateRequestBody: boolean
  readonly validateRequestParameters: boolean
}
