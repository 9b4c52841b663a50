import type { Transaction } from '../../../kernel/transaction.ts'
import { notAuthorized } from '../errors.ts'
import type { ClientRecord } from '../records.ts'
import type { UserRecord } from '../users/records.ts'
import { type Attempt, challenge, type Outcome } from './attempt.ts'
import { closeSession, type OpenSession, requireSession } from './auth-sessions.ts'
import { decided } from './complete.ts'
import { firstFactorDone } from './first-factor-done.ts'
import { userOf } from './known-user.ts'
import { checkState } from './prove-password.ts'

/*
 * Whoever signs up may go on to sign in: the code that confirms them counts as their first factor (documented: API
 * reference, ConfirmSignUp and InitiateAuth). Two sessions lead there, one from each step to the next.
 */

const SIGNING_UP = 'SIGNING_UP'
const SIGNED_UP = 'SIGNED_UP'
const FLOW = 'USER_AUTH'

/** A session is of use to clients that may begin with it; that others get none is inferred. */
function goesOn({ settings: { ExplicitAuthFlows } }: ClientRecord): boolean {
  return ExplicitAuthFlows?.includes('ALLOW_USER_AUTH') ?? false
}

async function openStep(
  tx: Transaction,
  attempt: Attempt,
  user: UserRecord,
  step: string,
): Promise<string | undefined> {
  if (!goesOn(attempt.client)) return undefined
  const state = { challenge: step, userKey: user.key, username: user.username, flow: FLOW, data: {} }
  return (await challenge(tx, attempt, state, {})).Session
}

export function beginSigningUp(tx: Transaction, attempt: Attempt, user: UserRecord): Promise<string | undefined> {
  return openStep(tx, attempt, user, SIGNING_UP)
}

/** The session of somebody's sign-up, to be confirmed by themselves and through the same client. */
export function requireSignUp(attempt: Attempt, user: UserRecord, text: string): Promise<OpenSession> {
  return requireStep(attempt, SIGNING_UP, text, user)
}

/**
 * Whoever brings no session along gets one, too (inferred: Amplify sends none with the code, and signs in with the one in
 * the answer).
 */
export async function goOnSigningUp(
  tx: Transaction,
  attempt: Attempt,
  user: UserRecord,
  signingUp: OpenSession | undefined,
): Promise<string | undefined> {
  if (signingUp) await closeSession(tx, attempt.place, signingUp.id)
  return openStep(tx, attempt, user, SIGNED_UP)
}

/** The first sign-in, without another factor. */
export async function signInAfterSignUp(attempt: Attempt, text: string): Promise<Outcome> {
  const { id, state } = await requireStep(attempt, SIGNED_UP, text)
  checkState(await userOf(attempt.reader, attempt, state))
  return decided(attempt, async (tx) => {
    await closeSession(tx, attempt.place, id)
    return firstFactorDone(tx, attempt, await userOf(tx, attempt, state), FLOW)
  })
}

/** Whom the session is of that a first sign-in begins with. */
export async function nameAfterSignUp(attempt: Attempt, text: string): Promise<string> {
  return (await requireStep(attempt, SIGNED_UP, text)).state.username
}

async function requireStep(attempt: Attempt, step: string, text: string, user?: UserRecord): Promise<OpenSession> {
  const session = await requireSession(attempt.reader, attempt.deps, attempt.place, text)
  const { clientId, challenge: found, userKey } = session.state
  const isOther = clientId !== attempt.client.id || found !== step || (user && userKey !== user.key)
  if (isOther) throw notAuthorized('Invalid session for the user.')
  return session
}
