import { signedInWith } from '../../auth/access-token.ts'
import { checkWritable, readable } from '../../auth/attribute-rights.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { countRequest } from '../../limits/request-counts.ts'
import { sending } from '../../messages/message-transaction.ts'
import {
  attributeList,
  attributesOf,
  checkChangedAttributes,
  checkRemovedAttributes,
  isVerifiable,
  VERIFIABLE,
  withChanges,
  withoutAttributes,
} from '../../users/attributes.ts'
import { changingClaim } from '../../users/claims.ts'
import { isStillThere, requireCode, withoutCode } from '../../users/codes.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { codeExpired } from '../../users/errors.ts'
import { foldedAttributes } from '../../users/names.ts'
import { forgetUser } from '../../users/remove.ts'
import { changeUser, credentialsOf, putCredentials, requireUser } from '../../users/repository.ts'
import { sendCode, sendVerificationCodes } from '../../users/verification.ts'
import { mfaToWire } from '../../users/wire.ts'

export const getUser = operation('GetUser', async ({ AccessToken }, deps, ctx) => {
  const { user, client } = await signedInWith(deps, ctx, AccessToken)
  const UserAttributes = attributeList(user.sub, readable(client, user.attributes))
  return { UserAttributes, Username: user.username, ...mfaToWire(user) }
})

export const deleteUser = operation('DeleteUser', async ({ AccessToken }, deps, ctx) => {
  const { place, pool, user } = await signedInWith(deps, ctx, AccessToken)
  await ctx.transact(async (tx) => forgetUser(tx, place, pool, await requireUser(tx, place, pool, user.sub)))
})

/** An address that the pool wants verified first keeps its old value until the code comes (documented). */
export const updateUserAttributes = operation('UpdateUserAttributes', async (input, deps, ctx) => {
  const { place, pool, client, user: found } = await signedInWith(deps, ctx, input.AccessToken)
  const changed = foldedAttributes(pool, attributesOf(input.UserAttributes))
  checkWritable(client, Object.keys(changed))
  checkChangedAttributes(pool.schema, changed, 'user')
  const waiting = pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []
  const scene = { deps, place, pool, client, transact: ctx.transact, metadata: input.ClientMetadata }
  const CodeDeliveryDetailsList = await sending(scene, async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    const pending = Object.fromEntries(
      VERIFIABLE.filter(
        (name) => waiting.includes(name) && changed[name] && changed[name] !== user.attributes[name],
      ).map((name) => [name, changed[name] ?? '']),
    )
    const now = Object.fromEntries(Object.entries(changed).filter(([name]) => pending[name] === undefined))
    const after = { ...user, attributes: withChanges(user.attributes, now), modifiedAt: deps.clock.now() }
    await changeUser(tx, place, pool, user, after, changingClaim)
    return sendVerificationCodes(tx, deps, place, { pool, user: after, changed: now, clientId: client.id, pending })
  })
  return { CodeDeliveryDetailsList }
})

export const deleteUserAttributes = operation('DeleteUserAttributes', async (input, deps, ctx) => {
  const { place, pool, client, user: found } = await signedInWith(deps, ctx, input.AccessToken)
  checkWritable(client, input.UserAttributeNames)
  checkRemovedAttributes(pool.schema, input.UserAttributeNames)
  await ctx.transact(async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    const attributes = withoutAttributes(user.attributes, input.UserAttributeNames)
    await changeUser(tx, place, pool, user, { ...user, attributes, modifiedAt: deps.clock.now() }, changingClaim)
  })
  return {}
})

/** Text inferred. */
const notVerifiable = () => invalidParameter('Attribute is not verifiable.')

export const getUserAttributeVerificationCode = operation(
  'GetUserAttributeVerificationCode',
  async ({ AccessToken, AttributeName: attribute, ClientMetadata }, deps, ctx) => {
    const { place, pool, client, user: found } = await signedInWith(deps, ctx, AccessToken)
    if (!isVerifiable(attribute) || !found.attributes[attribute]) throw notVerifiable()
    const where = { deps, place, pool, transact: ctx.transact }
    await countRequest(where, 'GetUserAttributeVerificationCode', found)
    const code = { pool, purpose: attribute, kind: 'VerifyUserAttribute', attribute, clientId: client.id } as const
    const scene = { deps, place, pool, client, transact: ctx.transact, metadata: ClientMetadata }
    const CodeDeliveryDetails = await sending(scene, async (tx) =>
      sendCode(tx, deps, place, { ...code, user: await requireUser(tx, place, pool, found.sub) }),
    )
    return { CodeDeliveryDetails }
  },
)

export const verifyUserAttribute = operation('VerifyUserAttribute', async (input, deps, ctx) => {
  const { AccessToken, AttributeName: attribute, Code } = input
  const { place, pool, user: found } = await signedInWith(deps, ctx, AccessToken)
  if (!isVerifiable(attribute)) throw notVerifiable()
  await countRequest({ deps, place, pool, transact: ctx.transact }, 'VerifyUserAttribute', found)
  await ctx.transact(async (tx) => {
    const user = await requireUser(tx, place, pool, found.sub)
    const credentials = await credentialsOf(tx, place, user)
    const now = deps.clock.now()
    const code = requireCode(deps.vault, user, credentials, attribute, { code: Code, now })
    if (!isStillThere(user, code)) throw codeExpired()
    await verifiedBy(tx, place, pool, user, code, { now })
    putCredentials(tx, place, user, withoutCode(credentials, attribute))
  })
  return {}
})
