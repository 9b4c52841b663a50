import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type Shown, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000070' })
const { user, messages, ...more } = people(cognito, origin)
const lastCode = (id: string) => more.lastCode.call({ messages }, id)
const place = (options: Parameters<typeof signInPlace>[2] = {}) => signInPlace(cognito, origin, options)

const NEW_PASSWORD = 'Lantern-43-Harbor!'
const HOSTILE = `"><img src=x onerror='alert(1)'>`
const BY_EMAIL = { UsernameAttributes: ['email' as const] }

const status = async ({ UserPoolId }: SignInPlace, Username: string) =>
  (await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus

/** That the browser is back at the app, and that its code is good for tokens of this user. */
async function expectSignedIn(at: SignInPlace, shown: Shown, username: string): Promise<void> {
  expect(shown.url.split('?')[0], shown.text).toBe(CALLBACK)
  const code = new URL(shown.url).searchParams.get('code') ?? ''
  const body = { grant_type: 'authorization_code', client_id: at.ClientId, redirect_uri: CALLBACK, code }
  const response = await fetch(`${at.base}/oauth2/token`, { method: 'POST', body: new URLSearchParams(body) })
  const { id_token = '' } = (await response.json()) as { id_token?: string }
  const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, string>
  expect(claims['cognito:username']).toBe(username)
}

describe('signing in on the page', () => {
  it('leads back to the app with a code, after as many tries as it takes (cognito-people 2.3.5)', async () => {
    const at = await place()
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/oauth2/authorize'))
    expect(page).toMatchObject({ status: 200, title: 'Sign in with your username and password', error: undefined })
    const again = await browser.send(page, { username: 'ann', password: 'wrong' })
    expect(again).toMatchObject({ status: 200, error: 'Incorrect username or password.' })
    expect(again.html).toMatch(/name="username"[^>]*value="ann"/)
    await expectSignedIn(at, await browser.send(again, { username: 'ann', password: PASSWORD }), 'ann')
  })

  it('is the same for a client with a secret, and for one that allows no flow of the API', async () => {
    const at = await place({ client: { GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] } })
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    const done = await browser.send(await browser.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    expect(done.url).toMatch(/^http:\/\/localhost:3000\/callback\?code=[\w-]+&state=/)
  })

  it('fills in what the app hints at, and shows nothing of it as markup', async () => {
    const at = await place({ client: { ClientName: 'orders' } })
    const page = await new PlainBrowser().open(at.page('/login', { login_hint: HOSTILE, lang: '<xx>' }))
    expect(page.html).not.toContain('<img')
    expect(page.html).toContain('value="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;"')
    expect(page.html).toContain('<html lang="en">')
  })

  it('says the same of a wrong password and of nobody, where the client hides that', async () => {
    const at = await place()
    await user(at.UserPoolId, 'annabel')
    const answers = []
    for (const username of ['annabel', 'nobody']) {
      const browser = new PlainBrowser()
      const page = await browser.open(at.page('/login'))
      const { html, status: code } = await browser.send(page, { username, password: 'wrong' })
      answers.push(`${code} ${html.replaceAll(username, '*').replace(/name="_csrf" value="[^"]*"/g, '')}`)
    }
    expect(answers[0]).toBe(answers[1])
  })

  it('says of nobody that they do not exist, where the client does not hide it', async () => {
    const at = await place({ client: { PreventUserExistenceErrors: 'LEGACY' } })
    const browser = new PlainBrowser()
    const page = await browser.send(await browser.open(at.page('/login')), { username: 'nobody', password: 'x' })
    expect(page.error).toBe('User does not exist.')
  })

  it('locks after five wrong passwords, as the API does', async () => {
    const at = await place()
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    let page = await browser.open(at.page('/login'))
    for (let wrong = 0; wrong < 5; wrong++) page = await browser.send(page, { username: 'ann', password: 'wrong' })
    expect((await browser.send(page, { username: 'ann', password: PASSWORD })).error).toBe('Password attempts exceeded')
  })

  it('cannot be framed, told of to others, or given a script', async () => {
    const { headers, html } = await new PlainBrowser().open((await place()).page('/login'))
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toContain('no-store')
    const [, stylesheet = ''] = /<link rel="stylesheet" href="([^"]*)">/.exec(html) ?? []
    const css = await fetch(new URL(stylesheet, origin))
    expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css;charset=UTF-8'])
  })
})

