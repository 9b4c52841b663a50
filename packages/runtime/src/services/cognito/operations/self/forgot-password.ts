import { appClientOf, checkSecretHash, hidesUsers } from '../../auth/client-access.ts'
import { migrateUser } from '../../auth/migrate-user.ts'
import { operation } from '../../deps.ts'
import { askedByName } from '../../limits/asked-by-name.ts'
import { sending } from '../../messages/message-transaction.ts'
import { hasTrigger } from '../../triggers/scene.ts'
import { postConfirmation } from '../../triggers/sign-up.ts'
import { requireCode } from '../../users/codes.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { wrongCode } from '../../users/errors.ts'
import { checkHistory, checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import { isNobody, nobodyOf } from '../../users/nobody.ts'
import { checkCanBeReset, looksLikeNobody, recoveryChannel, recoveryMedia } from '../../users/recovery.ts'
import { credentialsOf, findUser, putCredentials, requireUser } from '../../users/repository.ts'
import { sendCode, sendNobodysCode } from '../../users/verification.ts'

export const forgotPassword = operation('ForgotPassword', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ClientMetadata } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  const { reader, transact } = ctx
  const scene = { deps, ...at, reader, transact, metadata: ClientMetadata }
  if (hasTrigger(scene, 'UserMigration') && !(await findUser(reader, place, pool, Username))) {
    await migrateUser(scene, 'ForgotPassword', Username)
  }
  const media = recoveryMedia(pool)
  const asked = await askedByName(ctx, deps, at, 'ForgottenPassword', Username)
  const { vault } = deps
  const CodeDeliveryDetails = await sending(scene, async (tx) => {
    const code = { pool, purpose: 'reset', kind: 'ForgotPassword', clientId: client.id } as const
    const user = isNobody(asked) ? asked : await requireUser(tx, place, pool, asked.sub)
    if (isNobody(user) || (hidesUsers(client) && looksLikeNobody(pool, user))) {
      return sendNobodysCode(tx, deps, place, { ...code, user: nobodyOf(vault, pool, Username) }, { Username, media })
    }
    checkCanBeReset(user)
    return sendCode(tx, deps, place, { ...code, user, attribute: recoveryChannel(pool, user) })
  })
  return { CodeDeliveryDetails }
})

/**
 * The address that the code went to counts as verified (inferred). A code for nobody is as wrong as any other, and there is
 * none before one was asked for (documented; of who is disabled, too).
 */
export const confirmForgotPassword = operation('ConfirmForgotPassword', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ConfirmationCode, Password, ClientMetadata } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  const asked = await askedByName(ctx, deps, at, 'ForgottenPassword', Username)
  const found = hidesUsers(client) && !asked.enabled ? nobodyOf(deps.vault, pool, Username) : asked
  const now = deps.clock.now()
  const seen = await credentialsOf(ctx.reader, place, found)
  requireCode(deps.vault, found, seen, 'reset', { code: ConfirmationCode, now })
  if (isNobody(found)) throw wrongCode()
  checkPolicy(pool, Password)
  await checkHistory(deps, pool, seen, Password)
  const password = await newPassword(deps, pool, found.username, Password)
  const confirmed = await ctx.transact(async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    const credentials = await credentialsOf(tx, place, user)
    const code = requireCode(deps.vault, user, credentials, 'reset', { code: ConfirmationCode, now })
    putCredentials(tx, place, user, withPassword(credentials, password))
    return verifiedBy(tx, place, pool, user, code, { now, status: 'CONFIRMED' })
  })
  await postConfirmation({ deps, ...at, metadata: ClientMetadata }, 'ConfirmForgotPassword', confirmed)
  return {}
})
