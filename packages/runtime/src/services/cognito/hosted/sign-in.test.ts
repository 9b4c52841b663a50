import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf } from './browser.harness.ts'
import { ADA, CALLBACK, claimsIn, signInApp } from './sign-in-app.harness.ts'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito)
})
afterAll(() => cognito.close())

describe('a sign-in', () => {
  it('leads from the app to a page, and back to the app with a code and its state', async () => {
    const browser = app.browser()
    const asked = await browser.get('/oauth2/authorize', app.query({ state: 'a b&c', scope: 'openid email' }))
    expect(asked.status).toBe(302)
    expect(locationOf(asked)).toMatch(/^\/login\?client_id=/)
    const page = await browser.open(locationOf(asked))
    expect(page.status).toBe(200)
    const back = await browser.submit(page, ADA)
    expect([back.status, back.body]).toEqual([302, ''])
    expect(locationOf(back).startsWith(`${CALLBACK}?code=`)).toBe(true)
    expect(answerIn(back).get('state')).toBe('a b&c')
    expect(answerIn(back).get('code')).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/)
    expect(browser.cookies.get('cognito')).toBeTruthy()
  })

  it('says what was wrong, on the page', async () => {
    const browser = app.browser()
    const page = await browser.get('/login', app.query())
    const again = await browser.submit(page, { ...ADA, password: 'Wrong-horse1' })
    expect(again.status).toBe(200)
    expect(String(again.body)).toContain('Incorrect username or password.')
  })
})

describe('tokens for a code', () => {
  it('say who has signed in, in the order of the recordings', async () => {
    const { status, body } = await app.codeGrant(await app.code({ scope: 'openid email api/read', nonce: 'n-1' }))
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type'])
    const id = claimsIn(body.id_token)
    expect(Object.keys(id)[0]).toBe('at_hash')
    expect(id).toMatchObject({ nonce: 'n-1', aud: app.clientId, email: 'ada@example.com', email_verified: true })
    expect(id).not.toHaveProperty('given_name')
    const access = claimsIn(body.access_token)
    expect(access).toMatchObject({ scope: 'openid email api/read', username: 'ada', client_id: app.clientId })
    expect(access).not.toHaveProperty('aud')
  })
})
