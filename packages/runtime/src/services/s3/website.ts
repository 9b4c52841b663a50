import type { RoutingRule, WebsiteConfiguration } from '../../generated/s3.ts'
import { invalidArgument, invalidRequest, malformedXml } from './errors.ts'

const MAX_ROUTING_RULES = 50

/** What S3 asks of a website (PutBucketWebsite). Texts are recorded; that of too many rules is inferred. */
export function checkWebsite(website: WebsiteConfiguration): void {
  const all = website.RedirectAllRequestsTo
  if (all) {
    if (website.IndexDocument ?? website.ErrorDocument ?? website.RoutingRules) {
      throw invalidArgument(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
        'RedirectAllRequestsTo',
        'not null',
      )
    }
    checkProtocol(all.Protocol)
    return
  }
  const index = website.IndexDocument
  if (!index) {
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
      'IndexDocument',
      'null',
    )
  }
  if (index.Suffix === '' || index.Suffix.includes('/')) {
    throw invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', index.Suffix || undefined)
  }
  if (website.ErrorDocument?.Key === '') throw malformedXml()
  const rules = website.RoutingRules
  if (!rules) return
  if (rules.length === 0) throw malformedXml()
  if (rules.length > MAX_ROUTING_RULES) {
    throw invalidRequest(
      `${rules.length} routing rules provided, the number of routing rules in a website configuration is limited to ` +
        `${MAX_ROUTING_RULES}.`,
    )
  }
  for (const rule of rules) checkRoutingRule(rule)
}

function checkRoutingRule({ Condition, Redirect }: RoutingRule): void {
  if (Redirect.ReplaceKeyPrefixWith !== undefined && Redirect.ReplaceKeyWith !== undefined) {
    throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.')
  }
  if (Condition && Condition.KeyPrefixEquals === undefined && Condition.HttpErrorCodeReturnedEquals === undefined) {
    throw invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be " +
        'present.',
    )
  }
  checkProtocol(Redirect.Protocol)
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http' || protocol === 'https') return
  throw invalidRequest(
    'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  )
}
