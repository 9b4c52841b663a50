import { timingSafeEqual } from 'node:crypto'
import type { Transaction } from '../../../kernel/transaction.ts'
import { invalidParameter } from '../errors.ts'
import { claimSignature, isPublicValue, keyOf, offerFor, SALT_BYTES, type SrpVerifier } from '../passwords/srp.ts'
import { N, numberOf } from '../passwords/srp-group.ts'
import { folded } from '../users/names.ts'
import { nobodyOf } from '../users/nobody.ts'
import type { UserRecord } from '../users/records.ts'
import { credentialsOf } from '../users/repository.ts'
import { type Attempt, challenge, type Outcome, type Parameters, required } from './attempt.ts'
import type { AuthState } from './auth-sessions.ts'
import { ofKnownDevice } from './device-factor.ts'

/** Text inferred. */
export function checkPublicValue(text: string): string {
  if (!isPublicValue(text)) throw invalidParameter('SRP_A is not a valid hexadecimal number')
  return text
}

/**
 * The server's half of the exchange. Nobody learns from it whether there is such a user: without one, salt and name
 * follow from what was asked for (documented: "Managing error responses").
 */
export async function offerProof(
  tx: Transaction,
  attempt: Attempt,
  name: string,
  user: UserRecord | undefined,
  publicA: string,
  flow: string,
  { withSession = false, data = {} }: { withSession?: boolean; data?: AuthState['data'] } = {},
): Promise<Outcome> {
  const { deps, place, pool } = attempt
  const asked = user ?? nobodyOf(deps.vault, pool, name)
  const { username, key } = asked
  const { password } = await credentialsOf(tx, place, asked)
  const verifier = password ? deps.passwords.verifierIn(password.sealed) : simulatedVerifier(attempt, name)
  const known = { challenge: 'PASSWORD_VERIFIER', userKey: password && key, username, flow }
  const state = { ...known, data: { ...data, [ASKED]: key } }
  const from = await ofKnownDevice(tx, attempt, user)
  const { Session, ChallengeParameters, ...opened } = await openExchange(tx, from, state, verifier, publicA)
  return {
    ...opened,
    ChallengeParameters: { ...ChallengeParameters, USER_ID_FOR_SRP: username },
    // The secret block is the session; only within other flows there is one beside it (recorded).
    ...(withSession && { Session }),
  }
}

/** In the data of an exchange: whose guess it is, also where there is nobody, or no password. */
export const ASKED = 'asked'

/** As many digests as a number of the group is long. */
const GROUP_DIGESTS = 12

/**
 * A salt that is always the same for the same guess, and a number that nobody can prove anything of: to compute one from a
 * password would take longer than to read one, and tell who is there.
 */
function simulatedVerifier({ deps: { vault }, pool }: Attempt, name: string): SrpVerifier {
  const asked = folded(pool, name)
  const salt = vault.digest('cognito-idp/simulated-user', JSON.stringify([pool.id, asked])).subarray(0, SALT_BYTES)
  const digests = Array.from({ length: GROUP_DIGESTS }, (_, index) =>
    vault.digest('cognito-idp/simulated-verifier', JSON.stringify([pool.id, asked, index])),
  )
  return { salt: numberOf(salt).toString(16), verifier: (numberOf(Buffer.concat(digests)) % N).toString(16) }
}

type Exchange = Pick<AuthState, 'challenge' | 'userKey' | 'username' | 'flow'> & Partial<Pick<AuthState, 'data'>>

/** The server's public value, for whoever knows what the verifier was made of. */
export async function openExchange(
  tx: Transaction,
  attempt: Attempt,
  state: Exchange,
  { verifier, salt }: SrpVerifier,
  publicA: string,
): Promise<Outcome & { readonly Session: string }> {
  const { secret, B } = offerFor({ verifier }, attempt.deps.random)
  const data = { ...state.data, A: publicA, secret, B, verifier, salt }
  const opened = await challenge(tx, attempt, { ...state, data }, {})
  const ChallengeParameters = { SALT: salt, SECRET_BLOCK: opened.Session, SRP_B: B, USERNAME: state.username }
  return { ...opened, ChallengeParameters }
}

const TIMESTAMP = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2} \d{1,2}) (\d{2}:\d{2}:\d{2}) UTC (\d{4})$/
/** How far a client's clock may be off is not known (inferred). */
const TOLERANCE_MS = 5 * 60_000

export interface Proof {
  readonly identity: string
  readonly secretBlock: string
  readonly signature: string
  readonly timestamp: string
}

export function proofIn(responses: Parameters, identity: string): Proof {
  return {
    identity,
    secretBlock: required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    signature: required(responses, 'PASSWORD_CLAIM_SIGNATURE'),
    timestamp: required(responses, 'TIMESTAMP'),
  }
}

/** Whether the other side knows the password. */
export function isProof(data: Readonly<Record<string, string>>, proof: Proof, now: number): boolean {
  const [, day, time, year] = TIMESTAMP.exec(proof.timestamp) ?? []
  const at = Date.parse(`${day} ${year} ${time} UTC`)
  if (!(Math.abs(now - at) <= TOLERANCE_MS)) return false
  const { A = '', secret = '', B = '', verifier = '', salt = '' } = data
  const key = keyOf(A, { secret, B }, { verifier, salt })
  if (!key) return false
  const expected = claimSignature(key, proof.identity, Buffer.from(proof.secretBlock, 'base64'), proof.timestamp)
  const given = Buffer.from(proof.signature, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
