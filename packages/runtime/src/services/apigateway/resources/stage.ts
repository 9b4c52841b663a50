import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { patchText } from './patches.ts'
import { patchStage, type StageSettings } from './stage-settings.ts'
import { apiArn, retag, tagMap } from './tags.ts'

interface Properties extends StageSettings {
  readonly DeploymentId?: string
  readonly RestApiId: string
  readonly StageName?: string
}

/**
 * `AWS::ApiGateway::Stage`. Caching, throttling, tracing and logs are recorded; a canary is refused by
 * name, or stays in the stack's record: all calls go to the stage's deployment.
 */
export const stage: InstantType = {
  type: 'AWS::ApiGateway::Stage',
  properties: {
    AccessLogSetting: 'recorded',
    CacheClusterEnabled: 'recorded',
    CacheClusterSize: 'recorded',
    CanarySetting: 'recordable',
    ClientCertificateId: 'recorded',
    DeploymentId: 'emulated',
    Description: 'emulated',
    DocumentationVersion: 'recorded',
    MethodSettings: 'recorded',
    RestApiId: 'emulated',
    StageName: 'emulated',
    Tags: 'emulated',
    TracingEnabled: 'recorded',
    Variables: 'emulated',
  },

  async create(properties, request) {
    const p = read(properties)
    const at = {
      restApiId: p.RestApiId,
      stageName: p.StageName ?? request.generateName({ maxLength: 128 }),
    }
    await request.call('apigateway', 'CreateStage', { ...at, deploymentId: p.DeploymentId ?? '', tags: tagMap(p.Tags) })
    const patchOperations = patchStage({}, p)
    if (patchOperations.length > 0) await request.call('apigateway', 'UpdateStage', { ...at, patchOperations })
    return { physicalId: at.stageName, attributes: {} }
  },

  async update(properties, { physicalId, properties: before }, request) {
    const [old, p] = [read(before), read(properties)]
    await request.call('apigateway', 'UpdateStage', {
      restApiId: p.RestApiId,
      stageName: physicalId,
      patchOperations: [...patchText('/deploymentId', old.DeploymentId, p.DeploymentId), ...patchStage(old, p)],
    })
    await retag(apiArn(request, `/restapis/${p.RestApiId}/stages/${physicalId}`), old.Tags, p.Tags, request)
    return { physicalId, attributes: {} }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = read(properties)
    await ignoring('NotFoundException', call('apigateway', 'DeleteStage', { restApiId, stageName: physicalId }))
  },
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
