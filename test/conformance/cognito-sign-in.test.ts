import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  CreateUserPoolDomainCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { PASSWORD, people, refused, secretHash } from '../support/people.ts'
import { SrpClient } from '../support/srp-client.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000069' })
const { pool, client, user, messages } = people(cognito, origin)

let UserPoolId: string
let ClientId: string
beforeAll(async () => {
  UserPoolId = await pool()
  ClientId = (await client(UserPoolId)).ClientId
  await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true', name: 'Ann' })
})

const begin = (app: string, AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH', AuthParameters: Record<string, string>) =>
  cognito.send(new InitiateAuthCommand({ ClientId: app, AuthFlow, AuthParameters }))
const signIn = async (app: string, USERNAME: string, password: string = PASSWORD) => {
  const { AuthenticationResult } = await begin(app, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: password })
  return AuthenticationResult ?? {}
}
const refresh = (app: string, REFRESH_TOKEN: string | undefined) =>
  cognito.send(
    new InitiateAuthCommand({
      ClientId: app,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: REFRESH_TOKEN ?? '' },
    }),
  )
const getUser = (AccessToken: string | undefined) => cognito.send(new GetUserCommand({ AccessToken }))

describe('signing in with a password', () => {
  it('gives tokens that the pool’s keys verify (cognito-people 4.3.2, 4.3.4, 4.3.5, 4.4.1, 4.4.2, 7.1.1)', async () => {
    const answer = await begin(ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'ann', PASSWORD })
    expect(answer.ChallengeParameters).toEqual({})
    const { AccessToken = '', IdToken = '', RefreshToken, ...others } = answer.AuthenticationResult ?? {}
    expect(others).toEqual({ ExpiresIn: 3600, TokenType: 'Bearer' })
    expect(RefreshToken).toMatch(/^eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNB[\w-]+(\.[\w-]+){4}$/)
    const keys = await (await fetch(`${origin}/${UserPoolId}/.well-known/jwks.json`)).json()
    const keySet = createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0])
    const { payload: access } = await jwtVerify(AccessToken, keySet)
    const { payload: id } = await jwtVerify(IdToken, keySet, { audience: ClientId })
    expect(decodeProtectedHeader(AccessToken).kid).not.toBe(decodeProtectedHeader(IdToken).kid)
    expect(access).toEqual({
      sub: expect.any(String),
      iss: expect.stringContaining(UserPoolId),
      version: 2,
      client_id: ClientId,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: expect.any(Number),
      iat: access.iat,
      exp: (access.iat ?? 0) + 3600,
      jti: expect.any(String),
      username: 'ann',
    })
    // A second may pass between the sign-in and the token.
    expect(access.auth_time).toBeLessThanOrEqual(access.iat ?? 0)
    expect(id).toMatchObject({
      sub: access.sub,
      aud: ClientId,
      token_use: 'id',
      'cognito:username': 'ann',
      email: 'ann@example.com',
      email_verified: true,
      name: 'Ann',
      origin_jti: access.origin_jti,
    })
    expect((await getUser(AccessToken)).Username).toBe('ann')
    expect(await refused(getUser(IdToken))).toBe('NotAuthorizedException: Invalid Access Token')
    expect(await refused(getUser('made.up.token'))).toBe('NotAuthorizedException: Invalid Access Token')
  })

  it.each([
    ['USER_PASSWORD_AUTH', 'PASSWORD_VERIFIER'],
    ['ADMIN_NO_SRP_AUTH', 'PASSWORD_VERIFIER'],
    ['CUSTOM_AUTH_FLOW_ONLY', 'InvalidParameterException: USER_SRP_AUTH is not enabled for the client.'],
  ] as const)('may prove the password unless flows of the older kind leave it out: %s', async (flow, outcome) => {
    const older = (await client(UserPoolId, { ExplicitAuthFlows: [flow] })).ClientId
    const begun = begin(older, 'USER_SRP_AUTH', { USERNAME: 'ann', SRP_A: 'a1'.repeat(384) })
    expect(await begun.then(({ ChallengeName }) => ChallengeName, String)).toBe(outcome)
  })

  it('is refused in AWS’s words (cognito-people 7.1.2, 7.1.3, 7.1.5, 7.3.3)', async () => {
    expect(await refused(signIn(ClientId, 'ann', 'wrong'))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    expect(await refused(signIn(ClientId, 'nobody'))).toBe('UserNotFoundException: User does not exist.')
    const hiding = (await client(UserPoolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId
    expect(await refused(signIn(hiding, 'nobody'))).toBe('NotAuthorizedException: Incorrect username or password.')
    expect(await refused(begin(ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'ann' }))).toBe(
      'InvalidParameterException: Missing required parameter PASSWORD',
    )
    const srpOnly = (await client(UserPoolId, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })).ClientId
    expect(await refused(signIn(srpOnly, 'ann'))).toBe(
      'InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client',
    )
    const admin = { UserPoolId, ClientId: srpOnly, AuthParameters: { USERNAME: 'ann', PASSWORD } }
    expect(
      await refused(cognito.send(new AdminInitiateAuthCommand({ ...admin, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' }))),
    ).toBe('InvalidParameterException: Auth flow not enabled for this client')
    const pub = { ClientId, AuthParameters: { USERNAME: 'ann', PASSWORD } }
    expect(await refused(cognito.send(new InitiateAuthCommand({ ...pub, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' })))).toBe(
      'InvalidParameterException: Initiate Auth method not supported',
    )
    await user(UserPoolId, 'ben', { email: 'ben@example.com', email_verified: 'true' })
    await cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: 'ben' }))
    expect(await refused(signIn(ClientId, 'ben'))).toBe(
      'PasswordResetRequiredException: Password reset required for the user',
    )
    await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'ben' }))
    expect(await refused(signIn(ClientId, 'ben'))).toBe('NotAuthorizedException: User is disabled.')
  })

  it('asks for a new one where it is temporary (cognito-people 7.1.6, 7.3.6)', async () => {
    const required = await pool({ Schema: [{ Name: 'given_name', Required: true }] })
    const app = (await client(required)).ClientId
    await user(required, 'ann', { email: 'ann@example.com' })
    const temporary = { UserPoolId: required, Username: 'ann', Password: 'Temporary-1!', Permanent: false }
    await cognito.send(new AdminSetUserPasswordCommand(temporary))
    const asked = await begin(app, 'USER_PASSWORD_AUTH', { USERNAME: 'ann', PASSWORD: 'Temporary-1!' })
    expect(asked).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: 'ann',
        requiredAttributes: '["userAttributes.given_name"]',
        userAttributes: '{"email":"ann@example.com"}',
      },
      Session: expect.any(String),
    })
    const { Session } = asked
    const answer = (more: Record<string, string>) =>
      cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: app,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD: PASSWORD, ...more },
          Session,
        }),
      )
    expect(await refused(answer({}))).toBe('InvalidParameterException: Invalid attributes given, given_name is missing')
    const done = await answer({ 'userAttributes.given_name': 'Ann' })
    expect(decodeJwt(done.AuthenticationResult?.IdToken ?? '').given_name).toBe('Ann')
    expect(await refused(answer({ 'userAttributes.given_name': 'Ann' }))).toBe(
      'NotAuthorizedException: Invalid session for the user, session can only be used once.',
    )
    expect(await refused(signIn(app, 'ann', 'Temporary-1!'))).toContain('Incorrect username or password.')
  })

  it('for administrators, and with the secret of a client (cognito-people 5.4.1, 5.4.2, 7.2.1, 7.2.4)', async () => {
    const app = await client(UserPoolId, { GenerateSecret: true })
    const SECRET_HASH = secretHash('ann', app.ClientId, app.secret)
    const sent = (hash: string) => ({
      UserPoolId,
      ClientId: app.ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const,
      AuthParameters: { USERNAME: 'ann', PASSWORD, SECRET_HASH: hash },
    })
    const { AuthenticationResult } = await cognito.send(new AdminInitiateAuthCommand(sent(SECRET_HASH)))
    expect(AuthenticationResult?.AccessToken).toMatch(/^ey/)
    expect(await refused(cognito.send(new AdminInitiateAuthCommand(sent('AAAA'))))).toBe(
      `NotAuthorizedException: Unable to verify secret hash for client ${app.ClientId}`,
    )
    const tokens = await cognito.send(
      new GetTokensFromRefreshTokenCommand({
        ClientId: app.ClientId,
        ClientSecret: app.secret,
        RefreshToken: AuthenticationResult?.RefreshToken,
      }),
    )
    expect(tokens.AuthenticationResult?.IdToken).toMatch(/^ey/)
    expect(tokens.AuthenticationResult?.RefreshToken).toBeUndefined()
  })
})

