import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CognitoUserAttribute, type ISignUpResult } from 'amazon-cognito-identity-js'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import {
  answered,
  appIn,
  browserStorage,
  details,
  signedIn,
  step,
  succeeded,
  unproven,
} from '../support/identity-js.ts'
import { attributesOf, PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000091' })
const { pool, client, user, lastCode } = people(cognito, origin)

const NEW_PASSWORD = 'Another-42-Lantern!'

let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  UserPoolId = await pool({
    AutoVerifiedAttributes: ['email'],
    Schema: [{ Name: 'given_name', Required: true, Mutable: true }],
  })
  ClientId = (await client(UserPoolId)).ClientId
})

const browser = () => appIn(browserStorage(), { origin, UserPoolId, ClientId })
const attribute = (Name: string, Value: string) => new CognitoUserAttribute({ Name, Value })
const named = (given_name: string) => ({ given_name, email: 'ann@example.com', email_verified: 'true' })

// The client's arithmetic takes its time: a limit against hanging, not a measure.
describe('amazon-cognito-identity-js', { timeout: 120_000 }, () => {
  it('signs somebody up and in, and finds them again after a reload', async () => {
    const app = browser()
    const given = [attribute('email', 'ann@example.com'), attribute('given_name', 'Ann')]
    const signedUp = await answered<ISignUpResult | undefined>((back) =>
      app.pool.signUp('ann', PASSWORD, given, [], back),
    )
    expect(signedUp).toMatchObject({ userConfirmed: false, codeDeliveryDetails: { Destination: 'a***@e***' } })
    const ann = app.user('ann')
    const signIn = () => step((back) => ann.authenticateUser(details('ann', PASSWORD), back))
    await expect(signIn()).rejects.toMatchObject({ code: 'UserNotConfirmedException' })
    await answered((back) => ann.resendConfirmationCode(back))
    const code = await lastCode(UserPoolId)
    expect(await answered((back) => ann.confirmRegistration(code, false, back))).toBe('SUCCESS')
    const session = await signedIn(signIn())
    expect(session.getIdToken().payload).toMatchObject({ 'cognito:username': 'ann', given_name: 'Ann' })

    const again = app.pool.getCurrentUser()
    const found = await answered<typeof session>((back) => again?.getSession(back))
    expect(found.getAccessToken().getJwtToken()).toBe(session.getAccessToken().getJwtToken())
    expect(found.isValid()).toBe(true)
  })

  it('refreshes, revokes, and signs out everywhere', async () => {
    await user(UserPoolId, 'ann', named('Ann'))
    const app = browser()
    const ann = unproven(app.user('ann'))
    const session = await signedIn(step((back) => ann.authenticateUser(details('ann', PASSWORD), back)))
    const refresh = () => answered<typeof session>((back) => ann.refreshSession(session.getRefreshToken(), back))
    const refreshed = await refresh()
    expect(refreshed.getRefreshToken().getToken()).toBe(session.getRefreshToken().getToken())
    expect(refreshed.getAccessToken().payload.jti).not.toBe(session.getAccessToken().payload.jti)

    const elsewhere = unproven(browser().user('ann'))
    const other = await signedIn(step((back) => elsewhere.authenticateUser(details('ann', PASSWORD), back)))
    // Its types forget the error.
    const signedOut = await new Promise((back) => elsewhere.signOut(back as () => void))
    expect(signedOut).toBeUndefined()
    const revoked = answered((back) => elsewhere.refreshSession(other.getRefreshToken(), back))
    await expect(revoked).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    })

    expect(await succeeded((back) => ann.globalSignOut(back))).toBe('SUCCESS')
    expect(app.pool.getCurrentUser()).toBeNull()
    await expect(refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  it('changes what somebody is called, reached at, and signs in with', async () => {
    await user(UserPoolId, 'ann', named('Ann'))
    const ann = unproven(browser().user('ann'))
    await signedIn(step((back) => ann.authenticateUser(details('ann', PASSWORD), back)))
    const seen = async () => attributesOf(await answered((back) => ann.getUserAttributes(back)))

    const changed = [attribute('given_name', 'Anna'), attribute('email', 'anna@example.com')]
    expect(await answered((back) => ann.updateAttributes(changed, back))).toBe('SUCCESS')
    expect(await seen()).toMatchObject({ given_name: 'Anna', email_verified: 'false' })
    await new Promise((inputVerificationCode, onFailure) =>
      ann.getAttributeVerificationCode('email', { onSuccess: () => {}, onFailure, inputVerificationCode }),
    )
    const verify = (code: string) => succeeded((back) => ann.verifyAttribute('email', code, back))
    await expect(verify('000000x')).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await verify(await lastCode(UserPoolId))
    expect(await seen()).toMatchObject({ email: 'anna@example.com', email_verified: 'true' })

    await answered((back) => ann.updateAttributes([attribute('nickname', 'Nan')], back))
    await answered((back) => ann.deleteAttributes(['nickname'], back))
    expect(await seen()).not.toHaveProperty('nickname')

    const wrong = answered((back) => ann.changePassword('wrong', NEW_PASSWORD, back))
    await expect(wrong).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    expect(await answered((back) => ann.changePassword(PASSWORD, NEW_PASSWORD, back))).toBe('SUCCESS')
    expect(await answered((back) => ann.getUserData(back))).toMatchObject({ Username: 'ann' })
    expect(await answered((back) => ann.deleteUser(back))).toBe('SUCCESS')
    const gone = step((back) => ann.authenticateUser(details('ann', NEW_PASSWORD), back))
    await expect(gone).rejects.toMatchObject({ code: 'UserNotFoundException', message: 'User does not exist.' })
  })

  it('replaces a password that was forgotten', async () => {
    await user(UserPoolId, 'ann', named('Ann'))
    const ann = unproven(browser().user('ann'))
    const sent = await succeeded((back) => ann.forgotPassword(back))
    expect(sent).toMatchObject({ CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL' } })
    const confirm = (code: string) => succeeded((back) => ann.confirmPassword(code, NEW_PASSWORD, back))
    await expect(confirm('wrong')).rejects.toMatchObject({ code: 'CodeMismatchException' })
    expect(await confirm(await lastCode(UserPoolId))).toBe('SUCCESS')
    await signedIn(step((back) => ann.authenticateUser(details('ann', NEW_PASSWORD), back)))
  })

  it('replaces a temporary password, together with what is not known yet', async () => {
    const UserAttributes = [{ Name: 'email', Value: 'ann@example.com' }]
    const invited = { UserPoolId, Username: 'ann', TemporaryPassword: PASSWORD, UserAttributes }
    await cognito.send(new AdminCreateUserCommand({ ...invited, MessageAction: 'SUPPRESS' }))
    const ann = unproven(browser().user('ann'))
    const asked = await step((back) => ann.authenticateUser(details('ann', PASSWORD), back))
    expect(asked).toEqual({ is: 'newPasswordRequired', told: [{ email: 'ann@example.com' }, ['given_name']] })
    const complete = (data: object) =>
      step((back) => ann.completeNewPasswordChallenge(NEW_PASSWORD, data, back, { from: 'a test' }))
    await expect(complete({})).rejects.toMatchObject({ code: 'InvalidParameterException' })
    const session = await signedIn(complete({ given_name: 'Ann' }))
    expect(session.getIdToken().payload.given_name).toBe('Ann')
  })
})
