import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import { forgetEndedNear } from '../auth/passing-documents.ts'
import { within } from '../repository.ts'

/** A browser that has been sent to a provider, and what it is to come back with. */
export interface Outing {
  readonly provider: string
  readonly nonce: string
  readonly redirectUri: string
  /** What the app has asked for. */
  readonly query: string
  /** Of the cookie of the browser that was sent. */
  readonly browser: string
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

/** Id: `{pool}/{digest of the state}`. */
export const outings = collection<Outing>('cognito-idp/federation-outing')

/** AWS's name for what ties a browser to the state that it was sent with (documented: "Managed login", cookies). */
export const STATE_COOKIE = 'csrf-state'

interface Deps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

/** Of a sign-in as a whole (documented: "Managed login"). */
const LIFETIME_MS = 5 * 60_000
const BYTES = 32

const digestOf = (vault: Vault, purpose: string, text: string) =>
  vault.digest(`cognito-idp/federation-${purpose}`, text).toString('base64url')
const idOf = (vault: Vault, poolId: string, state: string) => within(poolId, digestOf(vault, 'state', state))

/** Random values of their own: a state that is read on its way says nothing, and is of no use in another browser. */
export async function beginOuting(
  tx: Transaction,
  { clock, random, vault }: Deps,
  place: Place,
  poolId: string,
  going: Pick<Outing, 'provider' | 'redirectUri' | 'query'>,
): Promise<{ readonly state: string; readonly nonce: string; readonly cookie: string }> {
  const value = () => random.bytes(BYTES).toString('base64url')
  const [state, nonce, cookie] = [value(), value(), value()]
  const now = clock.now()
  const id = idOf(vault, poolId, state)
  await forgetEndedNear(tx, outings, place, { poolId, id, now })
  const outing = { ...going, nonce, browser: digestOf(vault, 'browser', cookie), endsAt: now + LIFETIME_MS }
  outings.put(tx, place, id, outing)
  return { state, nonce, cookie }
}

/** The outing that a browser comes back from; one of another browser, and one that is over, is none. */
export async function findOuting(
  reader: Reader,
  { clock, vault }: Pick<Deps, 'clock' | 'vault'>,
  place: Place,
  poolId: string,
  { state, cookie }: { readonly state: string | null; readonly cookie: string | undefined },
): Promise<Outing | undefined> {
  if (!state || !cookie) return undefined
  const outing = await outings.find(reader, place, idOf(vault, poolId, state))
  if (!outing || clock.now() >= outing.endsAt) return undefined
  const [kept, brought] = [outing.browser, digestOf(vault, 'browser', cookie)].map((text) => Buffer.from(text))
  return kept && brought && kept.length === brought.length && timingSafeEqual(kept, brought) ? outing : undefined
}

/** Ends an outing: a state is good once. */
export function endOuting(tx: Transaction, vault: Vault, place: Place, poolId: string, state: string): void {
  outings.delete(tx, place, idOf(vault, poolId, state))
}
