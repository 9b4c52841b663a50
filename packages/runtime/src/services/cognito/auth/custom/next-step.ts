import { notEmulated } from '../../../../kernel/errors.ts'
import type { Transaction } from '../../../../kernel/transaction.ts'
import type { MessageTransaction } from '../../messages/message-transaction.ts'
import {
  createAuthChallenge,
  defineAuthChallenge,
  type MadeChallenge,
  type StepResult,
} from '../../triggers/custom-challenge.ts'
import type { Person } from '../../triggers/sign-in.ts'
import { userDisabled, userNotConfirmed, wrongPassword } from '../../users/errors.ts'
import type { UserRecord } from '../../users/records.ts'
import { requireUser } from '../../users/repository.ts'
import { type Attempt, challenge, type Outcome } from '../attempt.ts'
import { type AuthState, closeSession } from '../auth-sessions.ts'
import { decided, granted } from '../complete.ts'
import { firstFactorDone } from '../first-factor-done.ts'
import { offerProof } from '../srp-exchange.ts'

export const CUSTOM_FLOW = 'CUSTOM_AUTH'

const PASSWORD = 'PASSWORD_VERIFIER'

/** How far a sign-in has come that functions conduct. */
interface Progress {
  readonly results: readonly StepResult[]
  /** The session whose answer has led here. */
  readonly closes?: string
  /** Of somebody who has offered to prove their password, and has not been asked to. */
  readonly publicA?: string | undefined
}

/** The first step. */
export async function beginCustom(attempt: Attempt, person: Person, publicA: string | undefined): Promise<Outcome> {
  if (person.user) checkReady(person.user)
  const offered = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }
  return nextStep(attempt, person, { results: publicA === undefined ? [] : [offered], publicA })
}

/** Somebody has proven their password on the way: the functions are told of it. */
export function passwordProven(attempt: Attempt, closes: string, state: AuthState, user: UserRecord): Promise<Outcome> {
  const proven = { challengeName: PASSWORD, challengeResult: true, challengeMetadata: null }
  const { results } = customStateOf(state)
  return nextStep(attempt, { name: state.username, user }, { results: [...results, proven], closes })
}

/** Asks what comes next, and does it. An answer counts once it has led somewhere: a function that fails uses up none. */
export async function nextStep(attempt: Attempt, person: Person, progress: Progress): Promise<Outcome> {
  const verdict = await defineAuthChallenge(attempt, person, progress.results)
  switch (verdict.kind) {
    case 'tokens':
      return person.user ? giveTokens(attempt, person.user, progress) : refuse(attempt, progress)
    case 'failed':
      return refuse(attempt, progress)
    case 'challenge':
      return verdict.name === PASSWORD
        ? askForProof(attempt, person, progress)
        : askOwn(attempt, person, progress, verdict.name)
  }
}

/** The text is observed (aws-amplify/amplify-js#5834); the session is dead. */
async function refuse(attempt: Attempt, progress: Progress): Promise<never> {
  await attempt.transact((tx) => close(tx, attempt, progress))
  throw wrongPassword()
}

/** Who has proven a password on the way has second factors before them (inferred), others only their device. */
function giveTokens(attempt: Attempt, { sub }: UserRecord, progress: Progress): Promise<Outcome> {
  const hasProvenPassword = progress.results.some(({ challengeName }) => challengeName === PASSWORD)
  return decided(attempt, async (tx: MessageTransaction) => {
    await close(tx, attempt, progress)
    const user = await requireUser(tx, attempt.place, attempt.pool, sub)
    checkReady(user)
    return hasProvenPassword ? firstFactorDone(tx, attempt, user, CUSTOM_FLOW) : granted(tx, attempt, user, CUSTOM_FLOW)
  })
}

function askForProof(attempt: Attempt, { name, user }: Person, progress: Progress): Promise<Outcome> {
  const { publicA } = progress
  if (publicA === undefined)
    throw notEmulated(`${PASSWORD} from DefineAuthChallenge, without an SRP_A that waits for it,`)
  const data = dataOf(progress.results)
  return attempt.transact((tx) =>
    offerProof(tx, attempt, name, user, publicA, CUSTOM_FLOW, { withSession: true, data }),
  )
}

async function askOwn(attempt: Attempt, person: Person, progress: Progress, asked: string): Promise<Outcome> {
  if (asked !== 'CUSTOM_CHALLENGE') throw notEmulated(`The challenge ${asked} from DefineAuthChallenge`)
  const made = await createAuthChallenge(attempt, person, asked, progress.results)
  const username = person.user?.username ?? person.name
  const data = dataOf(progress.results, made)
  const state = { challenge: asked, userKey: person.user?.key, username, flow: CUSTOM_FLOW, data }
  return attempt.transact(async (tx) => {
    await close(tx, attempt, progress)
    return challenge(tx, attempt, state, { ...made.publicParameters, USERNAME: username })
  })
}

async function close(tx: Transaction, { place }: Attempt, { closes }: Progress): Promise<void> {
  if (closes !== undefined) await closeSession(tx, place, closes)
}

/** Passwords play no part, so that only these keep somebody out (inferred). */
function checkReady({ enabled, status }: UserRecord): void {
  if (!enabled) throw userDisabled()
  if (status === 'UNCONFIRMED') throw userNotConfirmed()
}

function dataOf(results: readonly StepResult[], made?: MadeChallenge): AuthState['data'] {
  return { custom: JSON.stringify({ results, privateParameters: made?.privateParameters, metadata: made?.metadata }) }
}

interface CustomState {
  readonly results: readonly StepResult[]
  readonly privateParameters: Readonly<Record<string, string>>
  readonly metadata: string | null
}

/** What a session of this flow remembers. */
export function customStateOf({ data: { custom = '{}' } }: AuthState): CustomState {
  return { results: [], privateParameters: {}, metadata: null, ...JSON.parse(custom) }
}
