import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  signUp,
  updateUserAttributes,
} from '@aws-amplify/auth'
import {
  AdminCreateUserCommand,
  type CreateUserPoolCommandInput,
  type LambdaConfigType,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { configureAmplify } from '../support/amplify.ts'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { customAuthFunctions } from '../support/custom-auth.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const ACCOUNT = '555500000094'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const { pool, client, user, lastCode, messages } = people(cognito, origin)

/** An app of a new pool. */
async function app(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const UserPoolId = await pool({ AutoVerifiedAttributes: ['email'], ...settings })
  const ExplicitAuthFlows = ['USER_SRP', 'USER_PASSWORD', 'USER', 'CUSTOM', 'REFRESH_TOKEN'].map(
    (name) => `ALLOW_${name}_AUTH` as 'ALLOW_USER_AUTH',
  )
  const { ClientId } = await client(UserPoolId, { ExplicitAuthFlows })
  configureAmplify({ Cognito: { userPoolId: UserPoolId, userPoolClientId: ClientId, userPoolEndpoint: origin } })
  return UserPoolId
}

const ANN = { email: 'ann@example.com', email_verified: 'true' }
const answer = (challengeResponse: string, options?: object) => confirmSignIn({ challengeResponse, ...options })
const stepOf = ({ nextStep }: { nextStep: { signInStep: string } }) => nextStep.signInStep

// A limit against hanging, not a measure: three functions start.
describe('a challenge of one’s own, in Amplify', { timeout: 120_000 }, () => {
  let LambdaConfig: LambdaConfigType
  beforeAll(async () => {
    LambdaConfig = await customAuthFunctions(lambda, ACCOUNT)
  })

  it.each(['CUSTOM_WITHOUT_SRP', 'CUSTOM_WITH_SRP'] as const)('is asked in the flow %s', async (authFlowType) => {
    await user(await app({ LambdaConfig }), 'ann')
    const password = authFlowType === 'CUSTOM_WITH_SRP' ? { password: PASSWORD } : {}
    const begin = () => signIn({ username: 'ann', ...password, options: { authFlowType } })
    const { nextStep } = await begin()
    expect(nextStep).toEqual({
      signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
      additionalInfo: { USERNAME: 'ann', riddle: 'twice twenty-one', asked: '0' },
    })
    expect((await answer('41')).nextStep).toMatchObject({ additionalInfo: { asked: '1' } })
    expect((await answer('no', { options: { clientMetadata: { hint: '42' } } })).isSignedIn).toBe(true)
    expect((await getCurrentUser()).username).toBe('ann')
    await signOut()
    await begin()
    await answer('1')
    await answer('2')
    await expect(answer('3')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })
})

describe('signing up in Amplify', () => {
  it.each(['USER_SRP_AUTH', 'USER_AUTH'] as const)('goes on to signing in, in the flow %s', async (authFlowType) => {
    const UserPoolId = await app()
    const options = { userAttributes: { email: ANN.email }, autoSignIn: { authFlowType } }
    await signUp({ username: 'ann', password: PASSWORD, options })
    await resendSignUpCode({ username: 'ann' })
    const confirmationCode = await lastCode(UserPoolId)
    const { nextStep } = await confirmSignUp({ username: 'ann', confirmationCode })
    expect(nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN')
    expect((await autoSignIn()).isSignedIn).toBe(true)
    expect((await fetchAuthSession()).tokens?.idToken?.payload.email).toBe(ANN.email)
  })

  it('needs no password where codes will do', async () => {
    const UserPoolId = await app({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } })
    const options = { userAttributes: { email: ANN.email }, autoSignIn: { authFlowType: 'USER_AUTH' as const } }
    await signUp({ username: 'ann', options })
    await confirmSignUp({ username: 'ann', confirmationCode: await lastCode(UserPoolId) })
    expect((await autoSignIn()).isSignedIn).toBe(true)
    await signOut()
    const begun = await signIn({ username: 'ann', options: { authFlowType: 'USER_AUTH' } })
    expect(begun.nextStep).toMatchObject({ availableChallenges: ['EMAIL_OTP'] })
    expect(stepOf(await answer('EMAIL_OTP'))).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
    expect((await answer(await lastCode(UserPoolId))).isSignedIn).toBe(true)
  })
})

describe('first factors in Amplify', () => {
  const choosing = async (): Promise<string> => {
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } }
    const UserPoolId = await app({ Policies })
    await user(UserPoolId, 'ann', ANN)
    return UserPoolId
  }
  const begin = (preferredChallenge?: 'EMAIL_OTP' | 'PASSWORD' | 'PASSWORD_SRP', password?: string) =>
    signIn({ username: 'ann', password, options: { authFlowType: 'USER_AUTH', preferredChallenge } })

  it('a code by email is sent at once where it is preferred', async () => {
    const UserPoolId = await choosing()
    const { nextStep } = await begin('EMAIL_OTP')
    expect(nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***' },
    })
    await expect(answer('00000000x')).rejects.toMatchObject({ name: 'CodeMismatchException' })
    expect((await answer(await lastCode(UserPoolId))).isSignedIn).toBe(true)
  })

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('%s is preferred, or chosen', async (factor) => {
    await choosing()
    expect((await begin(factor, PASSWORD)).isSignedIn).toBe(true)
    await signOut()
    expect(await begin()).toMatchObject({
      nextStep: {
        signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
        availableChallenges: ['EMAIL_OTP', 'PASSWORD_SRP', 'PASSWORD'],
      },
    })
    expect(stepOf(await answer(factor))).toBe('CONFIRM_SIGN_IN_WITH_PASSWORD')
    expect((await answer(PASSWORD)).isSignedIn).toBe(true)
  })
})

