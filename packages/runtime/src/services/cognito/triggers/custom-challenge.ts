import type { JsonObject } from '../../../kernel/json.ts'
import { invalidParameter } from '../errors.ts'
import { flag, textMapOrNone, textOrNone } from './read-response.ts'
import { unrecognizable } from './run-trigger.ts'
import { ask, clientMetadata, hasTrigger, type TriggerScene } from './scene.ts'
import { attributesOfPerson, nameOf, type Person, userNotFound } from './sign-in.ts'

/** One step of a sign-in that a pool's functions conduct, as they are told of it. */
export interface StepResult {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata: string | null
}

/** Observed (applications that match on it). */
const notConfigured = () => invalidParameter('Custom auth lambda trigger is not configured for the user pool.')

export function requireCustomAuth(scene: TriggerScene): void {
  if (!hasTrigger(scene, 'DefineAuthChallenge')) throw notConfigured()
}

export type Verdict =
  | { readonly kind: 'challenge'; readonly name: string }
  | { readonly kind: 'failed' }
  | { readonly kind: 'tokens' }

const sessionOf = (results: readonly StepResult[]): readonly JsonObject[] => results.map((result) => ({ ...result }))

/** `DefineAuthChallenge`: what comes next. That a failure wins, and that there must be some verdict, are inferred. */
export async function defineAuthChallenge(
  scene: TriggerScene,
  person: Person,
  results: readonly StepResult[],
): Promise<Verdict> {
  const response = await ask(scene, 'DefineAuthChallenge', {
    source: 'DefineAuthChallenge_Authentication',
    userName: nameOf(person),
    request: {
      userAttributes: attributesOfPerson(person),
      session: sessionOf(results),
      ...clientMetadata(scene),
      ...userNotFound(scene, person),
    },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  })
  if (!response) throw notConfigured()
  const name = textOrNone(response.challengeName)
  const issues = flag(response.issueTokens)
  if (flag(response.failAuthentication)) return { kind: 'failed' }
  if (issues) return { kind: 'tokens' }
  if (!name) throw unrecognizable()
  return { kind: 'challenge', name }
}

export interface MadeChallenge {
  readonly publicParameters: Readonly<Record<string, string>>
  /** For the function that judges the answer, and for nobody else. */
  readonly privateParameters: Readonly<Record<string, string>>
  readonly metadata: string | null
}

/** `CreateAuthChallenge`. */
export async function createAuthChallenge(
  scene: TriggerScene,
  person: Person,
  challengeName: string,
  results: readonly StepResult[],
): Promise<MadeChallenge> {
  const response = await ask(scene, 'CreateAuthChallenge', {
    source: 'CreateAuthChallenge_Authentication',
    userName: nameOf(person),
    request: {
      userAttributes: attributesOfPerson(person),
      challengeName,
      session: sessionOf(results),
      ...clientMetadata(scene),
      ...userNotFound(scene, person),
    },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  })
  if (!response) throw notConfigured()
  return {
    publicParameters: textMapOrNone(response.publicChallengeParameters) ?? {},
    privateParameters: textMapOrNone(response.privateChallengeParameters) ?? {},
    metadata: textOrNone(response.challengeMetadata) ?? null,
  }
}

/** `VerifyAuthChallengeResponse`: whether an answer is right. */
export async function verifyAuthChallengeResponse(
  scene: TriggerScene,
  person: Person,
  privateChallengeParameters: Readonly<Record<string, string>>,
  challengeAnswer: string,
): Promise<boolean> {
  const response = await ask(scene, 'VerifyAuthChallengeResponse', {
    source: 'VerifyAuthChallengeResponse_Authentication',
    userName: nameOf(person),
    request: {
      userAttributes: attributesOfPerson(person),
      privateChallengeParameters,
      challengeAnswer,
      ...clientMetadata(scene),
      ...userNotFound(scene, person),
    },
    response: { answerCorrect: null },
  })
  if (!response) throw notConfigured()
  return flag(response.answerCorrect)
}
