import type { MFAOptionType } from '../../../../generated/cognito-idp.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'

/** Both are left for apps of old, and know of codes by SMS only (documented: API reference, SetUserSettings). */
export const setUserSettings = operation('SetUserSettings', async ({ AccessToken, MFAOptions }, _deps, ctx) => {
  await ctx.call('cognito-idp', 'SetUserMFAPreference', { AccessToken, SMSMfaSettings: smsOf(MFAOptions) })
  return {}
})

export const adminSetUserSettings = operation(
  'AdminSetUserSettings',
  async ({ UserPoolId, Username, MFAOptions }, _deps, ctx) => {
    const SMSMfaSettings = smsOf(MFAOptions)
    await ctx.call('cognito-idp', 'AdminSetUserMFAPreference', { UserPoolId, Username, SMSMfaSettings })
    return {}
  },
)

/** An empty list switches them off. Text inferred. */
function smsOf(options: readonly MFAOptionType[]): { readonly Enabled: boolean } {
  const isSms = ({ DeliveryMedium, AttributeName }: MFAOptionType) =>
    DeliveryMedium === 'SMS' && AttributeName === 'phone_number'
  if (!options.every(isSms)) throw invalidParameter('MFAOptions can be SMS to phone_number only.')
  return { Enabled: options.length > 0 }
}
