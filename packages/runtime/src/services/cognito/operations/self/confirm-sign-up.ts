import type { Attempt } from '../../auth/attempt.ts'
import { appClientOf, checkSecretHash } from '../../auth/client-access.ts'
import { goOnSigningUp, requireSignUp } from '../../auth/sign-up-session.ts'
import { operation } from '../../deps.ts'
import { invalidParameter, notAuthorized } from '../../errors.ts'
import { askedByName } from '../../limits/asked-by-name.ts'
import { sending } from '../../messages/message-transaction.ts'
import { postConfirmation } from '../../triggers/sign-up.ts'
import { VERIFIABLE } from '../../users/attributes.ts'
import { requireCode, withoutCode } from '../../users/codes.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { cannotBeConfirmed, wrongCode } from '../../users/errors.ts'
import { isNobody } from '../../users/nobody.ts'
import { credentialsOf, putCredentials, requireUser } from '../../users/repository.ts'
import { autoVerified, sendCode, sendNobodysCode } from '../../users/verification.ts'

/** Clients that hide users say of nobody's code what they say of somebody's (documented in part). */
export const confirmSignUp = operation('ConfirmSignUp', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ConfirmationCode, ForceAliasCreation } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  const found = await askedByName(ctx, deps, at, 'ConfirmSignUp', Username)
  const { reader, transact } = ctx
  const attempt: Attempt = { deps, ...at, reader, transact, metadata: input.ClientMetadata }
  const session = input.Session === undefined ? undefined : await requireSignUp(attempt, found, input.Session)
  if (isNobody(found)) {
    const given = { code: ConfirmationCode, now: deps.clock.now() }
    requireCode(deps.vault, found, await credentialsOf(reader, place, found), 'sign-up', given)
    throw wrongCode()
  }
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
  const media = VERIFIABLE.filter((medium) => pool.settings.AutoVerifiedAttributes?.includes(medium))
  const scene = { deps, ...at, transact: ctx.transact, metadata: ClientMetadata }
  const CodeDeliveryDetails = await sending(scene, async (tx) => {
    const code = { pool, purpose: 'sign-up', kind: 'ResendCode', clientId: client.id } as const
    if (isNobody(found)) return sendNobodysCode(tx, deps, place, { ...code, user: found }, { Username, media })
    const user = await requireUser(tx, place, pool, found.sub)
    // Text inferred.
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
    const attribute = autoVerified(pool, user.attributes)
    if (!attribute) throw notAuthorized('Cannot resend codes. Auto verification not turned on.')
    return sendCode(tx, deps, place, { ...code, user, attribute })
  })
  return { CodeDeliveryDetails }
})
