import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireResponse } from '../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { locationOf } from './browser.harness.ts'
import { ADA, CALLBACK, signInApp } from './sign-in-app.harness.ts'

const MINUTE = 60_000
const NEW_PASSWORD = 'Other-horse-2'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito, {}, { managedLogin: false })
})
afterAll(() => cognito.close())

const wentWrong = ({ status, body }: WireResponse) => status === 400 && String(body).includes('Something went wrong')

/** Somebody with a temporary password, in front of the page that asks for another one. */
async function atNewPassword() {
  const Password = { UserPoolId: app.UserPoolId, Username: ADA.username, Password: ADA.password, Permanent: false }
  await cognito.call('AdminSetUserPassword', Password)
  const browser = app.browser()
  const led = await browser.submit(await browser.get('/login', app.query()), ADA)
  return { browser, page: await browser.open(locationOf(led)), location: locationOf(led) }
}

describe('a way through the pages', () => {
  it('ends with the session of its challenge', async () => {
    const { browser, page } = await atNewPassword()
    cognito.clock.advance(3 * MINUTE)
    expect(wentWrong(await browser.submit(page, { password: NEW_PASSWORD }))).toBe(true)
  })

  it('ends five minutes after it began', async () => {
    const { browser, location } = await atNewPassword()
    cognito.clock.advance(5 * MINUTE - 1)
    expect((await browser.open(location)).status).toBe(200)
    cognito.clock.advance(1)
    expect(wentWrong(await browser.open(location))).toBe(true)
  })

  it('is one for the client that it began with', async () => {
    const { browser } = await atNewPassword()
    const other = await app.addClient()
    expect(wentWrong(await browser.get('/resetPassword', app.query({ client_id: other.clientId })))).toBe(true)
    expect((await browser.get('/resetPassword', app.query())).status).toBe(200)
  })

  it('is over once it has led to the app', async () => {
    const { browser, page } = await atNewPassword()
    const form = { password: ADA.password.replace('1', '3') }
    expect(locationOf(await browser.submit(page, form))).toContain(`${CALLBACK}?code=`)
    expect(wentWrong(await browser.submit(page, form))).toBe(true)
  })

  it('fits in a cookie, however much is known of somebody', async () => {
    const long = 'ä'.repeat(2000)
    const UserAttributes = ['name', 'nickname', 'profile', 'website'].map((Name) => ({ Name, Value: long }))
    await cognito.call('AdminUpdateUserAttributes', { UserPoolId: app.UserPoolId, Username: 'ada', UserAttributes })
    const { browser, page } = await atNewPassword()
    expect(page.status).toBe(200)
    expect(browser.cookies.get('page-data')?.length).toBeLessThan(2000)
  })
})

it('a code that comes late confirms, and the password is asked for anew', async () => {
  const { UserPoolId } = app
  await cognito.call('UpdateUserPool', { UserPoolId, AutoVerifiedAttributes: ['email'] })
  await cognito.call('SignUp', {
    ClientId: app.clientId,
    Username: 'eve',
    Password: ADA.password,
    UserAttributes: [{ Name: 'email', Value: 'eve@example.com' }],
  })
  const browser = app.browser()
  const form = { username: 'eve', password: ADA.password }
  const led = await browser.submit(await browser.get('/login', app.query()), form)
  const page = await browser.open(locationOf(led))
  cognito.clock.advance(6 * MINUTE)
  const { code = '' } = (await cognito.outbox(0)).at(-1) ?? {}
  const done = await browser.submit(page, { code })
  expect(locationOf(done)).toMatch(/^\/login\?/)
  const news = 'Your account is confirmed.'
  expect(String((await browser.open(locationOf(done))).body)).toContain(news)
  expect(String((await browser.open(locationOf(done))).body)).not.toContain(news)
})