describe('forms that no page has sent', () => {
  it.each([
    ['without a token', { username: 'ann', password: PASSWORD }],
    ['with another token', { username: 'ann', password: PASSWORD, _csrf: '11111111-1111-1111-1111-111111111111' }],
  ])('%s are refused (cognito-people 2.3.4, 16.15)', async (_, fields) => {
    const at = await place()
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    await browser.open(at.page('/login'))
    const page = await browser.open(at.page('/login'), { method: 'POST', body: new URLSearchParams(fields) })
    expect(page).toMatchObject({ status: 400, title: 'An error was encountered with the requested page.' })
  })

  it('with a field twice, or with more than there are, are refused', async () => {
    const at = await place()
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/login'))
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(page.html) ?? []
    const body = new URLSearchParams({ _csrf: csrf, username: 'ann', password: PASSWORD })
    body.append('username', 'bob')
    expect(await browser.open(at.page('/login'), { method: 'POST', body })).toMatchObject({ status: 400 })
    const many = new URLSearchParams({ _csrf: csrf, username: 'ann', password: PASSWORD })
    for (let index = 0; index < 100; index++) many.set(`f${index}`, 'x')
    expect(await browser.open(at.page('/login'), { method: 'POST', body: many })).toMatchObject({ status: 400 })
  })

  it('of scripts for AWS’s two steps are read: JSON, and the token as csrf', async () => {
    const at = await place()
    await user(at.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/login'))
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(page.html) ?? []
    const body = new URLSearchParams({ csrf, username: '"ann"', password: JSON.stringify(PASSWORD) })
    await expectSignedIn(at, await browser.open(at.page('/login'), { method: 'POST', body }), 'ann')
  })

  it('of megabytes are refused', async () => {
    const at = await place()
    const browser = new PlainBrowser()
    await browser.open(at.page('/login'))
    const body = new URLSearchParams({ username: 'a'.repeat(2_000_000) })
    const { status: code } = await browser
      .open(at.page('/login'), { method: 'POST', body })
      .catch(() => ({ status: 413 }))
    expect([400, 413]).toContain(code)
  })
})

describe('signing up on the page', () => {
  const fields = { password: PASSWORD, 'requiredAttributes[name]': 'Ann' }
  const pool = { ...BY_EMAIL, Schema: [{ Name: 'name', Required: true, Mutable: true }] }

  it('asks for what the pool requires, sends a code, and signs in with it', async () => {
    const at = await place({ pool })
    const browser = new PlainBrowser()
    const login = await browser.open(at.page('/login'))
    expect(login.title).toBe('Sign in with your email and password')
    const page = await browser.open(at.page('/signup'))
    expect(page.title).toBe('Sign up with a new account')
    const weak = await browser.send(page, { username: 'ann@example.com', ...fields, password: 'short' })
    expect(weak.error).toBe('Password did not conform with policy: Password not long enough')
    expect(weak.html).toMatch(/name="password"[^>]*aria-invalid="true"/)
    expect(weak.html).toMatch(/name="requiredAttributes\[name\]"[^>]*value="Ann"/)
    const confirm = await browser.send(weak, { username: 'ann@example.com', ...fields })
    expect(new URL(confirm.url).pathname).toMatch(/\/confirm$/)
    expect(confirm.text).toContain('We have sent a code by email to a***@e***. Enter it below to confirm your account.')
    const code = await lastCode(at.UserPoolId)
    const wrong = await browser.send(confirm, { code: code === '000000' ? '111111' : '000000' })
    expect(wrong.error).toBe('Invalid verification code provided, please try again.')
    const done = await browser.send(wrong, { code: ` ${code} ` })
    const { Username = '', UserAttributes } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId: at.UserPoolId, Username: 'ann@example.com' }),
    )
    expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Ann' })
    await expectSignedIn(at, done, Username)
  })

  it('sends another code when it is asked to, and the first is then no longer good', async () => {
    const at = await place({ pool })
    const browser = new PlainBrowser()
    const confirm = await browser.send(await browser.open(at.page('/signup')), {
      username: 'bob@example.com',
      ...fields,
    })
    const first = await lastCode(at.UserPoolId)
    const resent = await browser.send(confirm, { resend: '' })
    expect(resent.title).toBe('Confirm your account')
    const second = await lastCode(at.UserPoolId)
    expect(await messages(at.UserPoolId)).toHaveLength(2)
    if (first !== second)
      expect((await browser.send(resent, { code: first })).error).toMatch(/Invalid verification code/)
    expect((await browser.send(resent, { code: second })).url).toContain(`${CALLBACK}?code=`)
  })

  it('goes on where somebody signs in who has not confirmed', async () => {
    const at = await place({ pool })
    const first = new PlainBrowser()
    await first.send(await first.open(at.page('/signup')), { username: 'eve@example.com', ...fields })
    const other = new PlainBrowser()
    const login = await other.open(at.page('/login'))
    const confirm = await other.send(login, { username: 'eve@example.com', password: PASSWORD })
    expect(confirm.title).toBe('Confirm your account')
    const done = await other.send(confirm, { code: await lastCode(at.UserPoolId) })
    expect(done.url).toContain(`${CALLBACK}?code=`)
  })

  it('says what is wrong in the words of the API', async () => {
    const at = await place({ pool })
    await user(at.UserPoolId, 'ann@example.com')
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/signup'))
    const taken = await browser.send(page, { username: 'ann@example.com', ...fields })
    expect(taken.error).toBe('An account with the given email already exists.')
    const noName = await browser.send(page, { username: 'x@example.com', ...fields, 'requiredAttributes[name]': '' })
    expect(noName.error).toBe('Attributes did not conform to the schema: name: The attribute is required')
    expect(noName.html).toMatch(/name="requiredAttributes\[name\]"[^>]*aria-invalid="true"/)
    const hostile = await browser.send(page, { username: '"><svg/onload=alert(1)>', ...fields })
    expect(hostile.html).not.toContain('<svg')
    expect(hostile.error).toBe('Username should be an email.')
  })

  it('is not offered where only administrators make users', async () => {
    const at = await place({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } })
    const browser = new PlainBrowser()
    expect((await browser.open(at.page('/login'))).text).not.toContain('Sign up')
    expect(await browser.open(at.page('/signup'))).toMatchObject({
      status: 400,
      error: 'SignUp is not permitted for this user pool',
    })
  })

  it('can be confirmed with one click on the link of a mail (cognito-people 2.1.1)', async () => {
    const VerificationMessageTemplate = { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const }
    const at = await place({ pool: { ...pool, VerificationMessageTemplate } })
    const browser = new PlainBrowser()
    const sent = await browser.send(await browser.open(at.page('/signup')), { username: 'ann@example.com', ...fields })
    expect(sent.text).toContain('We have sent a link by email to a***@e***.')
    const [message] = await messages(at.UserPoolId)
    const link = new URL(message?.link ?? '')
    expect(link.pathname).toBe('/confirmUser')
    expect([...link.searchParams.keys()]).toEqual(['client_id', 'user_name', 'confirmation_code'])
    const open = (query: string) => new PlainBrowser().open(`${at.base}/confirmUser${query}`)
    expect(await open(link.search.replace(/\d{6}$/, 'x'))).toMatchObject({
      status: 400,
      error: expect.stringMatching(/^Invalid/),
    })
    // Some senders write more into it.
    const more = `${link.search}&response_type=code`
    expect(await open(more)).toMatchObject({ status: 200, title: 'Your registration has been confirmed!' })
    expect(await status(at, 'ann@example.com')).toBe('CONFIRMED')
    expect((await open(link.search)).error).toBe('User cannot be confirmed. Current status is CONFIRMED')
    expect(await open('?client_id=nobody&user_name=x&confirmation_code=1')).toMatchObject({ status: 400 })
  })
})

