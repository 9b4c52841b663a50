import type { RouteSettings } from '../../../generated/apigatewayv2.ts'
import type { ApiGatewayV2Stage } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { Strings } from '../records.ts'
import { dropped, entries, retag, text, withDefault } from './changes.ts'

export const stageType = instantType({
  type: 'AWS::ApiGatewayV2::Stage',
  properties: {
    AccessLogSettings: 'emulated',
    ApiId: 'emulated',
    AutoDeploy: 'emulated',
    ClientCertificateId: 'recorded',
    'DefaultRouteSettings.DataTraceEnabled': 'emulated',
    'DefaultRouteSettings.DetailedMetricsEnabled': 'recorded',
    'DefaultRouteSettings.LoggingLevel': 'emulated',
    'DefaultRouteSettings.ThrottlingBurstLimit': 'emulated',
    'DefaultRouteSettings.ThrottlingRateLimit': 'emulated',
    DeploymentId: 'emulated',
    Description: 'emulated',
    // But for metrics, as by default.
    RouteSettings: 'emulated',
    StageName: 'emulated',
    StageVariables: 'emulated',
    Tags: 'emulated',
  },

  async create(p, { call }) {
    const { StageName } = p
    await call('apigatewayv2', 'CreateStage', { ...membersOf(p), StageVariables: variablesOf(p), Tags: tagsOf(p) })
    return { physicalId: StageName, attributes: {} }
  },

  async update(p, { physicalId, attributes, properties: old }, request) {
    const { call } = request
    const { ApiId, StageName } = p
    if (old.AccessLogSettings && !p.AccessLogSettings) {
      await call('apigatewayv2', 'DeleteAccessLogSettings', { ApiId, StageName })
    }
    for (const RouteKey of dropped(routeSettingsOf(old), routeSettingsOf(p))) {
      await call('apigatewayv2', 'DeleteRouteSettings', { ApiId, StageName, RouteKey })
    }
    await call('apigatewayv2', 'UpdateStage', {
      ...membersOf(p),
      AutoDeploy: withDefault(old.AutoDeploy, p.AutoDeploy, false),
      ClientCertificateId: text(old.ClientCertificateId, p.ClientCertificateId),
      Description: text(old.Description, p.Description),
      StageVariables: entries(variablesOf(old), variablesOf(p), ''),
    })
    await retag(`/apis/${ApiId}/stages/${StageName}`, tagsOf(old), tagsOf(p), request)
    return { physicalId, attributes }
  },

  async remove({ physicalId: StageName, properties: { ApiId } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteStage', { ApiId, StageName }))
  },
})

function membersOf(p: ApiGatewayV2Stage) {
  return {
    AccessLogSettings: p.AccessLogSettings,
    ApiId: p.ApiId,
    AutoDeploy: p.AutoDeploy,
    ClientCertificateId: p.ClientCertificateId,
    DefaultRouteSettings: p.DefaultRouteSettings,
    DeploymentId: p.DeploymentId,
    Description: p.Description,
    RouteSettings: routeSettingsOf(p),
    StageName: p.StageName,
  }
}

// The published schema says of these only that they are JSON; the operation checks them.

function routeSettingsOf({ RouteSettings }: ApiGatewayV2Stage): Readonly<Record<string, RouteSettings>> | undefined {
  return RouteSettings as Readonly<Record<string, RouteSettings>> | undefined
}

function variablesOf({ StageVariables }: ApiGatewayV2Stage): Strings | undefined {
  return StageVariables as Strings | undefined
}

function tagsOf({ Tags }: ApiGatewayV2Stage): Strings | undefined {
  return Tags as Strings | undefined
}
