import { type LambdaConfigType, SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { CognitoUser } from 'amazon-cognito-identity-js'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { customAuthFunctions } from '../support/custom-auth.ts'
import { answered, appIn, browserStorage, details, signedIn, step, unproven } from '../support/identity-js.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const ACCOUNT = '555500000092'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const { pool, client, user, lastCode } = people(cognito, origin)

const signIn = (ann: CognitoUser) => step((back) => ann.authenticateUser(details('ann', PASSWORD), back))

/** The client's arithmetic takes its time: a limit against hanging, not a measure. */
const PATIENCE = { timeout: 120_000 }

describe('a challenge of one’s own, in amazon-cognito-identity-js', PATIENCE, () => {
  let LambdaConfig: LambdaConfigType
  beforeAll(async () => {
    LambdaConfig = await customAuthFunctions(lambda, ACCOUNT)
  })
  const somebody = async () => {
    const UserPoolId = await pool({ LambdaConfig })
    const { ClientId } = await client(UserPoolId, { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] })
    await user(UserPoolId, 'ann')
    const ann = appIn(browserStorage(), { origin, UserPoolId, ClientId }).user('ann')
    ann.setAuthenticationFlowType('CUSTOM_AUTH')
    return ann
  }
  const begin = (ann: CognitoUser) => step((back) => ann.initiateAuth(details('ann'), back))
  const answer = (ann: CognitoUser, text: string, metadata?: Record<string, string>) =>
    step((back) => ann.sendCustomChallengeAnswer(text, back, metadata))
  const riddle = (asked: string) => ({
    is: 'customChallenge',
    told: [{ USERNAME: 'ann', riddle: 'twice twenty-one', asked }],
  })

  it('is asked without a password, again after a wrong answer, and thrice at most', async () => {
    const ann = await somebody()
    expect(await begin(ann)).toEqual(riddle('0'))
    expect(await answer(ann, '41')).toEqual(riddle('1'))
    const session = await signedIn(answer(ann, '42'))
    expect(session.getIdToken().payload['cognito:username']).toBe('ann')

    await begin(ann)
    await answer(ann, '1')
    await answer(ann, '2')
    await expect(answer(ann, '3')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
    await expect(answer(ann, '42')).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  it('comes after the password, and hears what an app sends along', async () => {
    const ann = await somebody()
    const wrong = step((back) => ann.authenticateUser(details('ann', 'Wrong-Harbor-42!'), back))
    await expect(wrong).rejects.toMatchObject({ message: 'Incorrect username or password.' })
    expect(await signIn(ann)).toEqual(riddle('0'))
    await signedIn(answer(ann, 'whatever', { hint: '42' }))
  })
})

describe('second factors in amazon-cognito-identity-js', PATIENCE, () => {
  const guarded = async (
    settings: { MfaConfiguration: 'ON' | 'OPTIONAL'; sms?: boolean },
    given: Record<string, string> = {},
  ) => {
    const UserPoolId = await pool()
    const SmsMfaConfiguration = { SmsConfiguration: { SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/sms` } }
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: settings.MfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: true },
        ...(settings.sms && { SmsMfaConfiguration }),
      }),
    )
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', given)
    const app = appIn(browserStorage(), { origin, UserPoolId, ClientId })
    return { UserPoolId, ann: () => unproven(app.user('ann')) }
  }
  const secretOf = (ann: CognitoUser) =>
    new Promise<string>((associateSecretCode, onFailure) =>
      ann.associateSoftwareToken({ associateSecretCode, onFailure }),
    )
  const verify = (ann: CognitoUser, code: string) =>
    new Promise<unknown>((onSuccess, onFailure) => ann.verifySoftwareToken(code, 'my phone', { onSuccess, onFailure }))
  const send = (ann: CognitoUser, code: string, type: 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA') =>
    step((back) => ann.sendMFACode(code, back, type))

  it('an authenticator is set up by who is signed in, preferred, asked for, and given up', async () => {
    const { ann } = await guarded({ MfaConfiguration: 'OPTIONAL' })
    const settingUp = ann()
    await signedIn(signIn(settingUp))
    const secret = await secretOf(settingUp)
    await expect(verify(settingUp, '000000')).rejects.toMatchObject({ code: 'EnableSoftwareTokenMFAException' })
    expect(await verify(settingUp, totpNow(secret))).toMatchObject({ Status: 'SUCCESS' })
    const prefer = (Enabled: boolean) =>
      answered((back) => settingUp.setUserMfaPreference(null, { Enabled, PreferredMfa: Enabled }, back))
    expect(await prefer(true)).toBe('SUCCESS')

    const comingBack = ann()
    const asked = await signIn(comingBack)
    expect(asked).toMatchObject({
      is: 'totpRequired',
      told: ['SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'my phone' }],
    })
    await expect(send(comingBack, '000000', 'SOFTWARE_TOKEN_MFA')).rejects.toMatchObject({
      code: 'CodeMismatchException',
    })
    await signedIn(send(comingBack, totpNow(secret, 1), 'SOFTWARE_TOKEN_MFA'))
    const data = await answered((back) => comingBack.getUserData(back))
    expect(data).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    })

    await prefer(false)
    await signedIn(signIn(ann()))
  })

  it('an authenticator is set up within a sign-in that needs one', async () => {
    const { ann } = await guarded({ MfaConfiguration: 'ON' })
    const settingUp = ann()
    const asked = await signIn(settingUp)
    expect(asked).toMatchObject({ is: 'mfaSetup', told: ['MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }] })
    const secret = await secretOf(settingUp)
    await verify(settingUp, totpNow(secret))
    expect(settingUp.getSignInUserSession()?.isValid()).toBe(true)
    const comingBack = ann()
    expect(await signIn(comingBack)).toMatchObject({ is: 'totpRequired' })
    await signedIn(send(comingBack, totpNow(secret, 1), 'SOFTWARE_TOKEN_MFA'))
  })

  it('a code comes by SMS, and either factor may be chosen', async () => {
    const phone = { phone_number: '+14325551212', phone_number_verified: 'true' }
    const { UserPoolId, ann } = await guarded({ MfaConfiguration: 'ON', sms: true }, phone)
    const first = ann()
    expect(await signIn(first)).toMatchObject({
      is: 'mfaRequired',
      told: ['SMS_MFA', { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******1212' }],
    })
    await expect(send(first, 'wrong', 'SMS_MFA')).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await signedIn(send(first, await lastCode(UserPoolId), 'SMS_MFA'))
    const secret = await secretOf(first)
    await verify(first, totpNow(secret))
    const both = { Enabled: true, PreferredMfa: false }
    await answered((back) => first.setUserMfaPreference(both, both, back))

    const second = ann()
    const choice = await signIn(second)
    expect(choice).toMatchObject({
      is: 'selectMFAType',
      told: ['SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }],
    })
    const chosen = await step((back) => second.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', back))
    expect(chosen).toMatchObject({ is: 'totpRequired' })
    await signedIn(send(second, totpNow(secret, 1), 'SOFTWARE_TOKEN_MFA'))
    const third = ann()
    await signIn(third)
    expect(await step((back) => third.sendMFASelectionAnswer('SMS_MFA', back))).toMatchObject({ is: 'mfaRequired' })
    await signedIn(send(third, await lastCode(UserPoolId), 'SMS_MFA'))
  })
})
