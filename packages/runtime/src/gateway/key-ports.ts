import type { Place } from '../kernel/place.ts'
import type { Soon } from '../kernel/soon.ts'

/** A token bucket: `rateLimit` tokens a second, and at most `burstLimit` of them. */
export interface ThrottleLimits {
  readonly rateLimit: number
  readonly burstLimit: number
}

export interface KnownApiKey {
  readonly id: string
  readonly value: string
  readonly customerId?: string
  readonly enabled: boolean
  readonly plans: readonly GrantedPlan[]
}

/** A usage plan that a key belongs to. */
export interface GrantedPlan {
  readonly id: string
  readonly apiStages: readonly {
    readonly apiId: string
    readonly stage: string
    /** By path and method: `/pets/GET`. */
    readonly throttle?: Readonly<Record<string, ThrottleLimits>>
  }[]
  /** For all requests with one key. */
  readonly throttle?: ThrottleLimits
  readonly quota?: PlanQuota
}

export interface PlanQuota {
  readonly limit: number
  readonly offset: number
  readonly period: 'DAY' | 'WEEK' | 'MONTH'
}

/** Implemented by services/apigateway. A promise only for what is seen for the first time. */
export interface ApiKeySource {
  /** The key with this value, enabled or not. */
  find(place: Place, value: string): Soon<KnownApiKey | undefined>
  /** Counts one more request against a plan's quota, unless that is used up: false. */
  take(place: Place, plan: GrantedPlan, keyId: string): Soon<boolean>
}
