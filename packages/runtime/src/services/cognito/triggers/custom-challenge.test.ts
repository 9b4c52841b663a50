import { afterEach, describe, expect, test } from 'vitest'
import {
  eventOf,
  type Handler,
  lambdaRefusal,
  type PoolWithTriggers,
  poolWithTriggers,
  throwing,
} from './triggers.harness.ts'

let pool: PoolWithTriggers | undefined
afterEach(() => pool?.close())

interface Step {
  readonly challengeName: string
  readonly challengeResult: boolean
}

/** Three tries at a riddle. */
const riddle = {
  DefineAuthChallenge: ({ request }) => {
    const session = request.session as readonly Step[]
    if (session.at(-1)?.challengeResult) return { issueTokens: true, failAuthentication: false }
    if (session.length >= 3) return { issueTokens: false, failAuthentication: true }
    return { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
  },
  CreateAuthChallenge: ({ request }) => ({
    publicChallengeParameters: { question: 'How many?', tries: (request.session as readonly Step[]).length },
    privateChallengeParameters: { answer: '42' },
    challengeMetadata: 'RIDDLE',
  }),
  VerifyAuthChallengeResponse: ({ request }) => {
    const { answer } = request.privateChallengeParameters as Record<string, string>
    return { answerCorrect: request.challengeAnswer === answer }
  },
} satisfies Record<string, Handler>

const start = async (
  triggers: Partial<Record<keyof typeof riddle | 'PreAuthentication' | 'PostAuthentication', Handler>> = {},
  more: Partial<Parameters<typeof poolWithTriggers>[0]> = {},
) => {
  pool = await poolWithTriggers({ triggers: { ...riddle, ...triggers }, ...more })
  return pool
}

const hidden = { client: { PreventUserExistenceErrors: 'ENABLED' as const } }
const wrong = lambdaRefusal('NotAuthorizedException', 'Incorrect username or password.')
const begin = (pool: PoolWithTriggers, USERNAME = 'ann', more = {}) =>
  pool.call('InitiateAuth', {
    ClientId: pool.ClientId,
    AuthFlow: 'CUSTOM_AUTH',
    AuthParameters: { USERNAME },
    ...more,
  })
const answer = (pool: PoolWithTriggers, Session: string | undefined, ANSWER: string, more = {}) =>
  pool.call('RespondToAuthChallenge', {
    ClientId: pool.ClientId,
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session,
    ChallengeResponses: { USERNAME: 'ann', ANSWER },
    ...more,
  })

describe('CUSTOM_AUTH', () => {
  test('asks what the functions ask, and tells them of each step', async () => {
    const pool = await start()
    await pool.person('ann', { email: 'ann@example.com' })
    const { Session, ...asked } = await begin(pool, 'ann', { ClientMetadata: { not: 'told' } })
    expect(asked).toEqual({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { question: 'How many?', tries: '0', USERNAME: 'ann' },
    })
    const { AuthenticationResult, ChallengeParameters } = await answer(pool, Session, '42', {
      ClientMetadata: { from: 'app' },
    })
    expect(AuthenticationResult?.AccessToken).toBeDefined()
    expect(ChallengeParameters).toEqual({})

    const { attributes } = await pool.user()
    const userAttributes = { sub: attributes.sub, 'cognito:user_status': 'CONFIRMED', email: 'ann@example.com' }
    const clientMetadata = { from: 'app' }
    const passed = [{ challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'RIDDLE' }]
    const event = (name: string, request: object, response: object) =>
      eventOf(pool, {
        triggerSource: `${name}_Authentication`,
        userName: 'ann',
        request: { userAttributes, ...request },
        response: response as Record<string, unknown>,
      })
    const undecided = { challengeName: null, issueTokens: null, failAuthentication: null }
    const unmade = { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null }
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        event('DefineAuthChallenge', { session: [] }, undecided),
        event('CreateAuthChallenge', { challengeName: 'CUSTOM_CHALLENGE', session: [] }, unmade),
        event(
          'VerifyAuthChallengeResponse',
          { privateChallengeParameters: { answer: '42' }, challengeAnswer: '42', clientMetadata },
          { answerCorrect: null },
        ),
        event('DefineAuthChallenge', { session: passed, clientMetadata }, undecided),
      ]),
    )
  })

  test('goes on with another session after a wrong answer, until the functions give up', async () => {
    const pool = await start()
    await pool.person()
    let { Session } = await begin(pool)
    const first = Session
    for (const tries of ['1', '2']) {
      const next = await answer(pool, Session, 'wrong')
      expect(next.ChallengeParameters).toMatchObject({ tries })
      Session = next.Session
    }
    await expect(answer(pool, Session, 'wrong')).rejects.toEqual(wrong)
    const once = 'Invalid session for the user, session can only be used once.'
    await expect(answer(pool, Session, '42')).rejects.toMatchObject({ message: once })
    await expect(answer(pool, first, '42')).rejects.toMatchObject({ message: once })
  })

  test('takes one of two answers that come at once', async () => {
    const pool = await start()
    await pool.person()
    const { Session } = await begin(pool)
    const both = await Promise.allSettled([answer(pool, Session, '42'), answer(pool, Session, '42')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('may give tokens at once, and calls PostAuthentication but not PreAuthentication', async () => {
    const pool = await start({
      DefineAuthChallenge: () => ({ issueTokens: true }),
      PreAuthentication: () => ({}),
      PostAuthentication: () => ({}),
    })
    await pool.person()
    expect((await begin(pool)).AuthenticationResult).toBeDefined()
    expect(pool.sources()).toEqual(['DefineAuthChallenge_Authentication', 'PostAuthentication_Authentication'])
  })

  test('lets nobody in whom there is not, whatever the functions say, where that is hidden', async () => {
    const pool = await start({}, hidden)
    const { Session, ChallengeParameters } = await begin(pool, 'nobody')
    expect(ChallengeParameters).toMatchObject({ USERNAME: 'nobody' })
    const ChallengeResponses = { USERNAME: 'nobody', ANSWER: '42' }
    await expect(answer(pool, Session, '', { ChallengeResponses })).rejects.toEqual(wrong)
    for (const { userName, request } of pool.events) {
      expect({ userName, request }).toMatchObject({
        userName: 'nobody',
        request: { userAttributes: {}, userNotFound: true },
      })
    }
    expect(pool.events).toHaveLength(4)
  })

  test('says of whom there is not that they are not, where that is no secret', async () => {
    const pool = await start()
    await expect(begin(pool, 'nobody')).rejects.toMatchObject({ code: 'UserNotFoundException' })
    expect(pool.events).toEqual([])
  })

  test('keeps out who is disabled or not confirmed, also in between', async () => {
    const pool = await start()
    const { UserPoolId, ClientId } = pool
    await pool.person()
    const { Session } = await begin(pool)
    await pool.call('AdminDisableUser', { UserPoolId, Username: 'ann' })
    const disabled = lambdaRefusal('NotAuthorizedException', 'User is disabled.')
    await expect(answer(pool, Session, '42')).rejects.toEqual(disabled)
    await expect(begin(pool)).rejects.toEqual(disabled)
    await pool.call('SignUp', { ClientId, Username: 'bob', Password: 'Harbor-42-Lantern!' })
    await expect(begin(pool, 'bob')).rejects.toMatchObject({ code: 'UserNotConfirmedException' })
  })

  test('begins with a password where somebody offers to prove one', async () => {
    const pool = await start({ DefineAuthChallenge: () => ({ challengeName: 'PASSWORD_VERIFIER' }) })
    await pool.person()
    const AuthParameters = { USERNAME: 'ann', CHALLENGE_NAME: 'SRP_A', SRP_A: 'ab' }
    const { ChallengeName, ChallengeParameters, Session } = await begin(pool, 'ann', { AuthParameters })
    expect(ChallengeName).toBe('PASSWORD_VERIFIER')
    expect(Object.keys(ChallengeParameters ?? {}).sort()).toEqual([
      'SALT',
      'SECRET_BLOCK',
      'SRP_B',
      'USERNAME',
      'USER_ID_FOR_SRP',
    ])
    expect(Session).toBeDefined()
    const offered = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }
    expect(pool.events[0]?.request.session).toEqual([offered])
    await expect(begin(pool)).rejects.toMatchObject({ code: 'NotImplementedException' })
  })

  test.each<[string, Parameters<typeof start>[0], string, string]>([
    [
      'DefineAuthChallenge throws',
      { DefineAuthChallenge: throwing('lost') },
      'UserLambdaValidationException',
      'DefineAuthChallenge failed with error lost.',
    ],
    [
      'DefineAuthChallenge decides nothing',
      { DefineAuthChallenge: () => ({}) },
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'DefineAuthChallenge gives a text for a flag',
      { DefineAuthChallenge: () => ({ issueTokens: 'true' }) },
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'DefineAuthChallenge both gives tokens and fails',
      { DefineAuthChallenge: () => ({ issueTokens: true, failAuthentication: true }) },
      'NotAuthorizedException',
      'Incorrect username or password.',
    ],
    [
      'CreateAuthChallenge throws',
      { CreateAuthChallenge: throwing('no riddle') },
      'UserLambdaValidationException',
      'CreateAuthChallenge failed with error no riddle.',
    ],
    [
      'CreateAuthChallenge gives parameters that are no texts',
      { CreateAuthChallenge: () => ({ publicChallengeParameters: { a: {} } }) },
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'another challenge is asked for',
      { DefineAuthChallenge: () => ({ challengeName: 'SMS_MFA' }) },
      'NotImplementedException',
      'The challenge SMS_MFA from DefineAuthChallenge is not emulated by Sallyport.',
    ],
  ])('does not begin where %s', async (_, triggers, code, message) => {
    const pool = await start(triggers)
    await pool.person()
    await expect(begin(pool)).rejects.toEqual(lambdaRefusal(code, message))
  })

  test('an answer that is judged by nobody can be given again', async () => {
    let isBroken = true
    const pool = await start({
      VerifyAuthChallengeResponse: (event) =>
        isBroken ? throwing('tired')(event) : riddle.VerifyAuthChallengeResponse(event),
    })
    await pool.person()
    const { Session } = await begin(pool)
    await expect(answer(pool, Session, '42')).rejects.toEqual(
      lambdaRefusal('UserLambdaValidationException', 'VerifyAuthChallengeResponse failed with error tired.'),
    )
    isBroken = false
    expect((await answer(pool, Session, '42')).AuthenticationResult).toBeDefined()
  })

  test('is refused without functions, and to clients that may not', async () => {
    const none = await poolWithTriggers({})
    await none.person()
    await expect(begin(none)).rejects.toEqual(
      lambdaRefusal('InvalidParameterException', 'Custom auth lambda trigger is not configured for the user pool.'),
    )
    await none.close()
    const pool = await start({}, { client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } })
    await pool.person()
    await expect(begin(pool)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    expect(pool.events).toEqual([])
  })
})
