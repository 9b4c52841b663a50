import type { LifecycleRule } from '../../generated/s3.ts'
import type { StoredLifecycleRule } from './records.ts'

/** Documents hold no `Date`; JSON turns those inside a rule into text. */
export function storeRules(rules: readonly LifecycleRule[]): StoredLifecycleRule[] {
  return JSON.parse(JSON.stringify(rules)) as StoredLifecycleRule[]
}

export function readRules(rules: readonly StoredLifecycleRule[]): LifecycleRule[] {
  return rules.map((rule) => ({
    ...rule,
    Expiration: rule.Expiration && { ...rule.Expiration, Date: dateOf(rule.Expiration.Date) },
    Transitions: rule.Transitions?.map((transition) => ({ ...transition, Date: dateOf(transition.Date) })),
  }))
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
