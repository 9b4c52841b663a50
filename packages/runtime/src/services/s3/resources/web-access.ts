import type { S3BucketCorsRule, S3BucketWebsiteConfiguration } from '../../../generated/resource-properties.ts'
import type { CORSRule, WebsiteConfiguration } from '../../../generated/s3.ts'

/** A rule as S3's API spells it. */
export function toCorsRule(rule: S3BucketCorsRule): CORSRule {
  return {
    ID: rule.Id,
    AllowedHeaders: rule.AllowedHeaders,
    AllowedMethods: rule.AllowedMethods,
    AllowedOrigins: rule.AllowedOrigins,
    ExposeHeaders: rule.ExposedHeaders,
    MaxAgeSeconds: rule.MaxAge,
  }
}

/** A website as S3's API spells it. */
export function toWebsite(website: S3BucketWebsiteConfiguration): WebsiteConfiguration {
  const { IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules } = website
  return {
    IndexDocument: IndexDocument === undefined ? undefined : { Suffix: IndexDocument },
    ErrorDocument: ErrorDocument === undefined ? undefined : { Key: ErrorDocument },
    RedirectAllRequestsTo,
    RoutingRules: RoutingRules?.map(({ RoutingRuleCondition, RedirectRule }) => ({
      Condition: RoutingRuleCondition,
      Redirect: RedirectRule,
    })),
  }
}
