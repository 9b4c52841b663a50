import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { attributesOf, PASSWORD, people, refused } from '../support/people.ts'
import { SrpClient } from '../support/srp-client.ts'

const origin = inject('origin')
const ACCOUNT = '555500000071'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { pool, client, user, messages } = people(cognito, origin)

/** Plays all functions of a pool, and shows in a claim what it was told since the last token. */
const TRIGGERS = `let told = []
const turns = {
  PreSignUp({ userName }, response) {
    if (userName.startsWith('evil')) throw new Error('nobody of that name')
    response.autoConfirmUser = response.autoVerifyEmail = userName.startsWith('quick')
  },
  PreAuthentication({ request }) {
    if (request.validationData?.day === 'sunday') throw new Error('closed')
  },
  PostConfirmation({ userName }) {
    if (userName.startsWith('late')) throw new Error('too late')
  },
  PostAuthentication() {},
  CustomMessage({ request }, response) {
    response.emailSubject = 'Hello'
    response.emailMessage = 'Your number: ' + request.codeParameter
  },
  UserMigration({ userName, request }, response) {
    if (userName !== 'old' || request.password === 'wrong') throw new Error('unknown')
    response.userAttributes = { email: 'old@example.com', email_verified: 'true' }
    response.finalUserStatus = 'CONFIRMED'
    response.messageAction = 'SUPPRESS'
  },
  DefineAuthChallenge({ request: { session } }, response) {
    const last = session.at(-1)
    response.issueTokens = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult
    response.failAuthentication = session.filter(({ challengeResult }) => !challengeResult).length === 2
    response.challengeName = last?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE'
  },
  CreateAuthChallenge(_, response) {
    response.publicChallengeParameters = { hint: 'twice twenty-one' }
    response.privateChallengeParameters = { answer: '42' }
    response.challengeMetadata = 'SUM'
  },
  VerifyAuthChallengeResponse({ request }, response) {
    response.answerCorrect = request.challengeAnswer === request.privateChallengeParameters.answer
  },
  TokenGeneration(event, response) {
    const claims = { claimsToAddOrOverride: { told: told.map(({ triggerSource }) => triggerSource), shape: Object.keys(event) } }
    told = []
    response.claimsAndScopeOverrideDetails = {
      idTokenGeneration: claims,
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'blue' }, scopesToAdd: ['orders/read'] },
    }
  },
}
exports.handler = async (event) => {
  told.push(event)
  turns[event.triggerSource.split('_')[0]](event, event.response)
  return event
}`

let UserPoolId: string
let ClientId: string
let arn: string
beforeAll(async () => {
  const name = await functions.create(TRIGGERS)
  arn = functions.arnOf(name)
  UserPoolId = await pool()
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: {
        PreSignUp: arn,
        PreAuthentication: arn,
        PostConfirmation: arn,
        PostAuthentication: arn,
        CustomMessage: arn,
        UserMigration: arn,
        DefineAuthChallenge: arn,
        CreateAuthChallenge: arn,
        VerifyAuthChallengeResponse: arn,
        PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' },
      },
    }),
  )
  const flows = ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'] as const
  ClientId = (await client(UserPoolId, { ExplicitAuthFlows: [...flows, 'ALLOW_REFRESH_TOKEN_AUTH'] })).ClientId
})

const signUp = (Username: string) => {
  const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }]
  return cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }))
}
const begin = (
  AuthFlow: 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'REFRESH_TOKEN_AUTH',
  AuthParameters: Record<string, string>,
  ClientMetadata?: Record<string, string>,
) =>
  cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters, ...(ClientMetadata && { ClientMetadata }) }),
  )
const answer = (Session: string | undefined, responses: Record<string, string>, ChallengeName = 'CUSTOM_CHALLENGE') =>
  cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: ChallengeName as 'CUSTOM_CHALLENGE',
      ChallengeResponses: { USERNAME: 'ann', ...responses },
      ...(Session && { Session }),
    }),
  )
const told = (token: string | undefined) => decodeJwt(token ?? '').told

