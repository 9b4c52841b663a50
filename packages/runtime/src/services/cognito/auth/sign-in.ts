import { notEmulated } from '../../../kernel/errors.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { type Attempt, type Outcome, type Parameters, required } from './attempt.ts'
import { requireSession } from './auth-sessions.ts'
import { challenges } from './challenges/index.ts'
import { checkSecretHash } from './client-access.ts'
import { requireFlow } from './flows/index.ts'

export interface Beginning {
  readonly AuthFlow: string
  readonly AuthParameters?: Parameters
  readonly Session?: string
}

/** The first step of a sign-in, for people and administrators. */
export function beginSignIn(
  attempt: Attempt,
  { AuthFlow, AuthParameters = {}, Session }: Beginning,
  isAdmin: boolean,
): Promise<Outcome> {
  const flow = requireFlow(attempt.client, AuthFlow, isAdmin)
  return flow.begin({ ...attempt, deviceKey: AuthParameters.DEVICE_KEY || undefined }, AuthParameters, Session)
}

export interface Answer {
  readonly ChallengeName: string
  readonly ChallengeResponses?: Parameters
  readonly Session?: string
}

/** Any further step. A session is good for the client that it was opened for, and for the challenge that it opened. */
export async function answerChallenge(
  attempt: Attempt,
  { ChallengeName, ChallengeResponses = {}, Session }: Answer,
): Promise<Outcome> {
  const { deps, place, reader, client } = attempt
  const challenge = challenges.find(({ name }) => name === ChallengeName)
  if (!challenge) throw notEmulated(`The challenge ${ChallengeName}`)
  const named = challenge.sessionIn === undefined ? Session : ChallengeResponses[challenge.sessionIn]
  const text = named ?? (await challenge.sessionWithout?.(attempt, ChallengeResponses))
  // Wording inferred.
  if (!text) throw invalidParameter(`Missing required parameter ${challenge.sessionIn ?? 'Session'}`)
  const name = required(ChallengeResponses, 'USERNAME')
  if (!attempt.endsWithPerson) checkSecretHash(client, deps.vault, name, ChallengeResponses.SECRET_HASH)
  const session = await requireSession(reader, deps, place, text)
  if (session.state.clientId !== client.id || session.state.challenge !== ChallengeName) {
    throw notAuthorized('Invalid session for the user.')
  }
  const deviceKey = ChallengeResponses.DEVICE_KEY || session.state.deviceKey
  return challenge.answer({ ...attempt, deviceKey }, session, ChallengeResponses)
}
