import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import type { MfaMethods, UserPoolRecord } from '../records.ts'
import { requirePool, userPools } from '../repository.ts'
import { mfaToWire } from '../wire.ts'

/** Which second factors there are for people of the pool. An SMS configuration given here becomes the pool's (documented). */
export const setUserPoolMfaConfig = operation('SetUserPoolMfaConfig', async (input, { clock }, ctx) => {
  const { UserPoolId, MfaConfiguration = 'OFF', ...mfaMethods } = input
  return ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    checkMfa(MfaConfiguration, mfaMethods, pool)
    const sms = mfaMethods.SmsMfaConfiguration
    const updated = {
      ...pool,
      modifiedAt: clock.now(),
      mfaMethods,
      settings: {
        ...pool.settings,
        MfaConfiguration,
        SmsConfiguration: sms?.SmsConfiguration ?? pool.settings.SmsConfiguration,
        SmsAuthenticationMessage: sms?.SmsAuthenticationMessage ?? pool.settings.SmsAuthenticationMessage,
      },
    }
    userPools.put(tx, ctx.place, pool.id, updated)
    return mfaToWire(updated)
  })
})

/**
 * Texts observed: hashicorp/terraform-provider-aws (comments of its user pool resource) and cdk-preflight. A message for
 * one-time passwords by email is no second factor by itself, so it may stay while MFA is off (inferred).
 */
function checkMfa(mode: string, methods: MfaMethods, pool: UserPoolRecord): void {
  const { SmsMfaConfiguration: sms, SoftwareTokenMfaConfiguration: totp, EmailMfaConfiguration: email } = methods
  if (mode === 'OFF' && (sms || totp?.Enabled)) {
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
  }
  if (mode !== 'OFF' && !sms && !totp?.Enabled && !email) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    )
  }
  if (email && pool.settings.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
    throw invalidParameter(
      'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of ' +
        'COGNITO_DEFAULT.',
    )
  }
}
