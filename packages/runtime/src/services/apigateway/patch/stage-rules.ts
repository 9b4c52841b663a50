import { badRequest } from '../errors.ts'
import type { MethodSettingRecord, StageRecord } from '../records.ts'
import { checkVariables, DEFAULT_METHOD_SETTING, pointAt } from '../stage.ts'
import { checkCacheSize, readTtl } from '../stage-cache.ts'
import { canaryRules, promotionRules } from './canary-rules.ts'
import type { PatchRule, PatchStep } from './patch.ts'
import { flag, text } from './rules.ts'

/** The end of a method setting's path, the member it sets, and how its text is read. */
const SETTINGS: readonly (readonly [
  path: string,
  member: keyof MethodSettingRecord,
  read: (value: string) => unknown,
])[] = [
  ['metrics/enabled', 'metricsEnabled', readFlag],
  ['logging/loglevel', 'loggingLevel', readLogLevel],
  ['logging/dataTrace', 'dataTraceEnabled', readFlag],
  ['throttling/burstLimit', 'throttlingBurstLimit', readNumber],
  ['throttling/rateLimit', 'throttlingRateLimit', readNumber],
  ['caching/enabled', 'cachingEnabled', readFlag],
  ['caching/ttlInSeconds', 'cacheTtlInSeconds', readTtl],
  ['caching/dataEncrypted', 'cacheDataEncrypted', readFlag],
  ['caching/requireAuthorizationForCacheControl', 'requireAuthorizationForCacheControl', readFlag],
  ['caching/unauthorizedCacheControlHeaderStrategy', 'unauthorizedCacheControlHeaderStrategy', readStrategy],
]

export const stageRules: readonly PatchRule<StageRecord>[] = [
  { path: '/deploymentId', verbs: ['replace'], apply: (stage, { value }) => pointAt(stage, value ?? '') },
  text('description'),
  text('documentationVersion'),
  text('clientCertificateId'),
  {
    path: '/cacheClusterSize',
    verbs: ['replace'],
    apply: (stage, { value }) => ({ ...stage, cacheClusterSize: value ? checkCacheSize(value) : undefined }),
  },
  flag('cacheClusterEnabled'),
  flag('tracingEnabled'),
  { path: '/variables/{}', verbs: ['replace', 'remove'], apply: patchVariable },
  { path: '/accessLogSettings', verbs: ['remove'], apply: (stage) => ({ ...stage, accessLogSettings: undefined }) },
  accessLog('destinationArn'),
  accessLog('format'),
  ...canaryRules,
  ...SETTINGS.map(methodSetting),
  { path: '/{}/{}', verbs: ['remove'], apply: removeMethodSetting },
  ...promotionRules,
]

/** A variable is made by replacing it. */
function patchVariable(stage: StageRecord, { verb, keys: [key = ''], value = '' }: PatchStep): StageRecord {
  const { [key]: _before, ...others } = stage.variables
  if (verb === 'remove') return { ...stage, variables: others }
  const variables = { ...stage.variables, [key]: value }
  checkVariables(variables)
  return { ...stage, variables }
}

function accessLog(member: 'destinationArn' | 'format'): PatchRule<StageRecord> {
  return {
    path: `/accessLogSettings/${member}`,
    verbs: ['add', 'replace'],
    apply(stage, { value }) {
      if (!value) throw badRequest('Access Log value must not be empty')
      return { ...stage, accessLogSettings: { ...stage.accessLogSettings, [member]: value } }
    },
  }
}

function methodSetting([path, member, read]: (typeof SETTINGS)[number]): PatchRule<StageRecord> {
  return {
    path: `/{}/{}/${path}`,
    verbs: ['replace'],
    apply(stage, { path: given, value = '' }) {
      const key = settingKey(given)
      const setting = { ...DEFAULT_METHOD_SETTING, ...stage.methodSettings[key], [member]: read(value) }
      return { ...stage, methodSettings: { ...stage.methodSettings, [key]: setting } }
    },
  }
}

function removeMethodSetting(stage: StageRecord, { path }: PatchStep): StageRecord {
  const key = settingKey(path)
  const { [key]: gone, ...methodSettings } = stage.methodSettings
  if (!gone) throw badRequest(`Cannot remove method setting ${key} because there is no method setting for this method `)
  return { ...stage, methodSettings }
}

/**
 * The first two segments as they stand in the path: an asterisk twice for every method, `test/GET` (recorded on AWS),
 * `~1a~1b/GET` (as AWS's command line reference shows it).
 */
function settingKey(path: string): string {
  return path.split('/').slice(1, 3).join('/')
}

function readFlag(value: string): boolean {
  return value === 'true'
}

/** The texts of these refusals are inferred. */
function readNumber(value: string): number {
  const number = Number(value)
  if (value === '' || !Number.isFinite(number) || number < -1) throw badRequest(`Invalid value specified: ${value}`)
  return number
}

function readLogLevel(value: string): string {
  if (['OFF', 'ERROR', 'INFO'].includes(value)) return value
  throw badRequest(`Invalid logging level specified: ${value}`)
}

function readStrategy(value: string): string {
  const strategies = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER']
  if (strategies.includes(value)) return value
  throw badRequest(`Invalid unauthorized cache control header strategy specified: ${value}`)
}
