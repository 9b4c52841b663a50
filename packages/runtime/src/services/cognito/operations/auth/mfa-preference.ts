import { notEmulated } from '../../../../kernel/errors.ts'
import { signedInWith } from '../../auth/access-token.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { requirePool } from '../../repository.ts'
import type { CredentialsRecord, MfaMethod, MfaPreference, UserRecord } from '../../users/records.ts'
import { credentialsOf, requireUser, touchUser } from '../../users/repository.ts'

interface Settings {
  readonly Enabled?: boolean
  readonly PreferredMfa?: boolean
}

interface Preferences {
  readonly SMSMfaSettings?: Settings
  readonly SoftwareTokenMfaSettings?: Settings
  readonly EmailMfaSettings?: Settings
  readonly WebAuthnMfaSettings?: object
}

/** What is left out stays as it is (documented). */
function preferenceOf(input: Preferences, user: UserRecord, credentials: CredentialsRecord): MfaPreference {
  if (input.WebAuthnMfaSettings) throw notEmulated('A passkey as second factor (WebAuthnMfaSettings)')
  const given: readonly (readonly [MfaMethod, Settings | undefined])[] = [
    ['SMS_MFA', input.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', input.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', input.EmailMfaSettings],
  ]
  let { enabled, preferred }: MfaPreference = user.mfa ?? { enabled: [] }
  // Text inferred.
  if (given.filter(([, settings]) => settings?.PreferredMfa).length > 1) {
    throw invalidParameter('Only one MFA method can be set as preferred')
  }
  for (const [method, settings] of given) {
    if (!settings) continue
    if (settings.Enabled && !canUse(method, user, credentials)) {
      throw invalidParameter(`User does not have delivery config set to turn on ${method}`)
    }
    enabled = [...enabled.filter((each) => each !== method), ...(settings.Enabled ? [method] : [])]
    if (settings.Enabled && settings.PreferredMfa) preferred = method
    else if (preferred === method) preferred = undefined
  }
  return preferred === undefined ? { enabled } : { enabled, preferred }
}

function canUse(method: MfaMethod, { attributes }: UserRecord, { totp }: CredentialsRecord): boolean {
  if (method === 'SOFTWARE_TOKEN_MFA') return totp !== undefined
  return Boolean(attributes[method === 'SMS_MFA' ? 'phone_number' : 'email'])
}

export const setUserMfaPreference = operation('SetUserMFAPreference', async ({ AccessToken, ...input }, deps, ctx) => {
  const { place, pool, user: found } = await signedInWith(deps, ctx, AccessToken)
  await ctx.transact(async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    const mfa = preferenceOf(input, user, await credentialsOf(tx, place, user))
    touchUser(tx, place, user, { ...user, mfa, modifiedAt: deps.clock.now() })
  })
  return {}
})

export const adminSetUserMfaPreference = operation(
  'AdminSetUserMFAPreference',
  async ({ UserPoolId, Username, ...input }, { clock }, ctx) => {
    await ctx.transact(async (tx) => {
      const pool = await requirePool(tx, ctx.place, UserPoolId)
      const user = await requireUser(tx, ctx.place, pool, Username)
      const mfa = preferenceOf(input, user, await credentialsOf(tx, ctx.place, user))
      touchUser(tx, ctx.place, user, { ...user, mfa, modifiedAt: clock.now() })
    })
    return {}
  },
)
