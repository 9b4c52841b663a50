import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { chooseRole } from '../choose-role.ts'
import { operation } from '../deps.ts'
import { loginsDoNotMatch, noGuests, notAuthorized } from '../errors.ts'
import { type Login, readLogins } from '../logins.ts'
import type { IdentityPoolRecord, IdentityRecord } from '../records.ts'
import {
  homeOfIdentity,
  homeOfPool,
  loginId,
  logins,
  putIdentity,
  requireIdentity,
  requireIdentityPool,
} from '../repository.ts'

/** What AWS calls a session of somebody who comes through an identity pool (documented). */
const SESSION_NAME = 'CognitoIdentityCredentials'
/** Documented: of the enhanced flow. */
const DURATION_SECONDS = 3600

/** Whoever signs in is always the same; a guest is somebody new each time. */
export const getId = operation('GetId', async ({ IdentityPoolId, Logins }, deps, ctx) => {
  const place = await homeOfPool(ctx, IdentityPoolId)
  const pool = await requireIdentityPool(ctx.reader, place, IdentityPoolId)
  const login = await readLogins(deps, place, pool, Logins)
  if (!login && !pool.settings.AllowUnauthenticatedIdentities) throw noGuests()
  const now = deps.clock.now()
  const id = login && loginId(pool.id, login.provider, login.subject)
  const fresh: IdentityRecord = {
    id: `${place.region}:${uuid(deps.random)}`,
    poolId: pool.id,
    logins: login ? [login.provider] : [],
    loginIds: id === undefined ? [] : [id],
    createdAt: now,
    modifiedAt: now,
  }
  return ctx.transact(async (tx) => {
    // It may have been deleted while the token was read.
    await requireIdentityPool(tx, place, pool.id)
    const known = id === undefined ? undefined : await logins.find(tx, place, id)
    if (known) return { IdentityId: known.identity }
    putIdentity(tx, place, fresh)
    if (id !== undefined) logins.put(tx, place, id, { identity: fresh.id })
    return { IdentityId: fresh.id }
  })
})

/** The enhanced flow: credentials of the role that the pool gives to somebody. What it trusts is not asked. */
export const getCredentialsForIdentity = operation('GetCredentialsForIdentity', async (input, deps, ctx) => {
  const { IdentityId, Logins, CustomRoleArn } = input
  const { place, poolId } = await homeOfIdentity(ctx, IdentityId)
  const pool = await requireIdentityPool(ctx.reader, place, poolId)
  const login = await readLogins(deps, place, pool, Logins)
  const RoleArn = await ctx.transact(async (tx) => {
    await recognize(tx, place, pool, IdentityId, login, deps.clock.now())
    // Whoever gets no role stays a guest: what this throws undoes the rest.
    return chooseRole(pool, login, CustomRoleArn)
  })
  const session = { RoleArn, RoleSessionName: SESSION_NAME, DurationSeconds: DURATION_SECONDS }
  const { Credentials } = await ctx.call('sts', 'AssumeRole', session)
  return {
    IdentityId,
    Credentials: {
      AccessKeyId: Credentials?.AccessKeyId,
      SecretKey: Credentials?.SecretAccessKey,
      SessionToken: Credentials?.SessionToken,
      Expiration: Credentials?.Expiration,
    },
  }
})

/** Whoever asks has to be the identity. A guest who signs in for the first time stays who they were (documented). */
async function recognize(
  tx: Transaction,
  place: Place,
  { id: poolId, settings }: IdentityPoolRecord,
  identityId: string,
  login: Login | undefined,
  now: number,
): Promise<void> {
  const identity = await requireIdentity(tx, place, poolId, identityId)
  if (!login) {
    if (identity.logins.length > 0) throw notAuthorized(`Access to Identity '${identityId}' is forbidden.`)
    if (!settings.AllowUnauthenticatedIdentities) throw noGuests()
    return
  }
  const id = loginId(poolId, login.provider, login.subject)
  const known = await logins.find(tx, place, id)
  if (known?.identity === identityId) return
  if (known || identity.logins.length > 0) throw loginsDoNotMatch()
  logins.put(tx, place, id, { identity: identityId })
  putIdentity(tx, place, { ...identity, logins: [login.provider], loginIds: [id], modifiedAt: now })
}
