import type { Attempt } from '../../auth/attempt.ts'
import { appClientOf, checkSecretHash } from '../../auth/client-access.ts'
import { goOnSigningUp, requireSignUp } from '../../auth/sign-up-session.ts'
import { operation } from '../../deps.ts'
import { invalidParameter, notAuthorized } from '../../errors.ts'
import { askedByName } from '../../limits/asked-by-name.ts'
import { sending } from '../../messages/message-transaction.ts'
import { postConfirmation } from '../../triggers/sign-up.ts'
import { requireCode, withoutCode } from '../../users/codes.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { cannotBeConfirmed, codeExpired } from '../../users/errors.ts'
import { credentialsOf, putCredentials, requireUser } from '../../users/repository.ts'
import { simulatedDelivery } from '../../users/simulated.ts'
import { autoVerified, sendCode } from '../../users/verification.ts'

/** Clients that hide users say that the code is wrong (documented; the text inferred). */
export const confirmSignUp = operation('ConfirmSignUp', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ConfirmationCode, ForceAliasCreation } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  const found = await askedByName(ctx, deps, at, 'ConfirmSignUp', Username)
  if (!found) throw codeExpired()
  const { reader, transact } = ctx
  const attempt: Attempt = { deps, ...at, reader, transact, metadata: input.ClientMetadata }
  const session = input.Session === undefined ? undefined : await requireSignUp(attempt, found, input.Session)
  const { confirmed, Session } = await transact(async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    if (user.status !== 'UNCONFIRMED') throw cannotBeConfirmed(user.status)
    const credentials = await credentialsOf(tx, place, user)
    const now = deps.clock.now()
    const code = requireCode(deps.vault, user, credentials, 'sign-up', { code: ConfirmationCode, now })
    const change = { now, status: 'CONFIRMED', movesAliases: ForceAliasCreation === true } as const
    putCredentials(tx, place, user, withoutCode(credentials, 'sign-up'))
    const confirmed = await verifiedBy(tx, place, pool, user, code, change)
    return { confirmed, Session: await goOnSigningUp(tx, attempt, confirmed, session) }
  })
  await postConfirmation(attempt, 'ConfirmSignUp', confirmed)
  return Session === undefined ? {} : { Session }
})

export const resendConfirmationCode = operation('ResendConfirmationCode', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ClientMetadata } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  if (!pool.settings.AutoVerifiedAttributes?.length) {
    throw notAuthorized('Cannot resend codes. Auto verification not turned on.')
  }
  const found = await askedByName(ctx, deps, at, 'ResendConfirmationCode', Username)
  if (!found) return { CodeDeliveryDetails: simulatedDelivery(deps.vault, pool, Username) }
  const scene = { deps, ...at, transact: ctx.transact, metadata: ClientMetadata }
  const CodeDeliveryDetails = await sending(scene, async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    // Text inferred.
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
    const attribute = autoVerified(pool, user.attributes)
    if (!attribute) throw notAuthorized('Cannot resend codes. Auto verification not turned on.')
    const code = { pool, user, purpose: 'sign-up', kind: 'ResendCode', clientId: client.id } as const
    return sendCode(tx, deps, place, { ...code, attribute })
  })
  return { CodeDeliveryDetails }
})
