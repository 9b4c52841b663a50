import type { CreateAuthorizerRequest, CreateIntegrationRequest } from '../../../generated/apigatewayv2.ts'
import type { ApiRecord } from '../records.ts'

/*
 * What a document says of an HTTP API, as what will be made of it. Authorizers are named where they have no id yet.
 */

export interface HttpApiDescription {
  readonly settings: SettingsDescription
  readonly authorizers: readonly AuthorizerDescription[]
  readonly routes: readonly RouteDescription[]
  /** What does not hold as it is said. */
  readonly warnings: readonly string[]
  /** What says nothing to an HTTP API. */
  readonly info: readonly string[]
}

export type SettingsDescription = Pick<ApiRecord, 'name' | 'description' | 'version' | 'corsConfiguration'> & {
  readonly disableExecuteApiEndpoint?: boolean
  readonly tags?: ApiRecord['tags']
}

export type AuthorizerDescription = Omit<CreateAuthorizerRequest, 'ApiId'>
export type IntegrationDescription = Omit<CreateIntegrationRequest, 'ApiId'>

export interface RouteDescription {
  readonly routeKey: string
  readonly operationName?: string
  readonly authorization: RouteAuthorization
  readonly integration?: {
    readonly described: IntegrationDescription
    /** Of one that several routes may lead to. */
    readonly sharedName?: string
  }
}

export interface RouteAuthorization {
  readonly type: 'NONE' | 'AWS_IAM' | 'JWT' | 'CUSTOM'
  /** Its name. */
  readonly authorizer?: string
  readonly scopes?: readonly string[]
}