describe('signing in without sending the password (cognito-people 7.5.1, 7.5.2, 7.5.4, 7.5.5, 7.5.6, 7.5.7, 7.5.8, 7.5.9)', () => {
  const srp = async (app: string, name: string, password: string, poolId = UserPoolId) => {
    const side = new SrpClient()
    const offer = await begin(app, 'USER_SRP_AUTH', { USERNAME: name, SRP_A: side.publicA })
    expect(offer.ChallengeName).toBe('PASSWORD_VERIFIER')
    expect(offer.Session).toBeUndefined()
    const parameters = offer.ChallengeParameters ?? {}
    const USERNAME = parameters.USER_ID_FOR_SRP ?? ''
    const proof = side.answer(parameters, `${poolId.split('_')[1]}${USERNAME}`, password)
    return () =>
      cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: app,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses: { USERNAME, ...proof },
        }),
      )
  }

  it('gives tokens for the right one, once (cognito-people 7.4.1, 7.4.4)', async () => {
    const answer = await srp(ClientId, 'ann', PASSWORD)
    const { AuthenticationResult } = await answer()
    expect(decodeJwt(AuthenticationResult?.IdToken ?? '')['cognito:username']).toBe('ann')
    expect(await refused(answer())).toContain('session can only be used once')
    const wrong = await srp(ClientId, 'ann', 'wrong')
    expect(await refused(wrong())).toBe('NotAuthorizedException: Incorrect username or password.')
  })

  it('does not tell who is there, where the client hides it (cognito-people 7.4.5)', async () => {
    expect(await refused(srp(ClientId, 'nobody', PASSWORD))).toBe('UserNotFoundException: User does not exist.')
    const hiding = (await client(UserPoolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId
    const answer = await srp(hiding, 'nobody', PASSWORD)
    expect(await refused(answer())).toBe('NotAuthorizedException: Incorrect username or password.')
    const offer = () => begin(hiding, 'USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A: 'abcdef' })
    const salts = [await offer(), await offer()].map(({ ChallengeParameters }) => ChallengeParameters?.SALT)
    expect(salts[0]).toBe(salts[1])
    expect(await refused(begin(ClientId, 'USER_SRP_AUTH', { USERNAME: 'ann' }))).toBe(
      'InvalidParameterException: Missing required parameter SRP_A',
    )
  })

  it('by an address, whose owner has a name of the service’s (cognito-people 7.4.3)', async () => {
    const byEmail = await pool({ UsernameAttributes: ['email'] })
    const app = (await client(byEmail)).ClientId
    await user(byEmail, 'ann@example.com')
    const answer = await srp(app, 'ann@example.com', PASSWORD, byEmail)
    const { sub, username } = decodeJwt((await answer()).AuthenticationResult?.AccessToken ?? '')
    expect(username).toBe(sub)
  })
})

describe('groups', () => {
  it('stand in tokens, with the role that counts (cognito-people 4.3.6, 9.1.1, 9.2.1, 9.2.2)', async () => {
    const role = (name: string) => `arn:aws:iam::555500000069:role/${name}`
    const group = (GroupName: string, Precedence?: number, RoleArn?: string) =>
      cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence, RoleArn }))
    await group('plain')
    await group('readers', 5, role('reader'))
    await group('admins', 1, role('admin'))
    expect(await refused(group('admins'))).toContain('GroupExistsException: A group with the name already exists')
    await user(UserPoolId, 'cleo')
    for (const GroupName of ['plain', 'readers', 'admins']) {
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'cleo', GroupName }))
    }
    const missing = new AdminAddUserToGroupCommand({ UserPoolId, Username: 'cleo', GroupName: 'none' })
    expect(await refused(cognito.send(missing))).toBe('ResourceNotFoundException: Group not found.')
    const { AccessToken = '', IdToken = '' } = await signIn(ClientId, 'cleo')
    const groups = ['admins', 'readers', 'plain']
    expect(decodeJwt(AccessToken)).toMatchObject({ 'cognito:groups': groups })
    expect(decodeJwt(AccessToken)).not.toHaveProperty(['cognito:roles'])
    expect(decodeJwt(IdToken)).toMatchObject({
      'cognito:groups': groups,
      'cognito:roles': [role('admin'), role('reader')],
      'cognito:preferred_role': role('admin'),
    })
  })
})