describe('a forgotten password', () => {
  it('is replaced with the code of a message', async () => {
    const at = await place({ pool: BY_EMAIL })
    await user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com', email_verified: 'true' })
    const browser = new PlainBrowser()
    const forgot = await browser.open(at.page('/forgotPassword'))
    const reset = await browser.send(forgot, { username: 'ann@example.com' })
    expect(reset.text).toContain('We have sent a password reset code by email to a***@e***.')
    const code = await lastCode(at.UserPoolId)
    const twice = await browser.send(reset, { code, password: NEW_PASSWORD, confirmPassword: 'other' })
    expect(twice.error).toBe('The passwords are not the same.')
    const weak = await browser.send(twice, { code, password: 'short', confirmPassword: 'short' })
    expect(weak.error).toBe('Password did not conform with policy: Password not long enough')
    const login = await browser.send(weak, { code, password: NEW_PASSWORD, confirmPassword: NEW_PASSWORD })
    expect(login.text).toContain('Your password is changed. Sign in with the new one.')
    const done = await browser.send(login, { username: 'ann@example.com', password: NEW_PASSWORD })
    expect(done.url).toContain(`${CALLBACK}?code=`)
  })

  it('tells nobody whether there is such a user', async () => {
    const at = await place({ pool: BY_EMAIL })
    await user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com', email_verified: 'true' })
    const answers = []
    for (const username of ['ann@example.com', 'abe@example.com']) {
      const browser = new PlainBrowser()
      const page = await browser.send(await browser.open(at.page('/forgotPassword')), { username })
      answers.push(page.text)
      const fields = { code: '000000', password: NEW_PASSWORD, confirmPassword: NEW_PASSWORD }
      expect((await browser.send(page, fields)).error).toMatch(/^Invalid/)
    }
    expect(answers[0]).toBe(answers[1])
  })

  it('is asked for anew of whom an administrator has reset', async () => {
    const at = await place({ pool: BY_EMAIL })
    await user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com', email_verified: 'true' })
    await cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: at.UserPoolId, Username: 'ann@example.com' }))
    const browser = new PlainBrowser()
    const login = await browser.open(at.page('/login'))
    const reset = await browser.send(login, { username: 'ann@example.com', password: PASSWORD })
    expect(reset.title).toBe('Change your password')
    const code = await lastCode(at.UserPoolId)
    const done = await browser.send(reset, { code, password: NEW_PASSWORD, confirmPassword: NEW_PASSWORD })
    expect(done.text).toContain('Your password is changed.')
  })
})

