import type { ThrottleLimits } from '../../gateway/key-ports.ts'
import { methodOf } from './method-settings.ts'
import type { StageRecord } from './records.ts'
import { DEFAULT_METHOD_SETTING } from './stage.ts'

/**
 * How often the methods of a stage may be called. What nobody has set is as the account's own limits, which need not be
 * held against a method a second time; -1 takes a limit away (documented: API_MethodSetting, for CloudFormation's -1: inferred).
 */
export function throttlingOf({ methodSettings }: StageRecord): Readonly<Record<string, ThrottleLimits>> | undefined {
  const limits = Object.entries(methodSettings).flatMap(([key, setting]) => {
    const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = setting
    const { throttlingRateLimit, throttlingBurstLimit } = DEFAULT_METHOD_SETTING
    const isOwn = rateLimit !== throttlingRateLimit || burstLimit !== throttlingBurstLimit
    return isOwn && rateLimit >= 0 && burstLimit >= 0 ? [[methodOf(key), { rateLimit, burstLimit }] as const] : []
  })
  return limits.length > 0 ? Object.fromEntries(limits) : undefined
}
