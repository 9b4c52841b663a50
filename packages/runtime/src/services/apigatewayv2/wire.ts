import type { CorsDefinition } from '../../gateway/http/definition.ts'
import type * as v2 from '../../generated/apigatewayv2.ts'
import { type Place, urlSuffixOf } from '../../kernel/place.ts'
import type {
  ApiRecord,
  AuthorizerRecord,
  DeploymentRecord,
  IntegrationRecord,
  RouteRecord,
  RouteSettingRecord,
  StageRecord,
} from './records.ts'

/** Dates have no fraction of a second (observed in answers of the AWS CLI). */
export function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000)
}

export function endpointOf({ region }: Place, apiId: string): string {
  return `https://${apiId}.execute-api.${region}.${urlSuffixOf(region)}`
}

export function apiToWire(record: ApiRecord, place: Place): v2.Api {
  return {
    ApiEndpoint: endpointOf(place, record.apiId),
    ApiId: record.apiId,
    ApiKeySelectionExpression: record.apiKeySelectionExpression,
    CorsConfiguration: record.corsConfiguration && corsToWire(record.corsConfiguration),
    CreatedDate: wholeSeconds(record.createdAt),
    Description: record.description,
    DisableExecuteApiEndpoint: record.disableExecuteApiEndpoint,
    IpAddressType: record.ipAddressType,
    Name: record.name,
    ProtocolType: 'HTTP',
    RouteSelectionExpression: record.routeSelectionExpression,
    Tags: record.tags,
    Version: record.version,
  }
}

function corsToWire(cors: CorsDefinition): v2.Cors {
  return {
    AllowCredentials: cors.allowCredentials,
    AllowHeaders: cors.allowHeaders,
    AllowMethods: cors.allowMethods,
    AllowOrigins: cors.allowOrigins,
    ExposeHeaders: cors.exposeHeaders,
    MaxAge: cors.maxAge,
  }
}

export function routeToWire(record: RouteRecord): v2.Route {
  return {
    ApiGatewayManaged: record.apiGatewayManaged,
    ApiKeyRequired: false,
    AuthorizationScopes: record.authorizationScopes,
    AuthorizationType: record.authorizationType,
    AuthorizerId: record.authorizerId,
    OperationName: record.operationName,
    RouteId: record.routeId,
    RouteKey: record.routeKey,
    Target: record.target,
  }
}

export function integrationToWire(record: IntegrationRecord): v2.Integration {
  return {
    ApiGatewayManaged: record.apiGatewayManaged,
    ConnectionId: record.connectionId,
    ConnectionType: record.connectionType,
    CredentialsArn: record.credentialsArn,
    Description: record.description,
    IntegrationId: record.integrationId,
    IntegrationMethod: record.integrationMethod,
    IntegrationSubtype: record.integrationSubtype,
    IntegrationType: record.integrationType,
    IntegrationUri: record.integrationUri,
    PayloadFormatVersion: record.payloadFormatVersion,
    RequestParameters: record.requestParameters,
    ResponseParameters: record.responseParameters,
    TimeoutInMillis: record.timeoutInMillis,
    TlsConfig: record.tlsConfig && { ServerNameToVerify: record.tlsConfig.serverNameToVerify },
  }
}

export function authorizerToWire(record: AuthorizerRecord): v2.Authorizer {
  const { jwtConfiguration: jwt } = record
  return {
    AuthorizerCredentialsArn: record.authorizerCredentialsArn,
    AuthorizerId: record.authorizerId,
    AuthorizerPayloadFormatVersion: record.authorizerPayloadFormatVersion,
    AuthorizerResultTtlInSeconds: record.authorizerResultTtlInSeconds,
    AuthorizerType: record.authorizerType,
    AuthorizerUri: record.authorizerUri,
    EnableSimpleResponses: record.enableSimpleResponses,
    IdentitySource: record.identitySource,
    IdentityValidationExpression: record.identityValidationExpression,
    JwtConfiguration: jwt && { Audience: jwt.audience, Issuer: jwt.issuer },
    Name: record.name,
  }
}

export function deploymentToWire(record: DeploymentRecord): v2.Deployment {
  return {
    AutoDeployed: record.autoDeployed,
    CreatedDate: wholeSeconds(record.createdAt),
    DeploymentId: record.deploymentId,
    DeploymentStatus: 'DEPLOYED',
    Description: record.description,
  }
}

export function stageToWire(record: StageRecord): v2.Stage {
  const { accessLogSettings: log } = record
  return {
    AccessLogSettings: log && { DestinationArn: log.destinationArn, Format: log.format },
    ApiGatewayManaged: record.apiGatewayManaged,
    AutoDeploy: record.autoDeploy,
    ClientCertificateId: record.clientCertificateId,
    CreatedDate: wholeSeconds(record.createdAt),
    DefaultRouteSettings: routeSettingToWire(record.defaultRouteSettings),
    DeploymentId: record.deploymentId,
    Description: record.description,
    LastDeploymentStatusMessage: record.lastDeploymentStatusMessage,
    LastUpdatedDate: wholeSeconds(record.updatedAt),
    RouteSettings: Object.fromEntries(
      Object.entries(record.routeSettings).map(([key, setting]) => [key, routeSettingToWire(setting)]),
    ),
    StageName: record.stageName,
    StageVariables: record.stageVariables,
    Tags: record.tags,
  }
}

function routeSettingToWire(record: RouteSettingRecord): v2.RouteSettings {
  return {
    DetailedMetricsEnabled: record.detailedMetricsEnabled,
    ThrottlingBurstLimit: record.throttlingBurstLimit,
    ThrottlingRateLimit: record.throttlingRateLimit,
  }
}
