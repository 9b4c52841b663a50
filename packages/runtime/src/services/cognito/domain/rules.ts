import type { CustomDomainConfigType } from '../../../generated/cognito-idp.ts'
import { parseArn } from '../../../kernel/arn.ts'
import { featureUnavailable, invalidParameter } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const FULL_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){2,}[a-z]{2,63}$/
const RESERVED_WORDS: ReadonlySet<string> = new Set(['aws', 'amazon', 'cognito'])

/** A prefix in Cognito's own domain. Texts observed. */
export function checkPrefix(prefix: string): void {
  if (!PREFIX.test(prefix)) {
    throw invalidParameter(
      'The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and ' +
        'hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$',
    )
  }
  // Observed: a reserved word counts when hyphens set it apart, not inside a longer word.
  const word = prefix.split('-').find((part) => RESERVED_WORDS.has(part))
  if (word !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${word}`)
}

/** A name of the user's own. No certificate is read here, but one that AWS cannot use is refused (texts observed). */
export function checkCustomDomain(name: string, { CertificateArn }: CustomDomainConfigType): void {
  if (!FULL_NAME.test(name)) throw invalidParameter('Custom domain is not a valid subdomain')
  const arn = parseArn(CertificateArn)
  if (arn?.service !== 'acm' || arn.region !== 'us-east-1') {
    throw invalidParameter(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a " +
        'valid certificate chain.',
    )
  }
}

/** 1 is the classic hosted UI, 2 managed login. */
export function checkManagedLogin(version: number | undefined, pool: UserPoolRecord): void {
  if (version === undefined || version === 1) return
  if (version !== 2) throw invalidParameter('Invalid managed login version given. Valid versions are 1 and 2.')
  if (pool.settings.UserPoolTier === 'LITE') {
    throw featureUnavailable(
      'The following feature is not available for the LITE pricing tier configured: Managed Login Version 2',
    )
  }
}
