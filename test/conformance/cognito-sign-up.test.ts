import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpCommandInput,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { attributesOf, PASSWORD, people, refused, secretHash } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000068' })
const { pool, client, user, messages, ...more } = people(cognito, origin)
const lastCode = (id: string) => more.lastCode.call({ messages }, id)

const email = (Value: string) => [{ Name: 'email', Value }]
const signUp = (ClientId: string, Username: string, given: Partial<SignUpCommandInput> = {}) =>
  cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, ...given }))
const confirm = (ClientId: string, Username: string, ConfirmationCode: string) =>
  cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
const signIn = async (ClientId: string, USERNAME: string, PASSWORD_: string = PASSWORD) => {
  const AuthParameters = { USERNAME, PASSWORD: PASSWORD_ }
  const input = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
  return (await cognito.send(new InitiateAuthCommand(input))).AuthenticationResult?.AccessToken ?? ''
}

describe('signing up', () => {
  it('makes an unconfirmed user and sends a code, which confirms and verifies (cognito-people 6.5.9, 6.5.10, 6.5.12, 11.1.1)', async () => {
    const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'] })
    const { ClientId } = await client(UserPoolId)
    const made = await signUp(ClientId, 'ann', { UserAttributes: email('foo@example.com') })
    expect(made).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.any(String),
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'f***@e***' },
    })
    expect(await refused(signIn(ClientId, 'ann'))).toBe('UserNotConfirmedException: User is not confirmed.')
    const [message] = await messages(UserPoolId)
    expect(message).toMatchObject({
      kind: 'SignUp',
      medium: 'EMAIL',
      destination: 'foo@example.com',
      subject: 'Your verification code',
      body: `Your confirmation code is ${message?.code}`,
      code: expect.stringMatching(/^\d{6}$/),
    })
    const wrong = message?.code === '000000' ? '111111' : '000000'
    expect(await refused(confirm(ClientId, 'ann', wrong))).toBe(
      'CodeMismatchException: Invalid verification code provided, please try again.',
    )
    const again = await cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann' }))
    expect(again.CodeDeliveryDetails?.Destination).toBe('f***@e***')
    await confirm(ClientId, 'ann', await lastCode(UserPoolId))
    expect(await refused(confirm(ClientId, 'ann', '000000'))).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    )
    const found = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ann' }))
    expect(found.UserStatus).toBe('CONFIRMED')
    expect(attributesOf(found.UserAttributes).email_verified).toBe('true')
    expect(await signIn(ClientId, 'ann')).toMatch(/^ey/)
  })

  it('is refused in AWS’s words (cognito-people 6.3.3, 6.3.6, 6.5.3, 6.5.4, 6.5.5, 6.5.6, 6.5.8, 6.5.13)', async () => {
    const UserPoolId = await pool({ Schema: [{ Name: 'email', Required: true }] })
    const { ClientId } = await client(UserPoolId, { WriteAttributes: ['email'] })
    const refusal = (name: string, given: Partial<SignUpCommandInput> = {}) =>
      refused(signUp(ClientId, name, { UserAttributes: email('a@example.com'), ...given }))
    expect(await refusal('ann', { UserAttributes: [] })).toBe(
      'InvalidParameterException: Attributes did not conform to the schema: email: The attribute is required\n',
    )
    expect(await refusal('ann', { Password: 'short' })).toBe(
      'InvalidPasswordException: Password did not conform with policy: Password not long enough',
    )
    const withName = [...email('a@example.com'), { Name: 'name', Value: 'Ann' }]
    expect(await refusal('ann', { UserAttributes: withName })).toBe(
      'NotAuthorizedException: A client attempted to write unauthorized attribute',
    )
    await signUp(ClientId, 'ann', { UserAttributes: email('a@example.com') })
    expect(await refusal('ann')).toBe('UsernameExistsException: User already exists')
    expect(await refused(signUp('0'.repeat(26), 'ann'))).toBe(
      `ResourceNotFoundException: User pool client ${'0'.repeat(26)} does not exist.`,
    )
    expect(await refused(cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann' })))).toBe(
      'NotAuthorizedException: Cannot resend codes. Auto verification not turned on.',
    )
    const closed = await pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
    expect(await refused(signUp((await client(closed)).ClientId, 'ann'))).toBe(
      'NotAuthorizedException: SignUp is not permitted for this user pool',
    )
  })

  it('may go on to a first sign-in, for which the code counts (cognito-people 7.7.8)', async () => {
    const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'] })
    const ExplicitAuthFlows = ['ALLOW_USER_AUTH' as const]
    const { ClientId } = await client(UserPoolId, { ExplicitAuthFlows })
    const other = await client(UserPoolId, { ExplicitAuthFlows })
    const { Session, UserSub } = await signUp(ClientId, 'ann', { UserAttributes: email('ann@example.com') })
    const ConfirmationCode = await lastCode(UserPoolId)
    const confirmWith = (more: object) =>
      cognito.send(new ConfirmSignUpCommand({ ClientId, Username: 'ann', ConfirmationCode, ...more }))
    const begin = (Session: string | undefined, app = ClientId) =>
      cognito.send(new InitiateAuthCommand({ ClientId: app, AuthFlow: 'USER_AUTH', Session }))
    const invalid = 'NotAuthorizedException: Invalid session for the user.'
    expect(await refused(begin(Session))).toBe(invalid)
    expect(await refused(confirmWith({ Session, ClientId: other.ClientId }))).toBe(invalid)
    expect(await refused(confirmWith({ Session: 'a session of more than twenty characters' }))).toBe(invalid)
    const ben = await signUp(ClientId, 'ben', { UserAttributes: email('ben@example.com') })
    expect(await refused(confirmWith({ Session: ben.Session }))).toBe(invalid)

    const confirmed = await confirmWith({ Session })
    expect(confirmed.Session).toBeTypeOf('string')
    expect(await refused(begin(confirmed.Session, other.ClientId))).toBe(invalid)
    const { AuthenticationResult } = await begin(confirmed.Session)
    const me = await cognito.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }))
    expect(attributesOf(me.UserAttributes)).toMatchObject({ sub: UserSub, email_verified: 'true' })
    expect(await refused(begin(confirmed.Session))).toBe(
      'NotAuthorizedException: Invalid session for the user, session can only be used once.',
    )
  })

  it('has no session for clients that do not begin with one', async () => {
    const { ClientId } = await client(await pool())
    expect(await signUp(ClientId, 'ann')).not.toHaveProperty('Session')
  })

  it('is limited: codes are sent again five times an hour (cognito-people 15.1, 15c)', async () => {
    const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'] })
    const { ClientId } = await client(UserPoolId)
    await signUp(ClientId, 'ann', { UserAttributes: email('ann@example.com') })
    const resend = () => cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann' }))
    for (let i = 0; i < 5; i++) await resend()
    expect(await refused(resend())).toBe('LimitExceededException: Attempt limit exceeded, please try after some time.')
  })

  it('needs the client’s proof of its secret (cognito-people 7.2.3)', async () => {
    const UserPoolId = await pool()
    const { ClientId, secret } = await client(UserPoolId, { GenerateSecret: true })
    expect(await refused(signUp(ClientId, 'ann'))).toBe(
      `NotAuthorizedException: Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    )
    const SecretHash = secretHash('ann', ClientId, secret)
    expect(await refused(signUp(ClientId, 'ben', { SecretHash }))).toBe(
      `NotAuthorizedException: Unable to verify secret hash for client ${ClientId}`,
    )
    expect((await signUp(ClientId, 'ann', { SecretHash })).UserConfirmed).toBe(false)
  })

  it('does not tell who is there, where the client hides it (cognito-people 6.7.4, 16.18)', async () => {
    const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'] })
    const open = (await client(UserPoolId)).ClientId
    const hiding = (await client(UserPoolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId
    const unknown = 'UserNotFoundException: Username/client id combination not found.'
    expect(await refused(confirm(open, 'nobody', '123456'))).toBe(unknown)
    expect(await refused(confirm(hiding, 'nobody', '123456'))).toContain('ExpiredCodeException')
    const forgot = (ClientId: string) => cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'nobody' }))
    expect(await refused(forgot(open))).toBe(unknown)
    const [once, twice] = [await forgot(hiding), await forgot(hiding)]
    expect(once.CodeDeliveryDetails).toMatchObject({
      DeliveryMedium: 'EMAIL',
      Destination: expect.stringContaining('***'),
    })
    expect(twice.CodeDeliveryDetails).toEqual(once.CodeDeliveryDetails)
    expect(await messages(UserPoolId)).toEqual([])
  })
})

describe('a forgotten password', () => {
  it('is replaced with a code (cognito-people 6.7.1, 6.7.5)', async () => {
    const UserPoolId = await pool()
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
    const forgot = () => cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'ann' }))
    expect((await forgot()).CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    })
    const first = await lastCode(UserPoolId)
    const replace = (ConfirmationCode: string, Password: string) =>
      cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username: 'ann', ConfirmationCode, Password }))
    expect(await refused(replace(first, 'weak'))).toContain('Password did not conform with policy')
    await replace(first, 'Another-42-Lantern!')
    expect(await refused(replace(first, 'Third-42-Lantern!'))).toBe(
      'ExpiredCodeException: Invalid code provided, please request a code again.',
    )
    expect(await refused(signIn(ClientId, 'ann'))).toBe('NotAuthorizedException: Incorrect username or password.')
    expect(await signIn(ClientId, 'ann', 'Another-42-Lantern!')).toMatch(/^ey/)
  })

  it('needs a way to the user (cognito-people 6.7.2, 6.7.3)', async () => {
    const UserPoolId = await pool()
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', { email: 'ann@example.com' })
    expect(await refused(cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'ann' })))).toBe(
      'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number',
    )
    const closed = await pool({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    })
    const app = (await client(closed)).ClientId
    await user(closed, 'ann')
    expect(await refused(cognito.send(new ForgotPasswordCommand({ ClientId: app, Username: 'ann' })))).toBe(
      'NotAuthorizedException: Contact administrator to reset password.',
    )
  })
})

describe('people themselves', () => {
  it('see and change what their client may (cognito-people 6.3.7, 6.3.9)', async () => {
    const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'] })
    const { ClientId } = await client(UserPoolId, {
      ReadAttributes: ['email', 'email_verified', 'name'],
      WriteAttributes: ['email', 'name'],
    })
    await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true', nickname: 'A' })
    const AccessToken = await signIn(ClientId, 'ann')
    const own = async () => attributesOf((await cognito.send(new GetUserCommand({ AccessToken }))).UserAttributes)
    expect(await own()).toEqual({ sub: expect.any(String), email: 'ann@example.com', email_verified: 'true' })
    const update = (Name: string, Value: string) =>
      cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }))
    expect((await update('name', 'Ann')).CodeDeliveryDetailsList).toEqual([])
    const changed = await update('email', 'new@example.com')
    expect(changed.CodeDeliveryDetailsList).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
    ])
    expect(await own()).toMatchObject({ email: 'new@example.com', email_verified: 'false', name: 'Ann' })
    const verify = (Code: string) =>
      cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }))
    expect(await refused(verify('abcdef'))).toContain('CodeMismatchException')
    await cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    await verify(await lastCode(UserPoolId))
    expect((await own()).email_verified).toBe('true')
    expect(await refused(update('nickname', 'B'))).toContain('A client attempted to write unauthorized attribute')
    expect(await refused(update('email_verified', 'true'))).toBe(
      'InvalidParameterException: Cannot modify the non-mutable attribute email_verified',
    )
    await cognito.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['name'] }))
    expect((await own()).name).toBeUndefined()
    await cognito.send(new DeleteUserCommand({ AccessToken }))
    expect(await refused(own())).toBe('UserNotFoundException: User does not exist.')
  })

  it('hear of an attribute that the schema has not', async () => {
    const UserPoolId = await pool()
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann')
    const AccessToken = await signIn(ClientId, 'ann')
    const UserAttributes = [{ Name: 'custom:team', Value: 'a' }]
    expect(await refused(cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })))).toBe(
      'InvalidParameterException: user.custom:team: Attribute does not exist in the schema.\n',
    )
    const UserAttributeNames = ['custom:team', 'custom:role']
    expect(await refused(cognito.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames })))).toBe(
      'InvalidParameterException: Invalid user attributes: user.custom:team: Attribute does not exist in the schema.\n' +
        'user.custom:role: Attribute does not exist in the schema.\n',
    )
  })

  it('keep an address until the new one is verified, where the pool wants that (cognito-people 6.3.9)', async () => {
    const UserPoolId = await pool({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    })
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
    const AccessToken = await signIn(ClientId, 'ann')
    const update = { AccessToken, UserAttributes: email('new@example.com') }
    await cognito.send(new UpdateUserAttributesCommand(update))
    const own = async () => attributesOf((await cognito.send(new GetUserCommand({ AccessToken }))).UserAttributes)
    expect(await own()).toMatchObject({ email: 'ann@example.com', email_verified: 'true' })
    expect((await messages(UserPoolId)).at(-1)?.destination).toBe('new@example.com')
    const Code = await lastCode(UserPoolId)
    await cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }))
    expect(await own()).toMatchObject({ email: 'new@example.com', email_verified: 'true' })
  })

  it('change their password, if they know it (cognito-people 6.7.7)', async () => {
    const UserPoolId = await pool()
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann')
    const AccessToken = await signIn(ClientId, 'ann')
    const change = (PreviousPassword: string) =>
      cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Next-42-Lantern!' }))
    expect(await refused(change('wrong'))).toBe('NotAuthorizedException: Incorrect username or password.')
    await change(PASSWORD)
    expect(await signIn(ClientId, 'ann', 'Next-42-Lantern!')).toMatch(/^ey/)
  })

  it('sign in by an alias once it is theirs (cognito-people 6.4)', async () => {
    const UserPoolId = await pool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] })
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', { email: 'ann@example.com' })
    expect(await refused(signIn(ClientId, 'ann@example.com'))).toBe('UserNotFoundException: User does not exist.')
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }]
    await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'ann', UserAttributes }))
    expect(await signIn(ClientId, 'ann@example.com')).toMatch(/^ey/)
    await signUp(ClientId, 'ben', { UserAttributes: email('ann@example.com') })
    expect(await refused(confirm(ClientId, 'ben', await lastCode(UserPoolId)))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    )
  })
})