describe('refresh tokens', () => {
  it('give new tokens of the same sign-in, until they are revoked (cognito-people 4.5.2, 5.2.1, 5.2.2, 7.9.1, 7.9.2)', async () => {
    const first = await signIn(ClientId, 'ann')
    const { AuthenticationResult } = await refresh(ClientId, first.RefreshToken)
    expect(AuthenticationResult).not.toHaveProperty('RefreshToken')
    const [before, after] = [first.AccessToken, AuthenticationResult?.AccessToken].map((text) => decodeJwt(text ?? ''))
    expect(after).toMatchObject({ origin_jti: before?.origin_jti, auth_time: before?.auth_time })
    expect(after?.jti).not.toBe(before?.jti)
    expect(await refused(refresh(ClientId, 'garbage'))).toBe('NotAuthorizedException: Invalid Refresh Token')
    const other = (await client(UserPoolId)).ClientId
    expect(await refused(refresh(other, first.RefreshToken))).toBe('NotAuthorizedException: Invalid Refresh Token')
    const revoke = (Token: string | undefined) => cognito.send(new RevokeTokenCommand({ ClientId, Token }))
    expect(await refused(revoke(first.AccessToken))).toContain('UnsupportedTokenTypeException')
    await revoke(first.RefreshToken)
    expect(await refused(refresh(ClientId, first.RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    )
    for (const token of [first.AccessToken, AuthenticationResult?.AccessToken]) {
      expect(await refused(getUser(token))).toBe('NotAuthorizedException: Access Token has been revoked')
    }
  })

  it('rotate where the client says so (cognito-people 7.9.3)', async () => {
    const rotating = await client(UserPoolId, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    })
    const { RefreshToken } = await signIn(rotating.ClientId, 'ann')
    const use = (token: string | undefined) =>
      cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: rotating.ClientId, RefreshToken: token }))
    const next = (await use(RefreshToken)).AuthenticationResult?.RefreshToken
    expect(next).not.toBe(RefreshToken)
    expect(await refused(use(RefreshToken))).toContain('RefreshTokenReuseException')
    expect((await use(next)).AuthenticationResult?.AccessToken).toMatch(/^ey/)
    expect(await refused(refresh(rotating.ClientId, next))).toContain('InvalidParameterException')
  })

  it('end with a sign-out everywhere (cognito-people 5.3.1)', async () => {
    const [one, two] = [await signIn(ClientId, 'ann'), await signIn(ClientId, 'ann')]
    await cognito.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }))
    for (const { AccessToken, RefreshToken } of [one, two]) {
      expect(await refused(getUser(AccessToken))).toBe('NotAuthorizedException: Access Token has been revoked')
      expect(await refused(refresh(ClientId, RefreshToken))).toContain('Refresh Token has been revoked')
    }
    const three = await signIn(ClientId, 'ann')
    await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'ann' }))
    expect(await refused(getUser(three.AccessToken))).toContain('revoked')
  })

  it('are good at the token endpoint, which revokes them too', async () => {
    const Domain = uniqueName('people').toLowerCase()
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
    const { RefreshToken = '', AccessToken } = await signIn(ClientId, 'ann')
    const post = (path: string, form: Record<string, string>) =>
      fetch(`${origin}/_aws/cognito/${Domain}/oauth2/${path}`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: ClientId, ...form }),
      })
    const refreshed = () => post('token', { grant_type: 'refresh_token', refresh_token: RefreshToken })
    const answer = await refreshed()
    expect(answer.status).toBe(200)
    const body = (await answer.json()) as Record<string, string>
    expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type'])
    expect(decodeJwt(body.access_token ?? '').username).toBe('ann')
    const info = await fetch(`${origin}/_aws/cognito/${Domain}/oauth2/userInfo`, {
      headers: { Authorization: `Bearer ${AccessToken}` },
    })
    expect(info.status).toBe(401)
    expect(await info.json()).toMatchObject({ error_description: 'Access token does not contain openid scope' })
    expect((await post('revoke', { token: RefreshToken })).status).toBe(200)
    const revoked = await refreshed()
    expect([revoked.status, await revoked.json()]).toEqual([400, { error: 'invalid_grant' }])
  })
})