describe('a pool with functions', () => {
  it('may not call what does not let it (cognito-people 10.1)', async () => {
    expect(await refused(signUp('ann'))).toBe(
      'UnexpectedLambdaException: PreSignUp invocation failed due to error AccessDeniedException.',
    )
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: arn,
        StatementId: 'pool',
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${UserPoolId}`,
      }),
    )
  })

  it('asks before somebody signs up, and tells of it (cognito-people 6.5, 10.1.5, 10.2)', async () => {
    expect(await refused(signUp('evil'))).toBe(
      'UserLambdaValidationException: PreSignUp failed with error nobody of that name.',
    )
    expect(await signUp('quick')).toMatchObject({ UserConfirmed: true })
    const quick = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'quick' }))
    expect(attributesOf(quick.UserAttributes)).toMatchObject({ email_verified: 'true' })
    expect(await signUp('ann')).toMatchObject({ UserConfirmed: false })
    expect((await messages(UserPoolId)).at(-1)).toMatchObject({
      subject: 'Hello',
      body: expect.stringMatching(/^Your number: \d{6}$/),
    })
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'ann' }))
    await signUp('late')
    expect(await refused(cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'late' })))).toBe(
      'UserLambdaValidationException: PostConfirmation failed with error too late.',
    )
    const late = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'late' }))
    expect(late.UserStatus).toBe('CONFIRMED')
  })

  it('asks and tells at a sign-in, and lets its function write the tokens (cognito-people 7.3, 10.1.1, 10.4.2)', async () => {
    const { AuthenticationResult } = await begin('USER_PASSWORD_AUTH', { USERNAME: 'ann', PASSWORD })
    const id = decodeJwt(AuthenticationResult?.IdToken ?? '')
    expect((id.told as string[]).slice(-3)).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ])
    // As AWS documents the order.
    expect(id.shape).toEqual([
      'version',
      'triggerSource',
      'region',
      'userPoolId',
      'userName',
      'callerContext',
      'request',
      'response',
    ])
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({
      tenant: 'blue',
      scope: 'aws.cognito.signin.user.admin orders/read',
    })
    const again = await begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' })
    expect(told(again.AuthenticationResult?.IdToken)).toEqual(['TokenGeneration_RefreshTokens'])
  })

  it('asks before it looks at the password (cognito-people 7.3)', async () => {
    const closed = 'UserLambdaValidationException: PreAuthentication failed with error closed.'
    for (const password of [PASSWORD, 'wrong']) {
      const call = begin('USER_PASSWORD_AUTH', { USERNAME: 'ann', PASSWORD: password }, { day: 'sunday' })
      expect(await refused(call)).toBe(closed)
    }
    const AuthParameters = { USERNAME: 'ann', PASSWORD }
    const input = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const
    const admin = new AdminInitiateAuthCommand({ ...input, ClientMetadata: { day: 'sunday' } })
    expect(await refused(cognito.send(admin))).toBe(closed)
  })

  it('brings over whom its function knows (cognito-people 10.3.1, 10.3.2)', async () => {
    const from = (USERNAME: string, password: string) => begin('USER_PASSWORD_AUTH', { USERNAME, PASSWORD: password })
    expect(await refused(from('old', 'wrong'))).toBe(
      `UserNotFoundException: Exception migrating user in app client ${ClientId}`,
    )
    expect((await from('old', 'anything')).AuthenticationResult?.TokenType).toBe('Bearer')
    expect(await refused(from('old', 'wrong'))).toBe('NotAuthorizedException: Incorrect username or password.')
    expect(await refused(cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'nobody' })))).toBe(
      `UserNotFoundException: Exception migrating user in app client ${ClientId}`,
    )
  })

  it('writes invitations (cognito-people 11.3.1)', async () => {
    const UserAttributes = [{ Name: 'email', Value: 'guest@example.com' }]
    const DesiredDeliveryMediums = ['EMAIL' as const]
    await cognito.send(
      new AdminCreateUserCommand({ UserPoolId, Username: 'guest', UserAttributes, DesiredDeliveryMediums }),
    )
    const { body = '', code = '' } = (await messages(UserPoolId)).at(-1) ?? {}
    // What the function wrote leaves out the name: the pool's own text stands in for it.
    expect(body).toBe(`Your username is guest and temporary password is ${code}.`)
  })
})

describe('signing in by challenges of one’s own', () => {
  it('goes on until the functions give tokens (cognito-people 7.8.1, 7.8.2)', async () => {
    const first = await begin('CUSTOM_AUTH', { USERNAME: 'ann' })
    expect(first).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'ann', hint: 'twice twenty-one' },
    })
    expect(JSON.stringify(first)).not.toContain('"answer"')
    const second = await answer(first.Session, { ANSWER: '41' })
    expect(second.Session).not.toBe(first.Session)
    const { AuthenticationResult } = await answer(second.Session, { ANSWER: '42' })
    expect((told(AuthenticationResult?.IdToken) as string[]).slice(-9)).toEqual([
      'DefineAuthChallenge_Authentication',
      'CreateAuthChallenge_Authentication',
      'VerifyAuthChallengeResponse_Authentication',
      'DefineAuthChallenge_Authentication',
      'CreateAuthChallenge_Authentication',
      'VerifyAuthChallengeResponse_Authentication',
      'DefineAuthChallenge_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ])
    expect(await refused(answer(second.Session, { ANSWER: '42' }))).toBe(
      'NotAuthorizedException: Invalid session for the user, session can only be used once.',
    )
  })

  it('ends where the functions give up (cognito-people 7.8.3)', async () => {
    const first = await begin('CUSTOM_AUTH', { USERNAME: 'ann' })
    const second = await answer(first.Session, { ANSWER: '1' })
    expect(await refused(answer(second.Session, { ANSWER: '2' }))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    expect(await refused(answer(second.Session, { ANSWER: '42' }))).toBe(
      'NotAuthorizedException: Invalid session for the user, session can only be used once.',
    )
  })

  it('may begin with the password (cognito-people 7.8.4)', async () => {
    const srp = new SrpClient()
    const first = await begin('CUSTOM_AUTH', { USERNAME: 'ann', CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicA })
    expect(first.ChallengeName).toBe('PASSWORD_VERIFIER')
    const identity = `${UserPoolId.split('_')[1]}ann`
    const wrong = srp.answer(first.ChallengeParameters ?? {}, identity, 'wrong')
    expect(await refused(answer(first.Session, { ...wrong }, 'PASSWORD_VERIFIER'))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    const again = await begin('CUSTOM_AUTH', { USERNAME: 'ann', CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicA })
    const proof = srp.answer(again.ChallengeParameters ?? {}, identity, PASSWORD)
    const riddle = await answer(again.Session, { ...proof }, 'PASSWORD_VERIFIER')
    expect(riddle.ChallengeName).toBe('CUSTOM_CHALLENGE')
    expect((await answer(riddle.Session, { ANSWER: '42' })).AuthenticationResult?.IdToken).toBeDefined()
  })

  it('is refused by a pool without functions (cognito-people 7.8)', async () => {
    const other = await pool()
    await user(other, 'ann')
    const app = await client(other, { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] })
    const call = cognito.send(
      new InitiateAuthCommand({ ClientId: app.ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'ann' } }),
    )
    expect(await refused(call)).toBe(
      'InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.',
    )
  })
})
