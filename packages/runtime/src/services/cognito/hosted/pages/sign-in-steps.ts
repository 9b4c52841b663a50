import { isAwsError } from '../../../../kernel/errors.ts'
import type { Outcome } from '../../auth/attempt.ts'
import { answerChallenge } from '../../auth/sign-in.ts'
import type { Journey } from '../journey.ts'
import type { PageResult, Visit } from '../page.ts'
import { say } from '../texts/say.ts'
import { setUpFactor } from './factor-setup.ts'
import { callFor, sentBy } from './people-api.ts'
import { showError, showExpired } from './show.ts'
import { goTo, NO_JOURNEY, signInAt } from './way.ts'

/** How sessions and functions of the pool know a sign-in on pages. */
export const FLOW = 'HOSTED_AUTH'

export type ChallengeJourney = Extract<Journey, { readonly step: 'challenge' }>

/** Which page asks for what; others are not asked for on pages (documented for custom challenges). */
const PAGES: Readonly<Record<string, string>> = {
  EMAIL_OTP: '/mfa',
  NEW_PASSWORD_REQUIRED: '/resetPassword',
  SELECT_CHALLENGE: '/selectChallenge',
  SELECT_MFA_TYPE: '/mfaOption',
  SMS_MFA: '/mfa',
  SMS_OTP: '/mfa',
  SOFTWARE_TOKEN_MFA: '/mfa',
}

/** What the next page has to know of a challenge. The rest, such as attributes, would not fit in a cookie. */
const NEEDED = [
  'CODE_DELIVERY_DELIVERY_MEDIUM',
  'CODE_DELIVERY_DESTINATION',
  'FRIENDLY_DEVICE_NAME',
  'MFAS_CAN_SELECT',
  'MFAS_CAN_SETUP',
  'requiredAttributes',
]

/** An authenticator may be named at any length, to be shown. */
const SHOWN_NAME = 100

function parametersOf(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const needed = Object.entries(given).filter(([key]) => NEEDED.includes(key))
  return Object.fromEntries(
    needed.map(([key, value]) => [key, key === 'FRIENDLY_DEVICE_NAME' ? value.slice(0, SHOWN_NAME) : value]),
  )
}

interface GoingOn {
  readonly username: string
  /** Whether the sign-in begins with this step. */
  readonly isFirst: boolean
}

/** Goes on from a step of a sign-in: to the app, or to the page that asks for what is still wanted. */
export async function goOn(visit: Visit, { username, isFirst }: GoingOn, outcome: Outcome): Promise<PageResult> {
  const { ChallengeName = '', ChallengeParameters = {}, Session = '', AvailableChallenges, person } = outcome
  if (person) return { kind: 'signed-in', user: person, cookies: NO_JOURNEY }
  const journey: ChallengeJourney = {
    step: 'challenge',
    username: ChallengeParameters.USER_ID_FOR_SRP ?? username,
    challenge: ChallengeName,
    session: Session,
    isFirst,
    parameters: parametersOf(ChallengeParameters),
    ...(AvailableChallenges && { available: AvailableChallenges }),
  }
  if (ChallengeName === 'MFA_SETUP') return setUpFactor(visit, journey)
  const path = PAGES[ChallengeName]
  if (path !== undefined) return goTo(visit, path, journey)
  return showError(visit, say(visit.texts.failures.cannotAsk, { challenge: ChallengeName }))
}

/** Answers the challenge that a page has asked. */
export async function answer(
  visit: Visit,
  { username, challenge, session }: Pick<ChallengeJourney, 'username' | 'challenge' | 'session'>,
  responses: Readonly<Record<string, string>>,
): Promise<PageResult> {
  const outcome = await answerChallenge(visit, {
    ChallengeName: challenge,
    Session: session,
    ChallengeResponses: { USERNAME: username, ...responses },
  })
  return goOn(visit, { username, isFirst: false }, outcome)
}

/** A sign-in whose password was right, and that waits for something else. Other refusals go on. */
export async function orDetour(visit: Visit, username: string, signIn: () => Promise<PageResult>): Promise<PageResult> {
  try {
    return await signIn()
  } catch (error) {
    if (isAwsError(error, 'UserNotConfirmedException')) {
      return goTo(visit, '/confirm', { step: 'confirm', username, isProven: true })
    }
    if (isAwsError(error, 'PasswordResetRequiredException')) {
      return sendResetCode(visit, username)
    }
    throw error
  }
}

/** Sends a code, by which a password may be replaced, and leads to where it is asked for. */
export async function sendResetCode(visit: Visit, username: string): Promise<PageResult> {
  const sent = sentBy(await callFor(visit, 'ForgotPassword', { Username: username }))
  return goTo(visit, '/confirmForgotPassword', { step: 'reset', username, ...sent })
}

/** The challenge that a page asks. Undefined: the browser has not come by the page before, or too late. */
export function challengeAt(visit: Visit, ...names: readonly string[]): ChallengeJourney | undefined {
  const journey = signInAt(visit, 'challenge')
  return journey && names.includes(journey.challenge) ? journey : undefined
}

/** Whether a refusal means that a sign-in has to begin anew (texts recorded). */
export async function orExpired(visit: Visit, step: () => Promise<PageResult>): Promise<PageResult> {
  try {
    return await step()
  } catch (error) {
    if (isAwsError(error, 'NotAuthorizedException') && error.message.startsWith('Invalid session')) {
      return showExpired(visit)
    }
    throw error
  }
}
