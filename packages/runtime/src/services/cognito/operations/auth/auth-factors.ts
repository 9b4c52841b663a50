import type { GetUserAuthFactorsResponse } from '../../../../generated/cognito-idp.ts'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader } from '../../../../kernel/transaction.ts'
import { signedInWith } from '../../auth/access-token.ts'
import { firstFactorsOf } from '../../auth/choice.ts'
import { operation } from '../../deps.ts'
import type { UserPoolRecord } from '../../records.ts'
import { requirePool } from '../../repository.ts'
import type { UserRecord } from '../../users/records.ts'
import { credentialsOf, requireUser } from '../../users/repository.ts'
import { mfaToWire } from '../../users/wire.ts'

export const getUserAuthFactors = operation('GetUserAuthFactors', async ({ AccessToken }, deps, ctx) => {
  const { place, pool, user } = await signedInWith(deps, ctx, AccessToken)
  return factorsToWire(ctx.reader, place, pool, user)
})

export const adminGetUserAuthFactors = operation('AdminGetUserAuthFactors', async (input, _deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, input.UserPoolId)
  return factorsToWire(ctx.reader, ctx.place, pool, await requireUser(ctx.reader, ctx.place, pool, input.Username))
})

/**
 * What somebody may choose from in `USER_AUTH`, beside their second factors (documented: API reference,
 * GetUserAuthFactors). A password is one factor in this list, in whichever of the two ways it is proven.
 */
async function factorsToWire(
  reader: Reader,
  place: Place,
  pool: UserPoolRecord,
  user: UserRecord,
): Promise<GetUserAuthFactorsResponse> {
  const factors = firstFactorsOf({ pool }, user, await credentialsOf(reader, place, user))
  const ConfiguredUserAuthFactors = factors.filter((factor) => factor !== 'PASSWORD_SRP')
  return { Username: user.username, ...mfaToWire(user), ConfiguredUserAuthFactors }
}
