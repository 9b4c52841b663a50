import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { ISSUER } from '../federation/provider.harness.ts'
import { locationOf } from './browser.harness.ts'
import { signInApp } from './sign-in-app.harness.ts'

// What somebody else has put into the store comes into pages as text.
const NAME = '"><script>alert(1)</script>'
const PROVIDER = '<img/src=x>'
const PASSWORD = 'Correct-horse1'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
let clientId: string
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito, {}, { managedLogin: false })
  const { UserPoolId } = app
  await cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName: PROVIDER,
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: 'c',
      client_secret: 's',
      attributes_request_method: 'GET',
      oidc_issuer: ISSUER,
      authorize_scopes: 'openid',
    },
  })
  clientId = (await app.addClient({ SupportedIdentityProviders: ['COGNITO', PROVIDER] })).clientId
  const UserAttributes = [
    { Name: 'email', Value: '<svg/onload=a>@x.example' },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'name', Value: NAME },
  ]
  await cognito.call('AdminCreateUser', { UserPoolId, Username: NAME, UserAttributes, MessageAction: 'SUPPRESS' })
  await cognito.call('AdminSetUserPassword', { UserPoolId, Username: NAME, Password: PASSWORD, Permanent: true })
})
afterAll(() => cognito.close())

const MARKUP = /<script|<img|<svg/

it('names of users and providers, and addresses that codes go to', async () => {
  const browser = app.browser()
  const query = app.query({ client_id: clientId })
  const login = await browser.get('/login', query)
  expect(String(login.body)).toContain('&lt;img/src=x&gt;')
  expect(String(login.body)).not.toMatch(MARKUP)

  const wrong = await browser.submit(login, { username: NAME, password: 'wrong' })
  expect(String(wrong.body)).toContain('&lt;script&gt;')
  expect(String(wrong.body)).not.toMatch(MARKUP)

  const forgot = await browser.submit(await browser.get('/forgotPassword', query), { username: NAME })
  const sent = await browser.open(locationOf(forgot))
  expect(String(sent.body)).toContain('&lt;***@x***')
  expect(String(sent.body)).not.toMatch(MARKUP)

  expect(locationOf(await browser.submit(login, { username: NAME, password: PASSWORD }))).toContain('code=')
  const resume = await browser.get('/login', query)
  expect(String(resume.body)).toContain('&lt;script&gt;')
  expect(String(resume.body)).not.toMatch(MARKUP)
})

it('of two cookies of one name, the first is the one for the longer path', async () => {
  const browser = app.browser()
  await browser.get('/login', app.query())
  const mine = browser.cookies.get('XSRF-TOKEN') ?? ''
  const form = new URLSearchParams({ username: 'ada', password: PASSWORD, _csrf: mine })
  const query = String(new URLSearchParams(app.query()))
  const send = (cookie: string) => app.browser().post('/login', query, form, { cookie })
  const tossed = '11111111-1111-4111-8111-111111111111'
  expect(locationOf(await send(`XSRF-TOKEN=${mine}; XSRF-TOKEN=${tossed}`))).toContain('code=')
  expect(locationOf(await send(`XSRF-TOKEN=${tossed}; XSRF-TOKEN=${mine}`))).toMatch(/^\/error\?/)
})