describe('second factors in Amplify', () => {
  const guarded = async (given: Record<string, string>): Promise<string> => {
    const SourceArn = `arn:aws:ses:us-east-1:${ACCOUNT}:identity/example.com`
    const UserPoolId = await app({ EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn } })
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        EmailMfaConfiguration: {},
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/sms` } },
      }),
    )
    await user(UserPoolId, 'ann', given)
    return UserPoolId
  }
  const begin = () => signIn({ username: 'ann', password: PASSWORD })

  it('one of several is chosen', async () => {
    const UserPoolId = await guarded({ ...ANN, phone_number: '+14325551212' })
    const choose = async (factor: string) => {
      expect((await begin()).nextStep).toMatchObject({ allowedMFATypes: ['SMS', 'EMAIL'] })
      const step = stepOf(await answer(factor))
      expect((await answer(await lastCode(UserPoolId))).isSignedIn).toBe(true)
      await signOut()
      return step
    }
    expect(await choose('SMS')).toBe('CONFIRM_SIGN_IN_WITH_SMS_CODE')
    expect(await choose('EMAIL')).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
  })

  it('an authenticator is set up, where that is chosen', async () => {
    await guarded({})
    expect((await begin()).nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: ['TOTP', 'EMAIL'],
    })
    const { nextStep } = await answer('TOTP')
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep)
    expect((await answer(totpNow(nextStep.totpSetupDetails.sharedSecret))).isSignedIn).toBe(true)
  })

  it('an address is set up for codes, where that is chosen', async () => {
    const UserPoolId = await guarded({})
    await begin()
    expect(stepOf(await answer('EMAIL'))).toBe('CONTINUE_SIGN_IN_WITH_EMAIL_SETUP')
    await expect(answer('new@')).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(stepOf(await answer('new@example.com'))).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
    expect((await messages(UserPoolId)).at(-1)).toMatchObject({ destination: 'new@example.com' })
    await expect(answer('wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' })
    expect((await answer(await lastCode(UserPoolId))).isSignedIn).toBe(true)
    expect(await fetchUserAttributes()).toMatchObject({ email: 'new@example.com', email_verified: 'true' })
    await signOut()
    expect(stepOf(await begin())).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
  })
})

describe('somebody who is signed in with Amplify', () => {
  it('has replaced a temporary password, changes their attributes, and leaves', async () => {
    const UserPoolId = await app({ Schema: [{ Name: 'given_name', Required: true, Mutable: true }] })
    const invited = { UserPoolId, Username: 'ann', TemporaryPassword: PASSWORD }
    await cognito.send(new AdminCreateUserCommand({ ...invited, MessageAction: 'SUPPRESS' }))
    const options = { authFlowType: 'USER_PASSWORD_AUTH' as const }
    const { nextStep } = await signIn({ username: 'ann', password: PASSWORD, options })
    expect(nextStep).toEqual({
      signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
      missingAttributes: ['given_name'],
    })
    const done = await answer('Another-42-Lantern!', { options: { userAttributes: { given_name: 'Ann' } } })
    expect(done.isSignedIn).toBe(true)

    const updated = await updateUserAttributes({ userAttributes: { email: ANN.email, nickname: 'Nan' } })
    expect(updated.email?.nextStep).toMatchObject({
      updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
      codeDeliveryDetails: { destination: 'a***@e***' },
    })
    await sendUserAttributeVerificationCode({ userAttributeKey: 'email' })
    await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await lastCode(UserPoolId) })
    await deleteUserAttributes({ userAttributeKeys: ['nickname'] })
    const { sub: _, ...attributes } = await fetchUserAttributes()
    expect(attributes).toEqual({ given_name: 'Ann', ...ANN })
    await deleteUser()
    await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
    await expect(signIn({ username: 'ann', password: PASSWORD })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })
  })
})
