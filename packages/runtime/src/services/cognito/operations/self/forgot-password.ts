import { appClientOf, checkSecretHash } from '../../auth/client-access.ts'
import { migrateUser } from '../../auth/migrate-user.ts'
import { operation } from '../../deps.ts'
import { askedByName } from '../../limits/asked-by-name.ts'
import { sending } from '../../messages/message-transaction.ts'
import { hasTrigger } from '../../triggers/scene.ts'
import { postConfirmation } from '../../triggers/sign-up.ts'
import { requireCode } from '../../users/codes.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { codeExpired } from '../../users/errors.ts'
import { checkHistory, checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import { checkCanBeReset, recoveryChannel } from '../../users/recovery.ts'
import { credentialsOf, findUser, putCredentials, requireUser } from '../../users/repository.ts'
import { simulatedDelivery } from '../../users/simulated.ts'
import { sendCode } from '../../users/verification.ts'

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
  const asked = await askedByName(ctx, deps, at, 'ForgottenPassword', Username)
  if (!asked) return { CodeDeliveryDetails: simulatedDelivery(deps.vault, pool, Username) }
  const CodeDeliveryDetails = await sending(scene, async (tx) => {
    const user = await requireUser(tx, place, pool, asked.sub)
    checkCanBeReset(user)
    const attribute = recoveryChannel(pool, user)
    const code = { pool, user, purpose: 'reset', kind: 'ForgotPassword', clientId: client.id } as const
    return sendCode(tx, deps, place, { ...code, attribute })
  })
  return { CodeDeliveryDetails }
})

/** The address that the code went to counts as verified (inferred). */
export const confirmForgotPassword = operation('ConfirmForgotPassword', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, ConfirmationCode, Password, ClientMetadata } = input
  const at = await appClientOf(ctx, ClientId)
  const { place, pool, client } = at
  checkSecretHash(client, deps.vault, Username, SecretHash)
  const found = await askedByName(ctx, deps, at, 'ForgottenPassword', Username)
  if (!found) throw codeExpired()
  const now = deps.clock.now()
  const seen = await credentialsOf(ctx.reader, place, found)
  requireCode(deps.vault, found, seen, 'reset', { code: ConfirmationCode, now })
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
