import type { PatchOperation } from '../../../generated/apigateway.ts'
import type {
  ApiGatewayStage,
  ApiGatewayStageAccessLogSetting,
  ApiGatewayStageCanarySetting,
} from '../../../generated/resource-properties.ts'
import type { Fidelity } from '../../../kernel/resource-type.ts'
import { patchMap, patchText, patchWithDefault } from './patches.ts'

/** What templates say of a stage, on the stage itself or on the deployment that makes it. */
export interface StageSettings
  extends Omit<ApiGatewayStage, 'DeploymentId' | 'MethodSettings' | 'RestApiId' | 'StageName'> {
  readonly MethodSettings?: readonly MethodSetting[]
}

export interface MethodSetting {
  readonly HttpMethod?: string
  readonly ResourcePath?: string
  readonly [member: string]: string | number | boolean | undefined
}

const SETTING_PATHS: Readonly<Record<string, string>> = {
  MetricsEnabled: 'metrics/enabled',
  LoggingLevel: 'logging/loglevel',
  DataTraceEnabled: 'logging/dataTrace',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
  CachingEnabled: 'caching/enabled',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CacheDataEncrypted: 'caching/dataEncrypted',
}

/** Members of a method setting, without the method that they are for. */
export const SETTING_MEMBERS = Object.keys(SETTING_PATHS)

/** Of a list of method settings under this path: what is about logs, throttles and caching is emulated, the rest is recorded. */
export function methodSettingFidelity(path: string): Record<string, Fidelity> {
  const emulated = [
    'HttpMethod',
    'ResourcePath',
    'LoggingLevel',
    'DataTraceEnabled',
    'ThrottlingBurstLimit',
    'ThrottlingRateLimit',
    'CachingEnabled',
    'CacheTtlInSeconds',
  ]
  return Object.fromEntries(
    [...new Set([...emulated, ...SETTING_MEMBERS])]
      .sort()
      .map((member): [string, Fidelity] => [`${path}.${member}`, emulated.includes(member) ? 'emulated' : 'recorded']),
  )
}

/** What leads a stage from one set of settings to another. Tags are no part of it: they have operations of their own. */
export function patchStage(old: StageSettings, wanted: StageSettings): PatchOperation[] {
  return [
    ...patchText('/description', old.Description, wanted.Description),
    ...patchText('/documentationVersion', old.DocumentationVersion, wanted.DocumentationVersion),
    ...patchText('/clientCertificateId', old.ClientCertificateId, wanted.ClientCertificateId),
    ...patchText('/cacheClusterSize', old.CacheClusterSize, wanted.CacheClusterSize),
    ...patchWithDefault('/cacheClusterEnabled', old.CacheClusterEnabled, wanted.CacheClusterEnabled, false),
    ...patchWithDefault('/tracingEnabled', old.TracingEnabled, wanted.TracingEnabled, false),
    ...patchMap('/variables', old.Variables, wanted.Variables),
    ...patchCanary(old.CanarySetting, wanted.CanarySetting),
    ...patchMethodSettings(old.MethodSettings, wanted.MethodSettings),
    ...patchAccessLog(old.AccessLogSetting, wanted.AccessLogSetting),
  ]
}

/** A canary that is set up anew keeps nothing of the one before. */
function patchCanary(before: ApiGatewayStageCanarySetting | undefined, after: typeof before): PatchOperation[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const path = '/canarySettings'
  return [
    ...(before ? [{ op: 'remove', path }] : []),
    ...(after
      ? [
          ...patchText(`${path}/deploymentId`, undefined, after.DeploymentId),
          ...patchText(`${path}/percentTraffic`, undefined, after.PercentTraffic ?? 0),
          ...patchText(`${path}/useStageCache`, undefined, after.UseStageCache),
          ...patchMap(`${path}/stageVariableOverrides`, {}, after.StageVariableOverrides),
        ]
      : []),
  ]
}

/** Settings that changed are removed and set anew, so that what is left out goes back to its default. */
function patchMethodSettings(
  before: readonly MethodSetting[] = [],
  after: readonly MethodSetting[] = [],
): PatchOperation[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const removed = new Set(before.map(settingPath))
  return [...[...removed].map((path) => ({ op: 'remove', path })), ...after.flatMap(patchMethodSetting)]
}

function patchMethodSetting(setting: MethodSetting): PatchOperation[] {
  // CloudFormation switches caching off where the API would leave it on (recorded on AWS).
  const whole: MethodSetting = { CachingEnabled: false, ...setting }
  return Object.entries(SETTING_PATHS).flatMap(([member, path]) =>
    patchText(`${settingPath(setting)}/${path}`, undefined, whole[member]),
  )
}

/**
 * `/*` and `*` stand for every method. Further slashes of a resource path come escaped as `~1` (documented); those that
 * do not are.
 */
export function settingPath({ ResourcePath = '/*', HttpMethod = '*' }: MethodSetting): string {
  const path = ResourcePath.replace(/^\//, '')
  return `/${path === '' ? '~1' : path.replaceAll('/', '~1')}/${HttpMethod}`
}

/** One of the two cannot be removed alone. */
function patchAccessLog(
  before: ApiGatewayStageAccessLogSetting = {},
  after: ApiGatewayStageAccessLogSetting = {},
): PatchOperation[] {
  const [old, wanted] = [accessLogMembers(before), accessLogMembers(after)]
  const lost = old.some(([, value], i) => value !== undefined && wanted[i]?.[1] === undefined)
  return [
    ...(lost ? [{ op: 'remove', path: '/accessLogSettings' }] : []),
    ...wanted.flatMap(([path, value], i) => patchText(path, lost ? undefined : old[i]?.[1], value)),
  ]
}

/** A log group's ARN ends in `:*`, which the stage does not keep. */
function accessLogMembers({ DestinationArn, Format }: ApiGatewayStageAccessLogSetting) {
  return [
    ['/accessLogSettings/destinationArn', DestinationArn?.replace(/:\*$/, '')],
    ['/accessLogSettings/format', Format],
  ] as const
}
