import type {
  AuthorizerDefinition,
  GatewayResponseDefinition,
  IntegrationDefinition,
  MethodDefinition,
  ModelDefinition,
  RequestValidatorDefinition,
} from '../../gateway/rest/definition.ts'

/*
 * Documents of this service. What a deployment freezes is kept in the vocabulary of `gateway/rest/definition.ts` from the
 * start, so that freezing copies and never translates. Times are milliseconds since the epoch.
 */

export type Strings = Readonly<Record<string, string>>

export interface RestApiRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly version?: string
  readonly createdAt: number
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER'
  readonly binaryMediaTypes: readonly string[]
  readonly minimumCompressionSize?: number
  readonly endpointTypes: readonly string[]
  readonly ipAddressType: string
  readonly vpcEndpointIds?: readonly string[]
  readonly disableExecuteApiEndpoint: boolean
  readonly rootResourceId: string
  readonly securityPolicy?: string
  readonly endpointAccessMode?: string
  /** As JSON text. */
  readonly policy?: string
  readonly tags: Strings
}

/** A path with its methods: one document, so that editing one path does not rewrite the others. */
export interface ResourceRecord {
  readonly id: string
  /** The root has neither parent nor path part. */
  readonly parentId?: string
  readonly pathPart?: string
  readonly path: string
  readonly methods: Readonly<Record<string, MethodRecord>>
}

/** One per resource but the root, under `{parent id}/{path part}`: siblings are found without reading every resource. */
export interface ResourceChildRecord {
  readonly id: string
  readonly pathPart: string
}

export interface MethodRecord extends MethodDefinition {
  readonly integration?: IntegrationRecord
}

export type IntegrationRecord = IntegrationDefinition

export type AuthorizerRecord = AuthorizerDefinition

export interface ModelRecord extends ModelDefinition {
  readonly id: string
  readonly description?: string
}

export interface RequestValidatorRecord extends RequestValidatorDefinition {
  readonly id: string
  readonly name: string
}

export interface GatewayResponseRecord extends GatewayResponseDefinition {
  readonly responseType: string
}

/** Its frozen definition is a document of its own, so that lists do not read it. */
export interface DeploymentRecord {
  readonly id: string
  readonly description?: string
  readonly createdAt: number
}

export interface StageRecord {
  readonly stageName: string
  readonly deploymentId: string
  /** What it pointed at before, for the removal of the deployment that took its place. */
  readonly previousDeploymentId?: string
  readonly description?: string
  readonly documentationVersion?: string
  readonly clientCertificateId?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly cacheClusterEnabled: boolean
  readonly cacheClusterSize?: string
  readonly variables: Strings
  readonly methodSettings: Readonly<Record<string, MethodSettingRecord>>
  readonly accessLogSettings?: AccessLogRecord
  readonly tracingEnabled: boolean
  /** A deployment that gets a part of the calls. */
  readonly canarySettings?: CanaryRecord
  readonly tags: Strings
  /** Drawn when the stage is made: tells a stage from a later one of the same name, whose document counts from 1 again. */
  readonly incarnation: string
  /** How often what its authorizers have said was to be forgotten. */
  readonly authorizersFlushed?: number
  /** How often its cache of responses has begun anew. */
  readonly cacheRenewals?: number
}

export interface CanaryRecord {
  readonly deploymentId: string
  /** 0 to 100. */
  readonly percentTraffic: number
  /** In place of the stage's own, and beside them. */
  readonly stageVariableOverrides?: Strings
  readonly useStageCache: boolean
}

export interface AccessLogRecord {
  readonly destinationArn?: string
  readonly format?: string
}

export interface MethodSettingRecord {
  readonly metricsEnabled: boolean
  readonly loggingLevel?: string
  readonly dataTraceEnabled: boolean
  readonly throttlingBurstLimit: number
  readonly throttlingRateLimit: number
  readonly cachingEnabled: boolean
  readonly cacheTtlInSeconds: number
  readonly cacheDataEncrypted: boolean
  readonly requireAuthorizationForCacheControl: boolean
  readonly unauthorizedCacheControlHeaderStrategy: string
}

/** One per account and region. */
export interface AccountRecord {
  readonly cloudwatchRoleArn?: string
  readonly features: readonly string[]
}
