import { operation } from '../../deps.ts'
import { sending } from '../../messages/message-transaction.ts'
import { requirePool } from '../../repository.ts'
import {
  attributesOf,
  checkChangedAttributes,
  checkRemovedAttributes,
  withChanges,
  withoutAttributes,
} from '../../users/attributes.ts'
import { changingClaim } from '../../users/claims.ts'
import { foldedAttributes } from '../../users/names.ts'
import { changeUser, requireUser } from '../../users/repository.ts'
import { sendVerificationCodes } from '../../users/verification.ts'

/**
 * May also say that an address is verified (documented); one that changes and is not gets a code. A verified one that is
 * another user's alias is taken from that one without a word (observed: boto3#3213; so said by AWS in aws-sdk-ios#515).
 */
export const adminUpdateUserAttributes = operation('AdminUpdateUserAttributes', async (input, deps, ctx) => {
  const { UserPoolId, Username, UserAttributes, ClientMetadata } = input
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  const scene = { deps, place: ctx.place, pool, transact: ctx.transact, metadata: ClientMetadata }
  await sending(scene, async (tx) => {
    const user = await requireUser(tx, ctx.place, pool, Username)
    const changes = foldedAttributes(pool, attributesOf(UserAttributes))
    checkChangedAttributes(pool.schema, changes, 'administrator')
    const attributes = withChanges(user.attributes, changes)
    const after = { ...user, attributes, modifiedAt: deps.clock.now() }
    await changeUser(tx, ctx.place, pool, user, after, { ...changingClaim, movesAliases: true })
    await sendVerificationCodes(tx, deps, ctx.place, { pool, user: after, changed: changes })
  })
  return {}
})

export const adminDeleteUserAttributes = operation('AdminDeleteUserAttributes', async (input, { clock }, ctx) => {
  const { UserPoolId, Username, UserAttributeNames } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const user = await requireUser(tx, ctx.place, pool, Username)
    checkRemovedAttributes(pool.schema, UserAttributeNames)
    const attributes = withoutAttributes(user.attributes, UserAttributeNames)
    await changeUser(tx, ctx.place, pool, user, { ...user, attributes, modifiedAt: clock.now() }, changingClaim)
  })
  return {}
})
