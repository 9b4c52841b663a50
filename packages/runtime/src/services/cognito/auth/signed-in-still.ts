import { parseArn } from '../../../kernel/arn.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Store } from '../../../store/store.ts'
import { poolPlaces, userPools } from '../repository.ts'
import { findUser } from '../users/repository.ts'
import { isLive } from './access-token.ts'

/** Whether whoever a pool's token is of is still there, and has not signed out since. */
export type SignInCheck = (poolArn: string, claims: JsonObject) => Promise<boolean>

/** Whoever is disabled has been signed out by that (documented: AdminDisableUser). */
export function createSignInCheck(store: Store): SignInCheck {
  return async (poolArn, claims) => {
    const poolId = /^userpool\/([^/]+)$/.exec(parseArn(poolArn)?.resource ?? '')?.[1] ?? ''
    const place = (await poolPlaces.find(store, 'global', poolId))?.place
    const pool = place && (await userPools.find(store, place, poolId))
    if (!pool || typeof claims.sub !== 'string') return false
    const user = await findUser(store, place, pool, claims.sub)
    return user?.enabled === true && (await isLive(store, place, user, { claims }))
  }
}
