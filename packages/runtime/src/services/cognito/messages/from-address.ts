import type { UserPoolSettings } from '../records.ts'

/** Of emails that AWS sends by itself (recorded). */
const AWS_OWN = 'no-reply@verificationemail.com'

/**
 * Whom an email says it is from: as the pool says, or else the address that it has verified with SES (documented:
 * EmailConfigurationType), or else an address of AWS's.
 */
export function fromAddress({ EmailConfiguration }: UserPoolSettings): string {
  const { From, SourceArn } = EmailConfiguration ?? {}
  return From ?? /:identity\/(.+@.+)$/.exec(SourceArn ?? '')?.[1] ?? AWS_OWN
}
