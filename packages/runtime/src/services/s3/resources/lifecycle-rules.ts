import type { S3BucketRule } from '../../../generated/resource-properties.ts'
import type { LifecycleRule, LifecycleRuleFilter } from '../../../generated/s3.ts'

/** A rule as templates write it, older spellings included. */
export function toLifecycleRule(rule: S3BucketRule): LifecycleRule {
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
function filterOf(rule: S3BucketRule): LifecycleRuleFilter {
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
