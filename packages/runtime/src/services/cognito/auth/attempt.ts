import type { InitiateAuthResponse } from '../../../generated/cognito-idp.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transact, Transaction } from '../../../kernel/transaction.ts'
import type { CognitoDeps } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import type { ClientMetadata } from '../triggers/scene.ts'
import type { UserRecord } from '../users/records.ts'
import { type AuthState, openSession } from './auth-sessions.ts'

/** Somebody's sign-in, as far as one call goes. */
export interface Attempt {
  readonly deps: CognitoDeps
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly client: ClientRecord
  readonly reader: Reader
  readonly transact: Transact
  /** For functions of the pool: at the start of a sign-in for other ones than later (documented: InitiateAuth). */
  readonly metadata?: ClientMetadata | undefined
  readonly validationData?: ClientMetadata | undefined
  /** The device that somebody says they sign in from (`DEVICE_KEY`). */
  readonly deviceKey?: string | undefined
  /** On pages, where an app gets the tokens later, and no client proves its secret with each name. */
  readonly endsWithPerson?: boolean
}

/** Where a call leads: tokens, or a challenge; on pages to whoever has signed in. */
export type Outcome = InitiateAuthResponse & { readonly person?: UserRecord }

export type Parameters = Readonly<Record<string, string>>

/** An empty value counts as missing (recorded). */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (!value) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}

const DEFAULT_MINUTES = 3

/** Opens a challenge and says so. */
export async function challenge(
  tx: Transaction,
  { deps, place, pool, client, deviceKey }: Attempt,
  state: Omit<AuthState, 'poolId' | 'clientId' | 'deviceKey'>,
  ChallengeParameters: Parameters,
): Promise<Outcome & { readonly Session: string }> {
  const minutes = client.settings.AuthSessionValidity ?? DEFAULT_MINUTES
  const opened = { ...state, poolId: pool.id, clientId: client.id, deviceKey }
  const Session = await openSession(tx, deps, place, opened, minutes)
  return { ChallengeName: state.challenge, ChallengeParameters, Session }
}
