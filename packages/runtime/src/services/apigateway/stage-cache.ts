import type { MethodCaching, StageCache } from '../../gateway/ports.ts'
import type { Stage } from '../../generated/apigateway.ts'
import { badRequest } from './errors.ts'
import { methodOf } from './method-settings.ts'
import type { MethodSettingRecord, StageRecord } from './records.ts'

/** In gigabytes. */
const SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']
/** That it is the size where none is named is inferred. */
const DEFAULT_SIZE = '0.5'
const MAX_TTL_SECONDS = 3600

type Cluster = Pick<StageRecord, 'cacheClusterEnabled' | 'cacheClusterSize' | 'cacheRenewals'>

/** The text is inferred. */
export function checkCacheSize(size: string): string {
  if (SIZES.includes(size)) return size
  throw badRequest(`Invalid cache cluster size specified: ${size}. Must be one of: [${SIZES.join(', ')}]`)
}

/** 0 turns caching off (documented: api-gateway-caching); the text is inferred. */
export function readTtl(value: string): number {
  const seconds = Number(value)
  if (value !== '' && Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_TTL_SECONDS) return seconds
  throw badRequest(`Invalid cache TTL specified: ${value}. Must be between 0 and ${MAX_TTL_SECONDS} seconds`)
}

/** A stage after its cache was set up: another size is another cache, and nothing of the old one is left (documented). */
export function withCluster<T extends Cluster>(before: Cluster | undefined, after: T): T {
  const sized =
    after.cacheClusterEnabled && !after.cacheClusterSize ? { ...after, cacheClusterSize: DEFAULT_SIZE } : after
  return before && isOther(before, sized) ? withEmptyCache(sized) : sized
}

export function withEmptyCache<T extends Cluster>(stage: T): T {
  return { ...stage, cacheRenewals: (stage.cacheRenewals ?? 0) + 1 }
}

function isOther(a: Cluster, b: Cluster): boolean {
  return a.cacheClusterEnabled !== b.cacheClusterEnabled || a.cacheClusterSize !== b.cacheClusterSize
}

export type ClusterStatus = Stage['cacheClusterStatus']

export function clusterStatus({ cacheClusterEnabled }: Cluster): ClusterStatus {
  return cacheClusterEnabled ? 'AVAILABLE' : 'NOT_AVAILABLE'
}

/** What is asked for works at once; that AWS takes minutes shows in the answer to who asked. */
export function statusAfter(before: Cluster | undefined, stage: Cluster): ClusterStatus {
  if (before && !isOther(before, stage)) return clusterStatus(stage)
  if (stage.cacheClusterEnabled) return 'CREATE_IN_PROGRESS'
  return before?.cacheClusterEnabled ? 'DELETE_IN_PROGRESS' : 'NOT_AVAILABLE'
}

/** What the data plane keeps of a stage's answers; undefined where it has no cache or no method uses it. */
export function cacheOf({
  cacheClusterEnabled,
  cacheRenewals = 0,
  incarnation,
  methodSettings,
}: StageRecord): StageCache | undefined {
  const entries = Object.entries(methodSettings).map(([key, setting]) => [methodOf(key), cachingOf(setting)] as const)
  if (!cacheClusterEnabled || !entries.some(([, { isOn }]) => isOn)) return undefined
  return { epoch: `${incarnation}/${cacheRenewals}`, methods: Object.fromEntries(entries) }
}

function cachingOf(setting: MethodSettingRecord): MethodCaching {
  const { cacheTtlInSeconds: ttlSeconds, cachingEnabled, requireAuthorizationForCacheControl } = setting
  const strategy = setting.unauthorizedCacheControlHeaderStrategy as MethodCaching['whenUnauthorized']
  return {
    isOn: cachingEnabled && ttlSeconds > 0,
    ttlSeconds,
    ...(requireAuthorizationForCacheControl && strategy !== undefined && { whenUnauthorized: strategy }),
  }
}
