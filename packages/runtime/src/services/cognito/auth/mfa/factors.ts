import type { UserPoolRecord } from '../../records.ts'
import type { CredentialsRecord, MfaMethod, UserRecord } from '../../users/records.ts'

/** Second factors that a pool offers; without any of its own, multi-factor authentication means SMS. */
export function poolFactors({ settings, mfaMethods }: UserPoolRecord): readonly MfaMethod[] {
  if (settings.MfaConfiguration === undefined || settings.MfaConfiguration === 'OFF') return []
  const { SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration } = mfaMethods
  const factors: MfaMethod[] = []
  const anyNamed = SmsMfaConfiguration || SoftwareTokenMfaConfiguration?.Enabled || EmailMfaConfiguration
  if (SmsMfaConfiguration || !anyNamed) factors.push('SMS_MFA')
  if (SoftwareTokenMfaConfiguration?.Enabled) factors.push('SOFTWARE_TOKEN_MFA')
  if (EmailMfaConfiguration) factors.push('EMAIL_OTP')
  return factors
}

/** Those of them that a user has what it takes for. */
export function possibleFactors(
  pool: UserPoolRecord,
  { attributes }: UserRecord,
  { totp }: CredentialsRecord,
): readonly MfaMethod[] {
  return poolFactors(pool).filter((factor) => {
    if (factor === 'SOFTWARE_TOKEN_MFA') return totp !== undefined
    return Boolean(attributes[factor === 'SMS_MFA' ? 'phone_number' : 'email'])
  })
}

/** What comes after the first factor (documented: developer guide, "Adding MFA to a user pool"). */
export type SecondFactor =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly method: MfaMethod }
  | { readonly kind: 'choice'; readonly methods: readonly MfaMethod[] }
  | { readonly kind: 'setup'; readonly methods: readonly MfaMethod[] }

export function secondFactor(pool: UserPoolRecord, user: UserRecord, credentials: CredentialsRecord): SecondFactor {
  const offered = poolFactors(pool)
  if (offered.length === 0) return { kind: 'none' }
  const possible = possibleFactors(pool, user, credentials)
  const enabled = possible.filter((factor) => user.mfa?.enabled.includes(factor))
  const isRequired = pool.settings.MfaConfiguration === 'ON'
  const usable = enabled.length > 0 || !isRequired ? enabled : possible
  const preferred = usable.find((factor) => factor === user.mfa?.preferred)
  const [first, second] = usable
  if (preferred) return { kind: 'one', method: preferred }
  if (first && second) return { kind: 'choice', methods: usable }
  if (first) return { kind: 'one', method: first }
  return isRequired ? { kind: 'setup', methods: offered } : { kind: 'none' }
}
