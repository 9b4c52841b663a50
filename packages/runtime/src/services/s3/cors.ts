import type { CORSRule } from '../../generated/s3.ts'
import { invalidRequest, malformedXml } from './errors.ts'

const MAX_RULES = 100
const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])

/** What S3 asks of the rules of a bucket (PutBucketCors, Elements of a CORS configuration). The text for a method is recorded. */
export function checkCorsRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml()
  for (const rule of rules) {
    if (rule.AllowedMethods.length === 0 || rule.AllowedOrigins.length === 0) throw malformedXml()
    const unsupported = rule.AllowedMethods.find((method) => !METHODS.has(method))
    if (unsupported !== undefined) {
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`)
    }
    checkWildcards('AllowedOrigin', rule.AllowedOrigins)
    checkWildcards('AllowedHeader', rule.AllowedHeaders)
    const exposed = rule.ExposeHeaders?.find((header) => header.includes('*'))
    if (exposed !== undefined) {
      throw invalidRequest(
        `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      )
    }
  }
}

/** One wildcard each (documented: "can contain at most one * wildcard character"; texts inferred). */
function checkWildcards(element: string, values: readonly string[] | undefined): void {
  const several = values?.find((value) => value.split('*').length > 2)
  if (several !== undefined) throw invalidRequest(`${element} "${several}" can not have more than one wildcard.`)
}
