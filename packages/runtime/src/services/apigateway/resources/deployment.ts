import type { ApiGatewayDeployment } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { type Deployed, instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { badRequest } from '../errors.ts'
import { stages } from '../repository.ts'
import { patchText } from './patches.ts'
import { settingsOf } from './stage-description.ts'
import { methodSettingFidelity, patchStage } from './stage-settings.ts'
import { apiArn, retag } from './tags.ts'

/**
 * `AWS::ApiGateway::Deployment`: freezes the API when it is created, and never again. With `StageName` it makes that
 * stage or moves it, with `StageDescription` it says how that stage is set up, and with `DeploymentCanarySettings` it is
 * the canary of a stage that is there.
 */
export const deploymentType = instantType({
  type: 'AWS::ApiGateway::Deployment',
  properties: {
    'DeploymentCanarySettings.PercentTraffic': 'emulated',
    'DeploymentCanarySettings.StageVariableOverrides': 'emulated',
    'DeploymentCanarySettings.UseStageCache': 'emulated',
    Description: 'emulated',
    RestApiId: 'emulated',
    'StageDescription.AccessLogSetting': 'emulated',
    'StageDescription.CacheClusterEnabled': 'emulated',
    'StageDescription.CacheClusterSize': 'emulated',
    'StageDescription.CacheDataEncrypted': 'recorded',
    'StageDescription.CacheTtlInSeconds': 'emulated',
    'StageDescription.CachingEnabled': 'emulated',
    'StageDescription.CanarySetting.PercentTraffic': 'emulated',
    'StageDescription.CanarySetting.StageVariableOverrides': 'emulated',
    'StageDescription.CanarySetting.UseStageCache': 'emulated',
    'StageDescription.ClientCertificateId': 'emulated',
    'StageDescription.DataTraceEnabled': 'emulated',
    'StageDescription.Description': 'emulated',
    'StageDescription.DocumentationVersion': 'recorded',
    'StageDescription.LoggingLevel': 'emulated',
    ...methodSettingFidelity('StageDescription.MethodSettings'),
    'StageDescription.MetricsEnabled': 'recorded',
    'StageDescription.Tags': 'emulated',
    'StageDescription.ThrottlingBurstLimit': 'emulated',
    'StageDescription.ThrottlingRateLimit': 'emulated',
    'StageDescription.TracingEnabled': 'recorded',
    'StageDescription.Variables': 'emulated',
    StageName: 'emulated',
  },

  async create(p, request) {
    await checkDescription(p, request)
    const input = { restApiId: p.RestApiId, description: p.Description, stageName: p.StageName }
    const canary = p.DeploymentCanarySettings
    const canarySettings = canary && {
      percentTraffic: canary.PercentTraffic,
      stageVariableOverrides: canary.StageVariableOverrides,
      useStageCache: canary.UseStageCache,
    }
    const { id = '' } = await request.call('apigateway', 'CreateDeployment', { ...input, canarySettings })
    await describeStage({}, p, request)
    return { physicalId: id, attributes: { DeploymentId: id } }
  },

  async update(p, previous, request) {
    const { physicalId, attributes, properties: old } = previous
    const patchOperations = patchText('/description', old.Description, p.Description)
    const at = { restApiId: p.RestApiId, deploymentId: physicalId }
    await request.call('apigateway', 'UpdateDeployment', { ...at, patchOperations })
    if (p.StageName !== old.StageName) {
      await checkDescription(p, request)
      if (p.StageName !== undefined) await takeStage(p.StageName, at, request)
      await leaveStage(previous, request)
    }
    await describeStage(p.StageName === old.StageName ? old : {}, p, request)
    return { physicalId, attributes }
  },

  async remove(previous, request) {
    await leaveStage(previous, request)
    const { RestApiId: restApiId } = previous.properties
    const input = { restApiId, deploymentId: previous.physicalId }
    await ignoring('NotFoundException', request.call('apigateway', 'DeleteDeployment', input))
  },
})

/**
 * A description needs a stage name, and no stage of that name yet: CloudFormation sets up stages that it makes, and
 * refuses to set up one that is there (general knowledge, the second text too; the first text is ours).
 */
async function checkDescription(
  { RestApiId: restApiId, StageDescription: description, StageName: stageName }: ApiGatewayDeployment,
  { call }: ResourceRequest,
): Promise<void> {
  if (description === undefined) return
  if (stageName === undefined) throw badRequest('StageDescription cannot be specified without StageName')
  if (await ignoring('NotFoundException', call('apigateway', 'GetStage', { restApiId, stageName }))) {
    throw badRequest('StageDescription cannot be specified when stage referenced by StageName already exists')
  }
}

/** Brings the stage from what it was described as to what it is described as now. */
async function describeStage(
  { StageDescription: before = {} }: Pick<ApiGatewayDeployment, 'StageDescription'>,
  { RestApiId: restApiId, StageDescription: after = {}, StageName: stageName }: ApiGatewayDeployment,
  request: ResourceRequest,
): Promise<void> {
  if (stageName === undefined) return
  const patchOperations = patchStage(settingsOf(before), settingsOf(after))
  if (patchOperations.length > 0) {
    await request.call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations })
  }
  await retag(apiArn(request, `/restapis/${restApiId}/stages/${stageName}`), before.Tags, after.Tags, request)
}

async function takeStage(
  stageName: string,
  { restApiId, deploymentId }: { restApiId: string; deploymentId: string },
  { call }: ResourceRequest,
): Promise<void> {
  const at = { restApiId, stageName }
  if (await ignoring('NotFoundException', call('apigateway', 'GetStage', at))) {
    const patchOperations = [{ op: 'replace', path: '/deploymentId', value: deploymentId }]
    await call('apigateway', 'UpdateStage', { ...at, patchOperations })
  } else {
    await call('apigateway', 'CreateStage', { ...at, deploymentId })
  }
}

/**
 * The stage that a deployment holds goes with it, unless it has moved on to another one. Where the deployment that it
 * came from is still there, as when an update is rolled back, it goes back to that instead.
 */
async function leaveStage(
  { physicalId, properties }: Deployed<ApiGatewayDeployment>,
  { call, place, reader }: ResourceRequest,
): Promise<void> {
  const { RestApiId: restApiId, StageName: stageName } = properties
  if (stageName === undefined) return
  const stage = await stages.find(reader, place, restApiId, stageName)
  const at = { restApiId, stageName }
  if (stage?.canarySettings?.deploymentId === physicalId) {
    const patchOperations = [{ op: 'remove', path: '/canarySettings' }]
    await call('apigateway', 'UpdateStage', { ...at, patchOperations })
  }
  if (stage?.deploymentId !== physicalId) return
  const { previousDeploymentId: deploymentId } = stage
  const former =
    deploymentId &&
    (await ignoring('NotFoundException', call('apigateway', 'GetDeployment', { restApiId, deploymentId })))
  if (former) {
    const patchOperations = [{ op: 'replace', path: '/deploymentId', value: deploymentId }]
    await call('apigateway', 'UpdateStage', { ...at, patchOperations })
  } else {
    await call('apigateway', 'DeleteStage', at)
  }
}
