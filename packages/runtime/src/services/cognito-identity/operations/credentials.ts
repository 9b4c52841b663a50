import { uuid } from '../../../kernel/ids.ts'
import { chooseRole } from '../choose-role.ts'
import { operation } from '../deps.ts'
import { loginsDoNotMatch, notAuthorized } from '../errors.ts'
import { readLogins } from '../logins.ts'
import type { IdentityRecord } from '../records.ts'
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
  if (!login && !pool.settings.AllowUnauthenticatedIdentities) {
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.')
  }
  const now = deps.clock.now()
  const fresh: IdentityRecord = {
    id: `${place.region}:${uuid(deps.random)}`,
    poolId: pool.id,
    logins: login ? [login.provider] : [],
    createdAt: now,
    modifiedAt: now,
  }
  return ctx.transact(async (tx) => {
    const id = login && loginId(pool.id, login.provider, login.subject)
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
  await ctx.transact(async (tx) => {
    const identity = await requireIdentity(tx, place, poolId, IdentityId)
    if (!login) {
      if (identity.logins.length > 0) throw notAuthorized(`Access to Identity '${IdentityId}' is forbidden.`)
      if (!pool.settings.AllowUnauthenticatedIdentities) {
        throw notAuthorized('Unauthenticated access is not supported for this identity pool.')
      }
      return
    }
    const id = loginId(poolId, login.provider, login.subject)
    const known = await logins.find(tx, place, id)
    if (known?.identity === IdentityId) return
    // A guest who signs in for the first time stays who they were (documented).
    if (known || identity.logins.length > 0) throw loginsDoNotMatch()
    logins.put(tx, place, id, { identity: IdentityId })
    putIdentity(tx, place, { ...identity, logins: [login.provider], modifiedAt: deps.clock.now() })
  })
  const RoleArn = chooseRole(pool, login, CustomRoleArn)
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
