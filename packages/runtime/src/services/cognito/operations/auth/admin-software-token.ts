import { operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'
import type { MfaPreference } from '../../users/records.ts'
import { credentialsOf, putCredentials, requireUser, touchUser } from '../../users/repository.ts'

/**
 * For whoever has lost their authenticator: it goes, and so does its place among second factors; others stay (documented:
 * API reference). That nothing is refused where there is none is inferred.
 */
export const adminDeleteSoftwareToken = operation(
  'AdminDeleteSoftwareToken',
  async ({ UserPoolId, Username }, { clock }, ctx) => {
    await ctx.transact(async (tx) => {
      const pool = await requirePool(tx, ctx.place, UserPoolId)
      const user = await requireUser(tx, ctx.place, pool, Username)
      const { totp, newTotp, ...credentials } = await credentialsOf(tx, ctx.place, user)
      putCredentials(tx, ctx.place, user, credentials)
      if (user.mfa) touchUser(tx, ctx.place, user, { ...user, mfa: withoutTotp(user.mfa), modifiedAt: clock.now() })
    })
    return {}
  },
)

function withoutTotp({ enabled, preferred }: MfaPreference): MfaPreference {
  const rest = enabled.filter((method) => method !== 'SOFTWARE_TOKEN_MFA')
  return preferred === undefined || preferred === 'SOFTWARE_TOKEN_MFA'
    ? { enabled: rest }
    : { enabled: rest, preferred }
}