it('sessions are of the client that they were opened for', async () => {
  const temporary = { UserPoolId, Username: 'dora', Password: 'Temporary-1!', Permanent: false }
  await user(UserPoolId, 'dora')
  await cognito.send(new AdminSetUserPasswordCommand(temporary))
  const { Session } = await begin(ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'dora', PASSWORD: 'Temporary-1!' })
  const other = (await client(UserPoolId)).ClientId
  const answer = (app: string, session: string | undefined) =>
    cognito.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId: app,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeResponses: { USERNAME: 'dora', NEW_PASSWORD: PASSWORD },
        Session: session,
      }),
    )
  expect(await refused(answer(other, Session))).toBe('NotAuthorizedException: Invalid session for the user.')
  expect(await refused(answer(ClientId, 'made-up-session-of-some-length'))).toContain('Invalid session for the user')
  expect((await answer(ClientId, Session)).AuthenticationResult?.AccessToken).toMatch(/^ey/)
})

describe('choosing how to sign in', () => {
  const choicePool = async (PreventUserExistenceErrors: 'ENABLED' | 'LEGACY' = 'LEGACY') => {
    const factors = ['PASSWORD' as const, 'EMAIL_OTP' as const]
    const id = await pool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } } })
    const app = await client(id, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'], PreventUserExistenceErrors })
    await user(id, 'ann', { email: 'ann@example.com' })
    const start = (AuthParameters: Record<string, string>) =>
      cognito.send(new InitiateAuthCommand({ ClientId: app.ClientId, AuthFlow: 'USER_AUTH', AuthParameters }))
    const answer = (
      name: 'SELECT_CHALLENGE' | 'EMAIL_OTP',
      Session: string | undefined,
      more: Record<string, string>,
    ) =>
      cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId: app.ClientId,
          ChallengeName: name,
          ChallengeResponses: { USERNAME: 'ann', ...more },
          Session,
        }),
      )
    return { id, start, answer }
  }

  it('names what there is, and takes the answer with the password (cognito-people 7.7.1, 7.7.3, 7.7.4)', async () => {
    const { start, answer } = await choicePool()
    const asked = await start({ USERNAME: 'ann' })
    expect(asked).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['EMAIL_OTP', 'PASSWORD_SRP', 'PASSWORD'],
    })
    const done = await answer('SELECT_CHALLENGE', asked.Session, { ANSWER: 'PASSWORD', PASSWORD })
    expect(done.AuthenticationResult?.IdToken).toMatch(/^ey/)
    const direct = await start({ USERNAME: 'ann', PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
    expect(direct.AuthenticationResult?.IdToken).toMatch(/^ey/)
    const passkey = start({ USERNAME: 'ann', PREFERRED_CHALLENGE: 'WEB_AUTHN' })
    expect(await refused(passkey)).toContain('NotImplementedException: Signing in with a passkey')
  })

  it('sends a code of eight digits, of which wrong ones leave the session open (cognito-people 7.1.7, 7.7.5, 7.7.6, 11.2.1)', async () => {
    const { id, start, answer } = await choicePool()
    const asked = await start({ USERNAME: 'ann', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    expect(asked).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      AvailableChallenges: ['EMAIL_OTP'],
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'a***@e***' },
    })
    const code = (await messages(id)).at(-1)?.code ?? ''
    expect(code).toMatch(/^\d{8}$/)
    expect(await refused(answer('EMAIL_OTP', asked.Session, { EMAIL_OTP_CODE: 'abcdefgh' }))).toBe(
      'CodeMismatchException: Invalid code or auth state for the user.',
    )
    const done = await answer('EMAIL_OTP', asked.Session, { EMAIL_OTP_CODE: code })
    expect(decodeJwt(done.AuthenticationResult?.IdToken ?? '').email_verified).toBe(true)
  })

  it('sends codes in the pool’s own words (cognito-people 11.1.1)', async () => {
    const { id, start } = await choicePool()
    const MfaConfiguration = 'OFF' as const
    const texts = (EmailMfaConfiguration: { Message?: string; Subject?: string }) =>
      cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: id, MfaConfiguration, EmailMfaConfiguration }))
    const SourceArn = 'arn:aws:ses:us-east-1:123456789012:identity/us@example.com'
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: id,
        EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      }),
    )
    await texts({ Message: 'Knock with {####}', Subject: 'The door' })
    await start({ USERNAME: 'ann', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    const own = (await messages(id)).at(-1)
    expect(own).toMatchObject({ subject: 'The door', body: `Knock with ${own?.code}` })
    await texts({ Subject: 'The door' })
    await start({ USERNAME: 'ann', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    const half = (await messages(id)).at(-1)
    expect(half).toMatchObject({ subject: 'The door', body: expect.stringContaining(half?.code ?? '?') })
  })

  it('does not tell who is there, where the client hides it', async () => {
    const { id, start } = await choicePool('ENABLED')
    const asked = await start({ USERNAME: 'nobody@example.com', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    expect(asked).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: 'n***@e***' },
    })
    expect(await messages(id)).toEqual([])
  })
})

it('in any region, without a signature that names it', async () => {
  const there = awsClients({ origin, region: 'eu-central-1', account: '555500000069' }).cognito
  const inRegion = people(there, origin)
  const id = await inRegion.pool()
  const app = await inRegion.client(id)
  await inRegion.user(id, 'ann')
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const input = { ClientId: app.ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
  const { AuthenticationResult } = await there.send(new InitiateAuthCommand(input))
  const AccessToken = AuthenticationResult?.AccessToken
  expect((await there.send(new GetUserCommand({ AccessToken }))).Username).toBe('ann')
})
