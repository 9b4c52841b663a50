import type { Sealed } from '../../../kernel/vault.ts'
import type { Strings } from '../records.ts'

export interface ApiKeyRecord {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly customerId?: string
  readonly enabled: boolean
  readonly value: Sealed
  /** `apiId/stage`. Kept and shown: since there are usage plans, only those let a key in (documented: API_CreateApiKey). */
  readonly stageKeys: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Strings
}

/** Under a digest of the key's value: values are unique within an account and region. */
export interface ApiKeyIndexRecord {
  readonly keyId: string
}

export interface UsagePlanRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly productCode?: string
  readonly apiStages: readonly PlannedStage[]
  /** For all requests with one key. */
  readonly throttle?: Throttle
  readonly quota?: Quota
  readonly tags: Strings
}

export interface PlannedStage {
  readonly apiId: string
  readonly stage: string
  /** By path and method: `/pets/GET`. For the requests with one key. */
  readonly throttle?: Readonly<Record<string, Throttle>>
}

/** A token bucket: `rateLimit` tokens a second, and at most `burstLimit` of them. */
export interface Throttle {
  readonly burstLimit: number
  readonly rateLimit: number
}

export interface Quota {
  readonly limit: number
  readonly offset: number
  readonly period: QuotaPeriod
}

export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH'

/** Under `{plan id}/{key id}`. */
export interface UsagePlanKeyRecord {
  readonly planId: string
  readonly keyId: string
  readonly createdAt: number
}

/** What one key has used of one plan. Under `{plan id}/{key id}`. */
export interface UsageRecord {
  /** Requests by UTC date: `2030-01-31`. */
  readonly days: Readonly<Record<string, number>>
  /** What `UpdateUsage` has added to the quota of the period that begins on this date. */
  readonly extra?: { readonly from: string; readonly requests: number }
}
