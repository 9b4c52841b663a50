import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { invitationMedia, invite } from '../../messages/invite.ts'
import { sending } from '../../messages/message-transaction.ts'
import { newTemporaryPassword } from '../../passwords/policy.ts'
import type { UserPoolRecord } from '../../records.ts'
import { requirePool } from '../../repository.ts'
import { preSignUp } from '../../triggers/sign-up.ts'
import { attributesOf, checkNewAttributes, verifiedFlag, withChanges } from '../../users/attributes.ts'
import { accountExists, addressTaken, aliasTaken, noUser, unsupportedState } from '../../users/errors.ts'
import { newSub, newUserKey } from '../../users/identity.ts'
import { folded, foldedAttributes, readUsername, type SignInName } from '../../users/names.ts'
import { checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import type { UserAttributes, UserRecord } from '../../users/records.ts'
import { addUser, credentialsOf, findUser, putCredentials, touchUser } from '../../users/repository.ts'
import { userToWire } from '../../users/wire.ts'

const taken = ({ from }: SignInName) => {
  if (from === 'username' || from === 'sub') return accountExists()
  return from === 'preferred_username' ? aliasTaken(from) : addressTaken(from)
}

/** An administrator invites somebody, with a temporary password to be changed at the first sign-in. */
export const adminCreateUser = operation('AdminCreateUser', async (input, deps, ctx) => {
  const { UserPoolId, Username, MessageAction, TemporaryPassword } = input
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  if (MessageAction !== undefined && MessageAction !== 'RESEND' && MessageAction !== 'SUPPRESS') {
    throw invalidParameter(`Invalid MessageAction ${MessageAction}`)
  }
  const policy = pool.settings.Policies?.PasswordPolicy ?? {}
  if (TemporaryPassword !== undefined) checkPolicy(pool, TemporaryPassword, 'password policy')
  const { address } = readUsername(pool, Username)
  const given = foldedAttributes(pool, {
    ...attributesOf(input.UserAttributes),
    ...(address && { [address]: Username }),
  })
  checkNewAttributes(pool.schema, given, { required: false })
  const attributes = withChanges({}, given)
  const media = invitationMedia(input.DesiredDeliveryMediums, attributes)

  const text = TemporaryPassword ?? newTemporaryPassword(policy, deps.random)
  const now = deps.clock.now()
  const resent = MessageAction === 'RESEND' ? await findUser(ctx.reader, ctx.place, pool, Username) : undefined
  if (MessageAction === 'RESEND' && !resent) throw noUser()
  const sub = newSub(deps.random)
  const username = resent?.username ?? (address ? sub : folded(pool, Username))
  const passwordless =
    TemporaryPassword === undefined && MessageAction === 'SUPPRESS' && signsInWithoutPassword(pool, attributes)
  const scene = { deps, place: ctx.place, pool, transact: ctx.transact, metadata: input.ClientMetadata }
  if (!resent)
    await preSignUp(scene, 'AdminCreateUser', { userName: username, attributes, validationData: input.ValidationData })
  const password = await newPassword(deps, pool, username, text, { temporary: true })

  const user = await sending(scene, async (tx) => {
    let invited: UserRecord
    if (MessageAction === 'RESEND') {
      const present = await findUser(tx, ctx.place, pool, Username)
      if (!present) throw noUser()
      if (present.status !== 'FORCE_CHANGE_PASSWORD') {
        throw unsupportedState(`Resend not possible. ${present.username} status is not FORCE_CHANGE_PASSWORD`)
      }
      invited = { ...present, modifiedAt: now }
      touchUser(tx, ctx.place, present, invited)
      putCredentials(tx, ctx.place, invited, withPassword(await credentialsOf(tx, ctx.place, present), password))
    } else {
      invited = {
        key: newUserKey(now, sub),
        poolId: pool.id,
        username,
        sub,
        createdAt: now,
        modifiedAt: now,
        enabled: true,
        status: passwordless ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
        attributes,
      }
      await addUser(tx, ctx.place, pool, invited, { refuse: taken, movesAliases: input.ForceAliasCreation === true })
      putCredentials(tx, ctx.place, invited, passwordless ? {} : { password })
    }
    if (MessageAction !== 'SUPPRESS') {
      const { expiresAt } = password
      await invite(tx, deps, ctx.place, { pool, user: invited, media, password: text, expiresAt })
    }
    return invited
  })
  return { User: userToWire(user) }
})

/** Such a user needs no password to begin with (recorded for one-time passwords by email). */
function signsInWithoutPassword({ settings }: UserPoolRecord, attributes: UserAttributes): boolean {
  const factors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  return (
    (factors.includes('EMAIL_OTP') && attributes[verifiedFlag('email')] === 'true') ||
    (factors.includes('SMS_OTP') && attributes[verifiedFlag('phone_number')] === 'true')
  )
}
