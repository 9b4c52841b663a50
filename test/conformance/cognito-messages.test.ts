import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { signInPlace } from '../support/hosted-pages.ts'
import { attributesOf, PASSWORD, people, refused } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000087' })
const { pool, client, messages } = people(cognito, origin)

type Settings = Partial<UpdateUserPoolCommandInput>
const email = (Value: string) => [{ Name: 'email', Value }]
const long = (length: number) => '{####}'.padEnd(length, 'x')

describe('texts of a pool (cognito-people 11.1)', () => {
  let UserPoolId: string
  beforeAll(async () => {
    UserPoolId = await pool()
  })
  const set = (settings: Settings) => cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...settings }))
  const template = (VerificationMessageTemplate: Settings['VerificationMessageTemplate']): Settings => ({
    VerificationMessageTemplate,
  })
  const invitation = (InviteMessageTemplate: object): Settings => ({ AdminCreateUserConfig: { InviteMessageTemplate } })

  it.each<[string, (text: string) => Settings, string[], string[]]>([
    [
      'EmailVerificationMessage',
      (EmailVerificationMessage) => ({ EmailVerificationMessage }),
      ['{####}', long(20_000)],
      ['your code', '', long(20_001)],
    ],
    [
      'EmailMessage',
      (EmailMessage) => template({ EmailMessage }),
      ['{####}', long(20_000)],
      ['your code', long(20_001)],
    ],
    [
      'EmailMessageByLink',
      (EmailMessageByLink) => template({ EmailMessageByLink }),
      ['{##here##}'],
      ['{####', 'no link in it'],
    ],
    [
      'EmailVerificationSubject',
      (EmailVerificationSubject) => ({ EmailVerificationSubject }),
      ['s', 's'.repeat(140)],
      ['', 's'.repeat(141)],
    ],
    ['EmailSubject', (EmailSubject) => template({ EmailSubject }), ['s', 's'.repeat(140)], ['', 's'.repeat(141)]],
    [
      'EmailSubjectByLink',
      (EmailSubjectByLink) => template({ EmailSubjectByLink }),
      ['s', 's'.repeat(140)],
      ['', 's'.repeat(141)],
    ],
    [
      'SmsVerificationMessage',
      (SmsVerificationMessage) => ({ SmsVerificationMessage }),
      ['{####}', long(140)],
      ['your code', long(141)],
    ],
    [
      'SmsAuthenticationMessage',
      (SmsAuthenticationMessage) => ({ SmsAuthenticationMessage }),
      ['{####}', long(140)],
      ['your code', long(141)],
    ],
    [
      'InviteMessageTemplate.EmailMessage',
      (EmailMessage) => invitation({ EmailMessage }),
      ['{username} {####}', long(20_000)],
      ['{####', long(20_001)],
    ],
    [
      'InviteMessageTemplate.EmailSubject',
      (EmailSubject) => invitation({ EmailSubject }),
      ['s', 's'.repeat(140)],
      ['', 's'.repeat(141)],
    ],
    [
      'InviteMessageTemplate.SMSMessage',
      (SMSMessage) => invitation({ SMSMessage }),
      ['{username} {####}', long(140)],
      ['{####', long(141)],
    ],
  ])('%s is as long as AWS lets it be, and has its code', async (_, settings, good, bad) => {
    for (const text of good) await set(settings(text))
    for (const text of bad) {
      expect(await refused(set(settings(text))), text.slice(0, 40)).toContain('InvalidParameterException')
    }
  })
})

describe('a mail that confirms', () => {
  it('has a code, or a link where the pool says so, which confirms when it is followed (cognito-people 11.1.2)', async () => {
    const link = { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const }
    const texts = { EmailSubjectByLink: 'One click', EmailMessageByLink: 'Come in: {##this way##}' }
    const at = await signInPlace(cognito, origin, { pool: { VerificationMessageTemplate: { ...link, ...texts } } })
    const { ClientId, UserPoolId } = at
    const signUp = { ClientId, Password: PASSWORD }
    await cognito.send(new SignUpCommand({ ...signUp, Username: 'ann', UserAttributes: email('ann@example.com') }))
    const [message] = await messages(UserPoolId)
    const address = new URL(message?.link ?? '')
    expect(message).toMatchObject({ subject: 'One click', body: `Come in: <a href="${address}">this way</a>` })
    expect(address.pathname).toMatch(/\/confirmUser$/)
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: ClientId,
      user_name: 'ann',
      confirmation_code: message?.code,
    })
    const named = { UserPoolId, Username: 'ann' }
    expect((await cognito.send(new AdminGetUserCommand(named))).UserStatus).toBe('UNCONFIRMED')
    const followed = await fetch(`${at.base}/confirmUser${address.search}`, { redirect: 'manual' })
    expect(followed.status).toBe(200)
    const found = await cognito.send(new AdminGetUserCommand(named))
    expect(found.UserStatus).toBe('CONFIRMED')
    expect(attributesOf(found.UserAttributes).email_verified).toBe('true')

    const codes = await pool({ AutoVerifiedAttributes: ['email'] })
    const app = (await client(codes)).ClientId
    await cognito.send(
      new SignUpCommand({ ...signUp, ClientId: app, Username: 'ben', UserAttributes: email('ben@example.com') }),
    )
    const [other] = await messages(codes)
    expect(other).not.toHaveProperty('link')
    expect(other?.body).toContain(other?.code)
  })

  it('comes from AWS’s own address, or from the pool’s (cognito-people 11.2.2)', async () => {
    const UserPoolId = await pool()
    const invite = async (Username: string, settings: Settings) => {
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...settings }))
      const invited = { UserPoolId, Username, UserAttributes: email('ann@example.com') }
      await cognito.send(new AdminCreateUserCommand({ ...invited, DesiredDeliveryMediums: ['EMAIL'] }))
      return (await messages(UserPoolId)).at(-1)
    }
    expect(await invite('ann', {})).toMatchObject({ from: 'no-reply@verificationemail.com' })
    const SourceArn = 'arn:aws:ses:us-east-1:555500000087:identity/orders@example.com'
    const ses = { EmailSendingAccount: 'DEVELOPER' as const, SourceArn }
    expect(await invite('ben', { EmailConfiguration: ses })).toMatchObject({ from: 'orders@example.com' })
    const From = 'Orders <orders@example.com>'
    expect(await invite('cid', { EmailConfiguration: { ...ses, From } })).toMatchObject({ from: From })
  })
})
