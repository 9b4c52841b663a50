import { isAwsError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { OAuthError, triggerFailed } from '../../../oauth/oauth-error.ts'
import type { Authorization, IssuedToken, RealmPeople, SignedInPerson } from '../../../oauth/ports.ts'
import type { Store } from '../../../store/store.ts'
import type { CognitoDeps } from '../deps.ts'
import { clients, userPools, within } from '../repository.ts'
import { TRIGGER_ERRORS } from '../triggers/run-trigger.ts'
import { findUser, users } from '../users/repository.ts'
import { isLive } from './access-token.ts'
import { checkReadable, readable } from './attribute-rights.ts'
import { giveCode, takeCode } from './authorization-codes.ts'
import { beginBrowserSession, endBrowserSession, findBrowserSession } from './browser-sessions.ts'
import { beginFamily, refreshTokenOf, rotates, tokensOf } from './issue-tokens.ts'
import { refresh } from './refresh.ts'
import { readRefreshToken } from './refresh-token.ts'
import { familyId, tokenFamilies } from './token-families.ts'
import { toldByUserInfo } from './user-info.ts'

type Deps = Pick<CognitoDeps, 'vault' | 'clock' | 'random' | 'realms' | 'userTokens' | 'functions'> & {
  readonly store: Store
}

/** The people of a pool, as the endpoints of its domain know them. */
export function realmPeople(deps: Deps, place: Place, poolId: string): RealmPeople {
  /** In the transaction that this is asked in. */
  const beginFor = async (tx: Transaction, { userKey, authTime }: SignedInPerson, authorization: Authorization) => {
    const { clientId, scopes, resource } = authorization
    const pool = await userPools.find(tx, place, poolId)
    const client = await clients.find(tx, place, within(poolId, clientId))
    const user = await users.find(tx, place, within(poolId, userKey))
    if (!pool || !client || !user?.enabled)
      throw new OAuthError('invalid_grant', 'the client or the user is gone, or disabled')
    checkReadable(client, scopes)
    const app = { ...(resource !== undefined && { resource }) }
    return {
      pool,
      client,
      user,
      family: await beginFamily(tx, { deps, place, client }, user, { scopes, authTime, app }),
    }
  }

  const signed = async (
    { pool, client, user, family }: Awaited<ReturnType<typeof beginFor>>,
    { nonce }: Authorization,
  ): Promise<IssuedToken> => {
    const issuer = { deps, place, pool, client, reader: deps.store }
    try {
      return await tokensOf(issuer, { source: 'HostedAuth', user, family }, { nonce, throughEndpoint: true })
    } catch (error) {
      await deps.store.transact(async (tx) => tokenFamilies.delete(tx, place, familyId(family)))
      throw isAwsError(error, ...TRIGGER_ERRORS) ? triggerFailed(error) : error
    }
  }

  return {
    findSession: (cookie) => findBrowserSession(deps.store, deps, place, poolId, cookie),

    async beginSession({ userKey, provider }) {
      return deps.store.transact(async (tx) => {
        const user = await users.find(tx, place, within(poolId, userKey))
        if (!user) throw new OAuthError('invalid_request', 'whoever has signed in is gone')
        const { cookie, authTime } = await beginBrowserSession(tx, deps, place, { poolId, userKey, provider })
        return { cookie, person: { userKey, provider, username: user.username, authTime } }
      })
    },

    endSession: (cookie) => deps.store.transact(async (tx) => endBrowserSession(tx, deps, place, poolId, cookie)),

    giveCode: (person, authorization) =>
      deps.store.transact((tx) => giveCode(tx, deps, place, poolId, { person, authorization })),

    async redeemCode({ id: clientId }, code, accept) {
      const { begun, authorization } = await deps.store.transact(async (tx) => {
        const taken = await takeCode(tx, deps, place, poolId, { code, clientId, accept })
        return { begun: await beginFor(tx, taken.person, taken.authorization), authorization: taken.authorization }
      })
      return { ...(await signed(begun, authorization)), refreshToken: refreshTokenOf(deps, begun.family) }
    },

    async issueTokens(person, authorization) {
      return signed(await deps.store.transact((tx) => beginFor(tx, person, authorization)), authorization)
    },

    async refresh({ id }, text) {
      const { store } = deps
      const pool = await userPools.find(store, place, poolId)
      const client = await clients.find(store, place, within(poolId, id))
      if (!pool || !client) throw new OAuthError('invalid_grant', `client ${id} is gone`)
      // There is no way to name a device here: its tokens are refused (observed: aws/aws-sdk-java-v2#3418).
      const request = { deps, place, pool, client, reader: store, transact: store.transact }
      try {
        const { issued, family } = await refresh(request, text, (refreshed) =>
          tokensOf(request, { source: 'RefreshTokens', ...refreshed }, { throughEndpoint: true }),
        )
        return rotates(client) ? { ...issued, refreshToken: refreshTokenOf(deps, family) } : issued
      } catch (error) {
        if (isAwsError(error, 'NotAuthorizedException', 'RefreshTokenReuseException')) {
          throw new OAuthError('invalid_grant', error.message)
        }
        throw isAwsError(error, ...TRIGGER_ERRORS) ? triggerFailed(error) : error
      }
    },

    async revoke({ id }, text) {
      const { store, vault } = deps
      const token = readRefreshToken(vault, text)
      if (token?.clientId !== id || token.poolId !== poolId) return 'unknown'
      return store.transact(async (tx) => {
        const found = await tokenFamilies.find(tx, place, familyId(token))
        tokenFamilies.delete(tx, place, familyId(token))
        return found ? 'revoked' : 'unknown'
      })
    },

    async userInfo(claims) {
      const { store } = deps
      const { sub, client_id: clientId, scope } = claims
      const pool = await userPools.find(store, place, poolId)
      const client = await clients.find(store, place, within(poolId, String(clientId)))
      const found = pool && (await findUser(store, place, pool, String(sub)))
      const user = found?.sub === sub ? found : undefined
      const scopes = String(scope ?? '').split(' ')
      // A machine's token names no user; it is refused for its scopes.
      if (!user || !client) return claims.username === undefined ? 'no-openid' : 'not-live'
      if (!user.enabled || !(await isLive(store, place, user, { claims }))) return 'not-live'
      if (!scopes.includes('openid')) return 'no-openid'
      const attributes = toldByUserInfo(readable(client, user.attributes), scopes)
      return { sub: user.sub, ...attributes, username: user.username }
    },
  }
}
