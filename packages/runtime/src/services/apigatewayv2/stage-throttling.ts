import type { ThrottleLimits } from '../../gateway/key-ports.ts'
import type { RouteSettingRecord, StageRecord } from './records.ts'

/** Those of the account, where only one of the two limits was set (inferred). */
const ACCOUNT = { rateLimit: 10_000, burstLimit: 5000 }

/** How often the routes of a stage may be called; undefined where nobody has said. */
export function throttlingOf(stage: StageRecord): Readonly<Record<string, ThrottleLimits>> | undefined {
  const settings = [['*', stage.defaultRouteSettings] as const, ...Object.entries(stage.routeSettings)]
  const limits = settings.flatMap(([key, setting]) => {
    const own = limitsOf(setting)
    return own ? [[key, own] as const] : []
  })
  return limits.length > 0 ? Object.fromEntries(limits) : undefined
}

function limitsOf({ throttlingBurstLimit, throttlingRateLimit }: RouteSettingRecord): ThrottleLimits | undefined {
  if (throttlingBurstLimit === undefined && throttlingRateLimit === undefined) return undefined
  return {
    rateLimit: throttlingRateLimit ?? ACCOUNT.rateLimit,
    burstLimit: throttlingBurstLimit ?? ACCOUNT.burstLimit,
  }
}
