import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText } from './patches.ts'
import { methodSettingFidelity, patchStage } from './stage-settings.ts'
import { apiArn, retag, tagMap } from './tags.ts'

/** `AWS::ApiGateway::Stage`. Tracing is recorded, and so is what method settings say of metrics and encryption. */
export const stageType = instantType({
  type: 'AWS::ApiGateway::Stage',
  properties: {
    AccessLogSetting: 'emulated',
    CacheClusterEnabled: 'emulated',
    CacheClusterSize: 'emulated',
    'CanarySetting.DeploymentId': 'emulated',
    'CanarySetting.PercentTraffic': 'emulated',
    'CanarySetting.StageVariableOverrides': 'emulated',
    'CanarySetting.UseStageCache': 'emulated',
    ClientCertificateId: 'emulated',
    DeploymentId: 'emulated',
    Description: 'emulated',
    DocumentationVersion: 'recorded',
    ...methodSettingFidelity('MethodSettings'),
    RestApiId: 'emulated',
    StageName: 'emulated',
    Tags: 'emulated',
    TracingEnabled: 'recorded',
    Variables: 'emulated',
  },

  async create(p, request) {
    const at = {
      restApiId: p.RestApiId,
      stageName: p.StageName ?? request.generateName({ maxLength: 128 }),
    }
    await request.call('apigateway', 'CreateStage', { ...at, deploymentId: p.DeploymentId ?? '', tags: tagMap(p.Tags) })
    const patchOperations = patchStage({}, p)
    if (patchOperations.length > 0) await request.call('apigateway', 'UpdateStage', { ...at, patchOperations })
    return { physicalId: at.stageName, attributes: {} }
  },

  async update(p, { physicalId, properties: old }, request) {
    await request.call('apigateway', 'UpdateStage', {
      restApiId: p.RestApiId,
      stageName: physicalId,
      patchOperations: [...patchText('/deploymentId', old.DeploymentId, p.DeploymentId), ...patchStage(old, p)],
    })
    await retag(apiArn(request, `/restapis/${p.RestApiId}/stages/${physicalId}`), old.Tags, p.Tags, request)
    return { physicalId, attributes: {} }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteStage', { restApiId, stageName: physicalId }))
  },
})
