import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { patchMap, patchText, patchWithDefault } from './patches.ts'
import { type AccessLogSetting, type MethodSetting, patchAccessLog, patchMethodSettings } from './stage-settings.ts'
import { apiArn, retag, type Tag, tagMap } from './tags.ts'

interface Properties {
  readonly AccessLogSetting?: AccessLogSetting
  readonly CacheClusterEnabled?: boolean
  readonly CacheClusterSize?: string
  readonly ClientCertificateId?: string
  readonly DeploymentId?: string
  readonly Description?: string
  readonly DocumentationVersion?: string
  readonly MethodSettings?: readonly MethodSetting[]
  readonly RestApiId: string
  readonly StageName?: string
  readonly Tags?: readonly Tag[]
  readonly TracingEnabled?: boolean
  readonly Variables?: Readonly<Record<string, string>>
}

/** `AWS::ApiGateway::Stage`. Caching, throttling, tracing and logs are recorded; canaries are refused by name. */
export const stage: InstantType = {
  type: 'AWS::ApiGateway::Stage',
  properties: {
    AccessLogSetting: 'recorded',
    CacheClusterEnabled: 'recorded',
    CacheClusterSize: 'recorded',
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
    await request.call('apigateway', 'CreateStage', {
      ...at,
      deploymentId: p.DeploymentId ?? '',
      description: p.Description,
      cacheClusterEnabled: p.CacheClusterEnabled,
      cacheClusterSize: p.CacheClusterSize,
      variables: p.Variables,
      documentationVersion: p.DocumentationVersion,
      tracingEnabled: p.TracingEnabled,
      tags: tagMap(p.Tags),
    })
    // What only a patch can set.
    const patchOperations = [
      ...patchText('/clientCertificateId', undefined, p.ClientCertificateId),
      ...patchMethodSettings(undefined, p.MethodSettings),
      ...patchAccessLog(undefined, p.AccessLogSetting),
    ]
    if (patchOperations.length > 0) await request.call('apigateway', 'UpdateStage', { ...at, patchOperations })
    return { physicalId: at.stageName, attributes: {} }
  },

  async update(properties, { physicalId, properties: before }, request) {
    const [old, p] = [read(before), read(properties)]
    await request.call('apigateway', 'UpdateStage', {
      restApiId: p.RestApiId,
      stageName: physicalId,
      patchOperations: [
        ...patchText('/deploymentId', old.DeploymentId, p.DeploymentId),
        ...patchText('/description', old.Description, p.Description),
        ...patchText('/documentationVersion', old.DocumentationVersion, p.DocumentationVersion),
        ...patchText('/clientCertificateId', old.ClientCertificateId, p.ClientCertificateId),
        ...patchText('/cacheClusterSize', old.CacheClusterSize, p.CacheClusterSize),
        ...patchWithDefault('/cacheClusterEnabled', old.CacheClusterEnabled, p.CacheClusterEnabled, false),
        ...patchWithDefault('/tracingEnabled', old.TracingEnabled, p.TracingEnabled, false),
        ...patchMap('/variables', old.Variables, p.Variables),
        ...patchMethodSettings(old.MethodSettings, p.MethodSettings),
        ...patchAccessLog(old.AccessLogSetting, p.AccessLogSetting),
      ],
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