it('a temporary password is replaced, with what the pool requires', async () => {
  const at = await place({ pool: { ...BY_EMAIL, Schema: [{ Name: 'name', Required: true, Mutable: true }] } })
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: at.UserPoolId,
      Username: 'ann@example.com',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    }),
  )
  const browser = new PlainBrowser()
  const login = await browser.open(at.page('/login'))
  const page = await browser.send(login, { username: 'ann@example.com', password: PASSWORD })
  expect(new URL(page.url).pathname).toMatch(/\/resetPassword$/)
  const fields = { password: NEW_PASSWORD, confirmPassword: NEW_PASSWORD, 'requiredAttributes[name]': '' }
  const noName = await browser.send(page, fields)
  expect(noName.error).toBe('Invalid attributes given, name is missing')
  expect(noName.html).toMatch(/name="requiredAttributes\[name\]"[^>]*aria-invalid="true"/)
  const done = await browser.send(noName, { ...fields, 'requiredAttributes[name]': 'Ann' })
  await expectSignedIn(at, done, User?.Username ?? '')
})

describe('a second factor', () => {
  const withTotp = async (MfaConfiguration: 'ON' | 'OPTIONAL') => {
    const at = await place()
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: at.UserPoolId,
        MfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: true },
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::555500000070:role/sms' } },
      }),
    )
    await user(at.UserPoolId, 'ann')
    return at
  }

  it('is set up with an authenticator where that is required, and asked for from then on (cognito-people 2.5.6)', async () => {
    const at = await withTotp('ON')
    const browser = new PlainBrowser()
    const choice = await browser.send(await browser.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    expect(choice.title).toBe('Set up a second factor')
    const setup = await browser.send(choice, { factor: 'SOFTWARE_TOKEN_MFA' })
    expect(setup.title).toBe('Set up an authenticator app')
    const [, shown = ''] = /<code id="totpSecret">([^<]*)<\/code>/.exec(setup.html) ?? []
    const secret = shown.replaceAll(' ', '')
    expect(setup.html).toContain(`otpauth://totp/orders:ann?secret=${secret}&amp;issuer=orders`)
    // Loaded anew, it is the same.
    expect((await browser.open(setup.url)).html).toContain(shown)
    const bad = await browser.send(setup, { authentication_code: '000000', friendlyDeviceName: 'phone' })
    expect(bad.error).toBe('Code mismatch and fail enable Software Token MFA')
    const code = totpNow(secret)
    const done = await browser.send(bad, { authentication_code: code, friendlyDeviceName: 'Ann’s phone' })
    await expectSignedIn(at, done, 'ann')

    const next = new PlainBrowser()
    const mfa = await next.send(await next.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    expect(mfa.text).toContain('Enter the code that Ann’s phone shows.')
    expect((await next.send(mfa, { authentication_code: code })).error).toBe(
      'Your software token has already been used once.',
    )
    const wrong = await next.send(mfa, { authentication_code: '12' })
    expect(wrong.error).toBe('Invalid code received for user')
    expect(wrong.html).toContain('id="totpCodeInput"')
  })

  const attributesOf = async ({ UserPoolId }: SignInPlace) => {
    const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ann' }))
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  }

  it('is set up with a phone number, which is the user’s once its code was right', async () => {
    const at = await withTotp('ON')
    const browser = new PlainBrowser()
    const choice = await browser.send(await browser.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    const asked = await browser.send(choice, { factor: 'SMS_MFA' })
    expect(asked.title).toBe('Set up codes by SMS')
    // One may think again.
    expect((await browser.send(asked, { factor: '' })).title).toBe('Set up a second factor')
    const setup = await browser.send(choice, { factor: 'SMS_MFA' })
    const bad = await browser.send(setup, { phone_number: '555' })
    expect(bad.error).toBe('Invalid phone number format.')
    expect(bad.html).toMatch(/name="phone_number"[^>]*value="555"/)
    expect((await browser.send(bad, { phone_number: '' })).error).toBe('Missing required parameter PHONE_NUMBER')
    const code = await browser.send(bad, { phone_number: '+14325551212' })
    expect(new URL(code.url).pathname).toMatch(/\/mfa$/)
    expect(code.text).toContain('We have sent a code by SMS to +*******1212.')
    expect((await attributesOf(at)).phone_number).toBeUndefined()
    const wrong = await browser.send(code, { authentication_code: '000' })
    expect(wrong.error).toBe('Invalid code or auth state for the user.')
    const right = { authentication_code: await lastCode(at.UserPoolId) }
    await expectSignedIn(at, await browser.send(wrong, right), 'ann')
    expect(await attributesOf(at)).toMatchObject({ phone_number: '+14325551212', phone_number_verified: 'true' })
    const next = new PlainBrowser()
    const mfa = await next.send(await next.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    expect(mfa.text).toContain('We have sent a code by SMS to +*******1212.')
  })

  it('is set up with an email address where that is all that the pool offers, and by nobody with a phone number', async () => {
    const SourceArn = 'arn:aws:ses:us-east-1:555500000070:identity/orders@example.com'
    const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER' as const, SourceArn }
    const at = await place({ pool: { UserPoolTier: 'ESSENTIALS', EmailConfiguration } })
    const { UserPoolId } = at
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'ON',
        EmailMfaConfiguration: { Subject: 'Your code', Message: 'It is {####}' },
      }),
    )
    await user(UserPoolId, 'ann')
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/login'))
    const setup = await browser.send(page, { username: 'ann', password: PASSWORD })
    expect(setup.title).toBe('Set up codes by email')
    const code = await browser.send(setup, { email: 'ann@example.com' })
    expect(code.text).toContain('We have sent a code by email to a***@e***.')
    await expectSignedIn(at, await browser.send(code, { authentication_code: await lastCode(UserPoolId) }), 'ann')
    expect(await attributesOf(at)).toMatchObject({ email: 'ann@example.com', email_verified: 'true' })
  })

  it('is optional, and asked of whom has chosen it: it comes by SMS (cognito-people 2.5.6)', async () => {
    const at = await withTotp('OPTIONAL')
    const { UserPoolId } = at
    const without = new PlainBrowser()
    const page = await without.open(at.page('/login'))
    await expectSignedIn(at, await without.send(page, { username: 'ann', password: PASSWORD }), 'ann')
    await cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username: 'ann',
        UserAttributes: [{ Name: 'phone_number', Value: '+14325551212' }],
      }),
    )
    await cognito.send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: 'ann', SMSMfaSettings: { Enabled: true } }),
    )
    const browser = new PlainBrowser()
    const mfa = await browser.send(await browser.open(at.page('/login')), { username: 'ann', password: PASSWORD })
    expect(mfa.text).toContain('We have sent a code by SMS to +*******1212.')
    const wrong = await browser.send(mfa, { authentication_code: '000' })
    expect(wrong.error).toBe('Invalid code or auth state for the user.')
    await expectSignedIn(at, await browser.send(wrong, { authentication_code: await lastCode(UserPoolId) }), 'ann')
  })
})

