import type {
  CorsDefinition,
  HttpAuthorizerDefinition,
  HttpIntegrationDefinition,
  RouteDefinition,
} from '../../gateway/http/definition.ts'

/*
 * Documents of this service. What a deployment freezes is kept in the vocabulary of `gateway/http/definition.ts` from the
 * start, so that freezing copies and never translates. Times are milliseconds since the epoch.
 */

export type Strings = Readonly<Record<string, string>>

export interface ApiRecord {
  readonly apiId: string
  readonly name: string
  readonly description?: string
  readonly version?: string
  readonly createdAt: number
  readonly routeSelectionExpression: string
  readonly apiKeySelectionExpression: string
  readonly disableExecuteApiEndpoint: boolean
  readonly ipAddressType: string
  readonly corsConfiguration?: CorsDefinition
  readonly tags: Strings
}

/** What quick create makes is managed by API Gateway, which lets less of it be changed. */
interface Manageable {
  readonly apiGatewayManaged?: true
}

export interface RouteRecord extends RouteDefinition, Manageable {}

/** What finds a route by its key. */
export type RouteKeyRecord = Pick<RouteRecord, 'routeId' | 'routeKey'>

export interface IntegrationRecord extends HttpIntegrationDefinition, Manageable {
  readonly description?: string
}

export interface AuthorizerRecord extends HttpAuthorizerDefinition {
  /** Has no effect on an HTTP API. */
  readonly identityValidationExpression?: string
}

/** Its frozen definition is a document of its own, so that lists do not read it. */
export interface DeploymentRecord {
  readonly deploymentId: string
  readonly description?: string
  readonly createdAt: number
  readonly autoDeployed: boolean
}

export interface RouteSettingRecord {
  readonly detailedMetricsEnabled?: boolean
  readonly throttlingBurstLimit?: number
  readonly throttlingRateLimit?: number
}

export interface AccessLogRecord {
  readonly destinationArn?: string
  readonly format?: string
}

export interface StageRecord extends Manageable {
  readonly stageName: string
  readonly autoDeploy: boolean
  /** Until the first deployment there is none. */
  readonly deploymentId?: string
  readonly lastDeploymentStatusMessage?: string
  readonly description?: string
  readonly clientCertificateId?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly stageVariables: Strings
  readonly defaultRouteSettings: RouteSettingRecord
  /** By route key. */
  readonly routeSettings: Readonly<Record<string, RouteSettingRecord>>
  readonly accessLogSettings?: AccessLogRecord
  readonly tags: Strings
  /** Drawn when the stage is made: tells a stage from a later one of the same name, whose document counts from 1 again. */
  readonly incarnation: string
  /** How often what its authorizers have said was to be forgotten. */
  readonly authorizersReset?: number
}
