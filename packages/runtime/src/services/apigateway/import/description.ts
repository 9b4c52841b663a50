import type {
  CreateAuthorizerRequest,
  CreateModelRequest,
  CreateRequestValidatorRequest,
  PutGatewayResponseRequest,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  PutMethodRequest,
  PutMethodResponseRequest,
} from '../../../generated/apigateway.ts'
import type { JsonMap } from '../../../languages/openapi/json.ts'
import type { DocumentationLocation } from '../documentation/records.ts'
import type { RestApiRecord } from '../records.ts'

/*
 * What a document says of an API, as the inputs of the operations that will make it. Authorizers and validators are
 * named where they have no id yet.
 */

export interface ApiDescription {
  readonly settings: SettingsDescription
  readonly models: readonly Omit<CreateModelRequest, 'restApiId'>[]
  readonly authorizers: readonly Omit<CreateAuthorizerRequest, 'restApiId'>[]
  readonly validators: readonly (Omit<CreateRequestValidatorRequest, 'restApiId'> & { readonly name: string })[]
  readonly gatewayResponses: readonly Omit<PutGatewayResponseRequest, 'restApiId'>[]
  readonly paths: readonly PathDescription[]
  /** Undefined where it was asked to be left as it is. */
  readonly documentation: readonly DocumentationDescription[] | undefined
  readonly warnings: readonly string[]
}

export interface SettingsDescription {
  readonly name: string
  readonly description?: string
  readonly version?: string
  readonly binaryMediaTypes?: readonly string[]
  readonly apiKeySource?: RestApiRecord['apiKeySource']
  readonly minimumCompressionSize?: number
  /** As JSON text. */
  readonly policy?: string
  readonly disableExecuteApiEndpoint?: boolean
  readonly vpcEndpointIds?: readonly string[]
  readonly securityPolicy?: string
  readonly endpointAccessMode?: string
}

export interface DocumentationDescription {
  readonly location: DocumentationLocation
  readonly properties: JsonMap
}

export interface PathDescription {
  /** From the root, base path included. */
  readonly segments: readonly string[]
  readonly methods: readonly MethodDescription[]
}

type At = 'restApiId' | 'resourceId' | 'httpMethod'

export interface MethodDescription {
  readonly httpMethod: string
  readonly method: Omit<PutMethodRequest, At | 'authorizerId' | 'requestValidatorId'>
  /** Names. */
  readonly authorizer?: string
  readonly validator?: string
  readonly responses: readonly Omit<PutMethodResponseRequest, At>[]
  readonly integration?: Omit<PutIntegrationRequest, At>
  readonly integrationResponses: readonly Omit<PutIntegrationResponseRequest, At>[]
}