describe('the pages of managed login', () => {
  const passwordless = {
    managedLogin: true,
    pool: {
      ...BY_EMAIL,
      UserPoolTier: 'ESSENTIALS' as const,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } },
    },
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const] },
  }

  it('ask who somebody is first, and then how they prove it: by a code', async () => {
    const at = await place(passwordless)
    await user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com' })
    const browser = new PlainBrowser()
    const login = await browser.open(at.page('/login'))
    expect(login.html).not.toContain('type="password"')
    const choice = await browser.send(login, { username: 'ann@example.com' })
    expect(choice.title).toBe('Choose how to sign in')
    const [, ...rest] = choice.html.match(/name="factor" value="[A-Z_]*"/g) ?? []
    expect(rest).toEqual(['name="factor" value="PASSWORD"'])
    const code = await browser.send(choice, { factor: 'EMAIL_OTP' })
    expect(code.text).toContain('We have sent a code by email to a***@e***.')
    const done = await browser.send(code, { authentication_code: await lastCode(at.UserPoolId) })
    expect(done.url).toContain(`${CALLBACK}?code=`)
  })

  it('or by a password', async () => {
    const at = await place(passwordless)
    await user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com' })
    const browser = new PlainBrowser()
    const choice = await browser.send(await browser.open(at.page('/login')), { username: 'ann@example.com' })
    const password = await browser.send(choice, { factor: 'PASSWORD' })
    expect(new URL(password.url).pathname).toMatch(/\/verifyPassword$/)
    const wrong = await browser.send(password, { password: 'wrong' })
    expect(wrong.error).toBe('Incorrect username or password.')
    expect((await browser.send(wrong, { password: PASSWORD })).url).toContain(`${CALLBACK}?code=`)
  })

  it('offer nobody in particular the same', async () => {
    const at = await place(passwordless)
    const browser = new PlainBrowser()
    const choice = await browser.send(await browser.open(at.page('/login')), { username: 'nobody@example.com' })
    const code = await browser.send(choice, { factor: 'EMAIL_OTP' })
    expect(code.text).toContain('We have sent a code by email to n***@e***.')
    expect((await browser.send(code, { authentication_code: '12345678' })).error).toBe(
      'Invalid code or auth state for the user.',
    )
  })
})

it('a step is no page of its own: without the one before it there is nothing to show', async () => {
  const at = await place()
  for (const path of ['/mfa', '/mfaRegister', '/resetPassword', '/selectChallenge']) {
    expect(await new PlainBrowser().open(at.page(path))).toMatchObject({ status: 400, title: 'Something went wrong' })
  }
  expect((await new PlainBrowser().open(at.page('/confirm'))).url).toContain('/login?')
  expect((await new PlainBrowser().open(at.page('/verifyPassword'))).url).toContain('/login?')
})