describe('whoever has signed in before', () => {
  it('is asked whether they are the one, goes on without a password, or signs in as somebody else', async () => {
    await cognito.call('AdminSetUserPassword', {
      UserPoolId: app.UserPoolId,
      Username: ADA.username,
      Password: ADA.password,
      Permanent: true,
    })
    const browser = app.browser()
    await browser.submit(await browser.get('/login', app.query()), ADA)
    const page = await browser.get('/login', app.query())
    expect(String(page.body)).toContain('Sign in as ada')
    expect(String(page.body)).not.toContain('type="password"')
    expect(locationOf(await browser.submit(page, {}))).toContain(`${CALLBACK}?code=`)
    expect(String((await browser.get('/login', app.query({ prompt: 'login' }))).body)).toContain('type="password"')
  })

  it('has to be one', async () => {
    const browser = app.browser()
    const login = await browser.get('/login', app.query())
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(String(login.body)) ?? []
    const query = String(new URLSearchParams(app.query()))
    const form = new URLSearchParams({ _csrf: csrf })
    expect(locationOf(await browser.post('/login/continue', query, form))).toMatch(/^\/login\?/)
  })
})

it('the link of a mail does nothing for whoever only asks for its head', async () => {
  const { status, headers } = await app.browser().send({ method: 'HEAD', path: '/confirmUser', query: 'client_id=x' })
  expect([status, headers.find(([name]) => name === 'Allow')?.[1]]).toEqual([405, 'GET'])
})

describe('the language of the pages', () => {
  const languageIn = ({ body }: WireResponse) => /<html lang="([^"]*)"/.exec(String(body))?.[1]
  let localized: typeof app
  beforeAll(async () => {
    localized = await signInApp(cognito, {}, { domain: 'localized' })
  })

  it('is the one that is asked for, and stays so in this browser', async () => {
    const browser = localized.browser()
    expect(languageIn(await browser.get('/login', localized.query()))).toBe('en')
    const led = await browser.get('/oauth2/authorize', localized.query({ lang: 'de' }))
    const page = await browser.open(locationOf(led))
    expect(languageIn(page)).toBe('de')
    expect(String(page.body)).toContain('Mit Benutzername und Passwort anmelden')
    expect(languageIn(await browser.get('/signup', localized.query()))).toBe('de')
    expect(languageIn(await browser.get('/signup', localized.query({ lang: 'pt-BR' })))).toBe('pt-BR')
    expect(languageIn(await browser.get('/login', localized.query({ lang: 'xx' })))).toBe('pt-BR')
    const linked = { client_id: localized.clientId, user_name: 'ada', confirmation_code: '1' }
    expect(languageIn(await browser.get('/confirmUser', linked))).toBe('pt-BR')
  })

  it('is not that of what the API refuses', async () => {
    const browser = localized.browser()
    const page = await browser.get('/login', localized.query({ lang: 'ja' }))
    const refused = String((await browser.submit(page, { username: 'ada', password: 'wrong' })).body)
    expect(refused).toContain('role="alert" lang="en">Incorrect username or password.')
    expect(refused).toContain('<html lang="ja">')
  })

  it('is English where it is none of them, and on classic pages', async () => {
    for (const lang of ['xx', 'de-DE', '"><script>', '__proto__', '']) {
      const browser = localized.browser()
      expect(languageIn(await browser.get('/login', localized.query({ lang })))).toBe('en')
      expect(browser.cookies.has('lang')).toBe(false)
    }
    const classic = app.browser()
    expect(languageIn(await classic.get('/login', app.query({ lang: 'de' })))).toBe('en')
    expect(classic.cookies.has('lang')).toBe(false)
  })

  it('is that of news from the page before', async () => {
    const browser = localized.browser()
    await browser.get('/login', localized.query({ lang: 'fr' }))
    const asked = await browser.get('/forgotPassword', localized.query())
    const led = await browser.submit(asked, { username: 'ada' })
    const { code = '' } = (await cognito.outbox(0)).at(-1) ?? {}
    const form = { code, password: NEW_PASSWORD, confirmPassword: 'another' }
    const page = await browser.open(locationOf(led))
    const unequal = await browser.submit(page, form)
    expect(String(unequal.body)).toContain('role="alert">Les mots de passe ne sont pas identiques.')
    const done = await browser.submit(page, { ...form, confirmPassword: NEW_PASSWORD })
    expect(String((await browser.open(locationOf(done))).body)).toContain('Votre mot de passe a été changé.')
  })
})
