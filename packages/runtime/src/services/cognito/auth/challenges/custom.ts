import { verifyAuthChallengeResponse } from '../../triggers/custom-challenge.ts'
import { required } from '../attempt.ts'
import { customStateOf, nextStep } from '../custom/next-step.ts'
import { userOf } from '../known-user.ts'
import type { Challenge } from './challenge.ts'

/** What a pool's function has asked: another one judges the answer, and a third says what comes of it. */
export const customChallenge: Challenge = {
  name: 'CUSTOM_CHALLENGE',
  async answer(attempt, { id, state }, responses) {
    const answer = required(responses, 'ANSWER')
    const user = state.userKey === undefined ? undefined : await userOf(attempt.reader, attempt, state)
    const person = { name: state.username, user }
    const { results, privateParameters, metadata } = customStateOf(state)
    const challengeResult = await verifyAuthChallengeResponse(attempt, person, privateParameters, answer)
    const result = { challengeName: 'CUSTOM_CHALLENGE', challengeResult, challengeMetadata: metadata }
    return nextStep(attempt, person, { results: [...results, result], closes: id })
  },
}
