import type { Attempt } from '../../auth/attempt.ts'
import { checkWritable } from '../../auth/attribute-rights.ts'
import { appClientOf, checkSecretHash } from '../../auth/client-access.ts'
import { beginSigningUp } from '../../auth/sign-up-session.ts'
import { operation } from '../../deps.ts'
import { invalidParameter, notAuthorized } from '../../errors.ts'
import { sending } from '../../messages/message-transaction.ts'
import type { UserPoolRecord } from '../../records.ts'
import { postConfirmation, preSignUp } from '../../triggers/sign-up.ts'
import { attributesOf, checkNewAttributes, withChanges } from '../../users/attributes.ts'
import { addressTaken, aliasTaken, usernameTaken } from '../../users/errors.ts'
import { newSub, newUserKey } from '../../users/identity.ts'
import { folded, foldedAttributes, readUsername, type SignInName } from '../../users/names.ts'
import { checkPolicy, newPassword } from '../../users/new-password.ts'
import type { UserRecord } from '../../users/records.ts'
import { addUser, putCredentials } from '../../users/repository.ts'
import { autoVerified, sendCode } from '../../users/verification.ts'

const taken = ({ from }: SignInName) => {
  if (from === 'username' || from === 'sub') return usernameTaken()
  return from === 'preferred_username' ? aliasTaken(from) : addressTaken(from)
}

/** Somebody signs up, and gets a code where the pool verifies an attribute that they gave. Order of checks inferred. */
export const signUp = operation('SignUp', async (input, deps, ctx) => {
  const { ClientId, SecretHash, Username, Password, ClientMetadata, ValidationData } = input
  const { place, pool, client } = await appClientOf(ctx, ClientId)
  checkSecretHash(client, deps.vault, Username, SecretHash)
  if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
    throw notAuthorized('SignUp is not permitted for this user pool')
  }
  const { address } = readUsername(pool, Username)
  const given = foldedAttributes(pool, {
    ...attributesOf(input.UserAttributes),
    ...(address && { [address]: Username }),
  })
  checkNewAttributes(pool.schema, given, { required: true })
  checkWritable(
    client,
    Object.keys(given).filter((name) => name !== address),
  )
  if (Password === undefined && !isPasswordless(pool)) throw invalidParameter('Missing required parameter Password')
  if (Password !== undefined) checkPolicy(pool, Password)

  const now = deps.clock.now()
  const sub = newSub(deps.random)
  const username = address ? sub : folded(pool, Username)
  const attributes = withChanges({}, given)
  const { reader, transact } = ctx
  const attempt: Attempt = { deps, place, pool, client, reader, transact, metadata: ClientMetadata }
  const newcomer = { userName: username, attributes, validationData: ValidationData }
  const { confirms, verified } = await preSignUp(attempt, 'SignUp', newcomer)
  const user: UserRecord = {
    key: newUserKey(now, sub),
    poolId: pool.id,
    username,
    sub,
    createdAt: now,
    modifiedAt: now,
    enabled: true,
    status: confirms ? 'CONFIRMED' : 'UNCONFIRMED',
    attributes: { ...attributes, ...verified },
  }
  const password = Password === undefined ? undefined : await newPassword(deps, pool, username, Password)
  // An alias that a function has verified moves to whoever comes with it (documented: PreSignUp, autoVerifyEmail).
  const claim = { refuse: taken, movesAliases: Object.keys(verified).length > 0 }
  const { CodeDeliveryDetails, Session } = await sending(attempt, async (tx) => {
    await addUser(tx, place, pool, user, claim)
    putCredentials(tx, place, user, password ? { password } : {})
    const attribute = confirms ? undefined : autoVerified(pool, user.attributes)
    const code = { pool, user, purpose: 'sign-up', kind: 'SignUp', clientId: client.id } as const
    return {
      CodeDeliveryDetails: attribute && (await sendCode(tx, deps, place, { ...code, attribute })),
      // Nobody has to confirm whom a function has confirmed.
      Session: confirms ? undefined : await beginSigningUp(tx, attempt, user),
    }
  })
  if (confirms) await postConfirmation(attempt, 'ConfirmSignUp', user)
  return { CodeDeliveryDetails, ...(Session !== undefined && { Session }), UserConfirmed: confirms, UserSub: sub }
})

/** A pool where people sign in with codes needs no password of them (documented). */
function isPasswordless({ settings }: UserPoolRecord): boolean {
  const factors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  return factors.some((factor) => factor !== 'PASSWORD')
}
