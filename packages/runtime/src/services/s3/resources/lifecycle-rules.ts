import type { LifecycleRule, LifecycleRuleFilter, Tag } from '../../../generated/s3.ts'

interface TransitionProperties {
  readonly StorageClass: string
  readonly TransitionDate?: string
  readonly TransitionInDays?: number
}

interface NoncurrentTransitionProperties {
  readonly StorageClass: string
  readonly TransitionInDays: number
  readonly NewerNoncurrentVersions?: number
}

/** A rule as templates write it, older spellings included. */
export interface LifecycleRuleProperties {
  readonly Id?: string
  readonly Status: string
  readonly Prefix?: string
  readonly TagFilters?: readonly Tag[]
  readonly ObjectSizeGreaterThan?: string | number
  readonly ObjectSizeLessThan?: string | number
  readonly ExpirationInDays?: number
  readonly ExpirationDate?: string
  readonly ExpiredObjectDeleteMarker?: boolean
  readonly Transition?: TransitionProperties
  readonly Transitions?: readonly TransitionProperties[]
  readonly NoncurrentVersionExpirationInDays?: number
  readonly NoncurrentVersionExpiration?: {
    readonly NoncurrentDays: number
    readonly NewerNoncurrentVersions?: number
  }
  readonly NoncurrentVersionTransition?: NoncurrentTransitionProperties
  readonly NoncurrentVersionTransitions?: readonly NoncurrentTransitionProperties[]
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number }
}

export function toLifecycleRule(rule: LifecycleRuleProperties): LifecycleRule {
  const expires =
    rule.ExpirationInDays !== undefined ||
    rule.ExpirationDate !== undefined ||
    rule.ExpiredObjectDeleteMarker !== undefined
  const transitions = [...(rule.Transition ? [rule.Transition] : []), ...(rule.Transitions ?? [])]
  const noncurrent = [
    ...(rule.NoncurrentVersionTransition ? [rule.NoncurrentVersionTransition] : []),
    ...(rule.NoncurrentVersionTransitions ?? []),
  ]
  const noncurrentDays = rule.NoncurrentVersionExpirationInDays
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf(rule),
    Expiration: expires
      ? {
          Days: rule.ExpirationInDays,
          Date: dateOf(rule.ExpirationDate),
          ExpiredObjectDeleteMarker: rule.ExpiredObjectDeleteMarker,
        }
      : undefined,
    Transitions: transitions.length
      ? transitions.map((t) => ({
          StorageClass: t.StorageClass,
          Days: t.TransitionInDays,
          Date: dateOf(t.TransitionDate),
        }))
      : undefined,
    NoncurrentVersionExpiration:
      rule.NoncurrentVersionExpiration ??
      (noncurrentDays === undefined ? undefined : { NoncurrentDays: noncurrentDays }),
    NoncurrentVersionTransitions: noncurrent.length
      ? noncurrent.map((t) => ({
          StorageClass: t.StorageClass,
          NoncurrentDays: t.TransitionInDays,
          NewerNoncurrentVersions: t.NewerNoncurrentVersions,
        }))
      : undefined,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  }
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

/** A filter names one criterion, or joins several with `And`. */
function filterOf(rule: LifecycleRuleProperties): LifecycleRuleFilter {
  const greater = numberOf(rule.ObjectSizeGreaterThan)
  const less = numberOf(rule.ObjectSizeLessThan)
  const tags = rule.TagFilters ?? []
  const criteria = [rule.Prefix, greater, less].filter((criterion) => criterion !== undefined).length + tags.length
  const sizes = { ObjectSizeGreaterThan: greater, ObjectSizeLessThan: less }
  if (criteria > 1) return { And: { Prefix: rule.Prefix, Tags: tags.length ? tags : undefined, ...sizes } }
  return { Prefix: criteria === 0 ? '' : rule.Prefix, Tag: tags[0], ...sizes }
}

function numberOf(value: string | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}
