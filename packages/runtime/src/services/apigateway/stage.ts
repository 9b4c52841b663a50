import type { CreateDeploymentRequest, CreateStageRequest } from '../../generated/apigateway.ts'
import { badRequest } from './errors.ts'
import type { MethodSettingRecord, StageRecord, Strings } from './records.ts'
import { withCluster } from './stage-cache.ts'
import { checkedTags } from './tag-rules.ts'

const STAGE_NAME = /^[A-Za-z0-9_-]{1,128}$/
const MAX_VARIABLES = 100
const VARIABLE_NAME = /^[A-Za-z0-9_]{1,64}$/
const VARIABLE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/

type StageSettings = Omit<CreateStageRequest, 'restApiId' | 'canarySettings'>

/** A stage with the defaults that AWS gives it. */
export function newStage(settings: StageSettings, nowMs: number, incarnation: string): StageRecord {
  if (!STAGE_NAME.test(settings.stageName)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_- and at most 128 characters')
  }
  checkVariables(settings.variables)
  return withCluster(undefined, {
    stageName: settings.stageName,
    deploymentId: settings.deploymentId,
    description: settings.description,
    createdAt: nowMs,
    updatedAt: nowMs,
    variables: settings.variables ?? {},
    documentationVersion: settings.documentationVersion,
    cacheClusterEnabled: settings.cacheClusterEnabled ?? false,
    cacheClusterSize: settings.cacheClusterSize,
    tracingEnabled: settings.tracingEnabled ?? false,
    methodSettings: {},
    tags: checkedTags(settings.tags),
    incarnation,
  })
}

/** What a new deployment makes of a stage that is there already. That variables are merged is inferred. */
export function redeploy(
  stage: StageRecord,
  deploymentId: string,
  settings: CreateDeploymentRequest,
  nowMs: number,
): StageRecord {
  const variables = { ...stage.variables, ...settings.variables }
  checkVariables(variables)
  return withCluster(stage, {
    ...pointAt(stage, deploymentId),
    description: settings.stageDescription ?? stage.description,
    variables,
    cacheClusterEnabled: settings.cacheClusterEnabled ?? stage.cacheClusterEnabled,
    cacheClusterSize: settings.cacheClusterSize ?? stage.cacheClusterSize,
    tracingEnabled: settings.tracingEnabled ?? stage.tracingEnabled,
    updatedAt: nowMs,
  })
}

export function pointAt(stage: StageRecord, deploymentId: string): StageRecord {
  if (deploymentId === stage.deploymentId) return stage
  return { ...stage, deploymentId, previousDeploymentId: stage.deploymentId }
}

/** The limits are documented, the texts inferred. */
export function checkVariables(variables: Strings = {}): void {
  const all = Object.entries(variables)
  if (all.length > MAX_VARIABLES) throw badRequest(`Cannot have more than ${MAX_VARIABLES} stage variables`)
  for (const [name, value] of all) {
    if (!VARIABLE_NAME.test(name)) throw badRequest(`Stage variable name only allows a-zA-Z0-9_: ${name}`)
    if (!VARIABLE_VALUE.test(value)) {
      throw badRequest(`Stage variable value contains characters that are not allowed: ${name}`)
    }
  }
}

/** What a method setting holds when only some of it was set (recorded on AWS). */
export const DEFAULT_METHOD_SETTING: MethodSettingRecord = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}
