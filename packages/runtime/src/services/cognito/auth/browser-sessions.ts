import type { Clock } from '../../../kernel/clock.ts'
import { epochSeconds } from '../../../kernel/clock.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { SignedInPerson } from '../../../oauth/ports.ts'
import { collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'
import { users } from '../users/repository.ts'
import { forgetEndedNear } from './passing-documents.ts'

/** That a browser remembers somebody, for all apps of a pool. */
interface BrowserSession extends Pick<SignedInPerson, 'userKey' | 'provider'> {
  /** Seconds since the epoch. */
  readonly authTime: number
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

/** Id: `{pool}/{digest of the cookie}`. */
export const browserSessions = collection<BrowserSession>('cognito-idp/browser-session')

interface Deps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

/** From the sign-in on; use does not prolong it (documented: developer guide, "Managed login"). */
const LIFETIME_MS = 3_600_000
const COOKIE_BYTES = 32

const idOf = ({ vault }: Pick<Deps, 'vault'>, poolId: string, cookie: string) =>
  within(poolId, vault.digest('cognito-idp/browser-session', cookie).toString('base64url'))

export async function beginBrowserSession(
  tx: Transaction,
  deps: Deps,
  place: Place,
  { poolId, userKey, provider }: { readonly poolId: string } & Pick<SignedInPerson, 'userKey' | 'provider'>,
): Promise<{ readonly cookie: string; readonly authTime: number }> {
  const cookie = deps.random.bytes(COOKIE_BYTES).toString('base64url')
  const id = idOf(deps, poolId, cookie)
  const authTime = epochSeconds(deps.clock)
  const now = deps.clock.now()
  await forgetEndedNear(tx, browserSessions, place, { poolId, id, now })
  browserSessions.put(tx, place, id, { userKey, provider, authTime, endsAt: now + LIFETIME_MS })
  return { cookie, authTime }
}

/** A sign-out everywhere leaves it (documented); whoever is disabled or gone is not remembered. */
export async function findBrowserSession(
  reader: Reader,
  deps: Deps,
  place: Place,
  poolId: string,
  cookie: string,
): Promise<SignedInPerson | undefined> {
  const session = await browserSessions.find(reader, place, idOf(deps, poolId, cookie))
  if (!session || deps.clock.now() >= session.endsAt) return undefined
  const { userKey, provider, authTime } = session
  const user = await users.find(reader, place, within(poolId, userKey))
  return user?.enabled ? { userKey, provider, username: user.username, authTime } : undefined
}

export function endBrowserSession(tx: Transaction, deps: Deps, place: Place, poolId: string, cookie: string): void {
  browserSessions.delete(tx, place, idOf(deps, poolId, cookie))
}

/** Of all browsers (documented for a change of the pages' generation: developer guide, "Managed login"). */
export async function endBrowserSessions(tx: Transaction, place: Place, poolId: string): Promise<void> {
  const range = { kind: browserSessions.kind, place: placeKey(place), prefix: within(poolId, '') }
  for (const { key } of await tx.list<BrowserSession>(range)) tx.delete(key)
}
