import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Sealed, Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import { notAuthorized } from '../errors.ts'
import { poolPlaces, within } from '../repository.ts'

/** Where somebody is on the way through a sign-in. */
export interface AuthState {
  readonly poolId: string
  readonly clientId: string
  /** Which challenge is open. */
  readonly challenge: string
  /** Undefined: nobody, and whoever asks must not learn that. */
  readonly userKey?: string | undefined
  /** As responses name the user. */
  readonly username: string
  /** How they have begun, as `AuthFlow` names it. */
  readonly flow: string
  /** Which device they come from. */
  readonly deviceKey?: string | undefined
  /** What the challenge needs to remember. */
  readonly data: Readonly<Record<string, string>>
}

interface AuthSessionRecord {
  readonly sealed: Sealed
}

/** Id: `{pool}/{end}-{random}`, so that what has ended comes first. */
export const authSessions = collection<AuthSessionRecord>('cognito-idp/auth-session')

interface Deps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

const TIME_DIGITS = 12
const FORGOTTEN_AT_ONCE = 5
const MINUTE_MS = 60_000

/** Begins a step that has to be answered with the text that this gives. */
export async function openSession(
  tx: Transaction,
  { clock, random, vault }: Deps,
  place: Place,
  state: AuthState,
  minutes: number,
): Promise<string> {
  const now = clock.now()
  await forgetEnded(tx, place, state.poolId, now)
  const end = (now + minutes * MINUTE_MS).toString(16).padStart(TIME_DIGITS, '0')
  const id = within(state.poolId, `${end}-${random.bytes(16).toString('hex')}`)
  authSessions.put(tx, place, id, { sealed: vault.seal(JSON.stringify(state)) })
  return vault.seal(id) as unknown as string
}

async function forgetEnded(tx: Transaction, place: Place, poolId: string, now: number): Promise<void> {
  const range = { kind: authSessions.kind, place: authSessions.key(place, '').place, prefix: within(poolId, '') }
  for (const { key } of await tx.list({ ...range, limit: FORGOTTEN_AT_ONCE })) {
    if (endOf(key.id) <= now) tx.delete(key)
  }
}

function endOf(id: string): number {
  const start = id.indexOf('/') + 1
  return Number.parseInt(id.slice(start, start + TIME_DIGITS), 16)
}

export interface OpenSession {
  readonly id: string
  readonly state: AuthState
}

/** Texts recorded, but for that of a text which never was a session. */
export async function requireSession(
  reader: Reader,
  { clock, vault }: Deps,
  place: Place,
  text: string,
): Promise<OpenSession> {
  const id = idIn(vault, text)
  if (clock.now() >= endOf(id)) throw notAuthorized('Invalid session for the user, session is expired.')
  const record = await authSessions.find(reader, place, id)
  if (!record) throw notAuthorized('Invalid session for the user, session can only be used once.')
  return { id, state: JSON.parse(vault.open(record.sealed)) as AuthState }
}

/** Where a session is, for operations that are told nothing else. */
export async function sessionPlace(reader: Reader, vault: Vault, text: string): Promise<Place> {
  const id = idIn(vault, text)
  const home = await poolPlaces.find(reader, 'global', id.slice(0, id.indexOf('/')))
  if (!home) throw notAuthorized('Invalid session for the user.')
  return home.place
}

function idIn(vault: Vault, text: string): string {
  try {
    return vault.open(text as unknown as Sealed)
  } catch {
    throw notAuthorized('Invalid session for the user.')
  }
}

/** In the transaction of what the answer leads to; of two answers at a time one is too late. */
export async function closeSession(tx: Transaction, place: Place, id: string): Promise<void> {
  if (!(await authSessions.find(tx, place, id))) {
    throw notAuthorized('Invalid session for the user, session can only be used once.')
  }
  authSessions.delete(tx, place, id)
}
