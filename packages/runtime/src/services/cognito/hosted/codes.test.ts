import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito, wire } from '../cognito.harness.ts'
import { answerIn, locationOf } from './browser.harness.ts'
import { CALLBACK, claimsIn, signInApp } from './sign-in-app.harness.ts'

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const PKCE = {
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
}
const INVALID = { status: 400, body: { error: 'invalid_grant' } }

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito, { AllowedOAuthFlows: ['code', 'implicit'] })
})
afterAll(() => cognito.close())

describe('a code', () => {
  it('is good once', async () => {
    const code = await app.code()
    expect((await app.codeGrant(code)).status).toBe(200)
    expect(await app.codeGrant(code)).toEqual(INVALID)
  })

  it('is good once of many that come together', async () => {
    const code = await app.code()
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.codeGrant(code)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(400)])
  })

  it('is good for five minutes', async () => {
    const [early, late] = [await app.code(), await app.code()]
    cognito.clock.advance(299_999)
    expect((await app.codeGrant(early)).status).toBe(200)
    cognito.clock.advance(1)
    expect(await app.codeGrant(late)).toEqual(INVALID)
  })

  it('is no other client’s', async () => {
    const code = await app.code()
    const { clientId } = await app.addClient()
    expect(await app.codeGrant(code, { client_id: clientId })).toEqual(INVALID)
    expect((await app.codeGrant(code)).status).toBe(200)
  })

  it('needs the redirect URI of its request', async () => {
    const code = await app.code()
    const mismatch = { status: 400, body: { error: 'unauthorized_client', error_description: 'invalid_redirect' } }
    expect(await app.codeGrant(code, { redirect_uri: `${CALLBACK}/` })).toEqual(mismatch)
    expect(await app.codeGrant(code, { redirect_uri: '' })).toEqual(mismatch)
    expect((await app.codeGrant(code)).status).toBe(200)
  })

  it('needs the verifier that was announced', async () => {
    const code = await app.code(PKCE)
    expect(await app.codeGrant(code)).toEqual(INVALID)
    expect(await app.codeGrant(code, { code_verifier: `${VERIFIER}x` })).toEqual(INVALID)
    expect(await app.codeGrant(code, { code_verifier: PKCE.code_challenge })).toEqual(INVALID)
    expect((await app.codeGrant(code, { code_verifier: VERIFIER })).status).toBe(200)
  })

  it('needs no verifier where none was announced', async () => {
    expect((await app.codeGrant(await app.code(), { code_verifier: 'needless' })).status).toBe(200)
  })

  it('of a client with a secret needs that', async () => {
    const { clientId, secret = '' } = await app.addClient({ GenerateSecret: true })
    const code = await app.code({ client_id: clientId })
    const refused = { status: 400, body: { error: 'invalid_client', error_description: 'invalid_client_secret' } }
    expect(await app.codeGrant(code, { client_id: clientId })).toEqual(refused)
    expect((await app.codeGrant(code, { client_id: clientId, client_secret: secret })).status).toBe(200)
  })

  it('is worth nothing for who has been disabled since', async () => {
    const code = await app.code()
    const whose = { UserPoolId: app.UserPoolId, Username: 'ada' }
    await cognito.call('AdminDisableUser', whose)
    expect(await app.codeGrant(code)).toEqual(INVALID)
    await cognito.call('AdminEnableUser', whose)
  })

  it('is worth nothing where the client may not read what its scopes stand for', async () => {
    const { clientId } = await app.addClient({ ReadAttributes: ['email'] })
    const code = await app.code({ client_id: clientId, scope: 'openid email' })
    expect(await app.codeGrant(code, { client_id: clientId })).toEqual(INVALID)
  })

  it('is not what an app of the implicit grant waits for: it hears of that where it would get its tokens', async () => {
    const { clientId } = await app.addClient({ AllowedOAuthFlows: ['implicit'], ReadAttributes: ['email'] })
    const response = await app.signIn({
      client_id: clientId,
      response_type: 'token',
      scope: 'openid email',
      state: 's',
    })
    expect(locationOf(response)).toBe(`${CALLBACK}#error=invalid_grant&state=s`)
  })

  it('lies nowhere in the store', async () => {
    const code = await app.code()
    const documents = await cognito.store.list({ kind: 'cognito-idp/authorization-code' })
    expect(documents.length).toBeGreaterThan(0)
    expect(JSON.stringify(documents)).not.toContain(code)
  })

  it('does not stay behind once it has ended', async () => {
    for (let left = 0; left < 30; left++) await app.code()
    cognito.clock.advance(300_000)
    for (let left = 0; left < 30; left++) await app.code()
    const documents = await cognito.store.list<{ endsAt: number }>({ kind: 'cognito-idp/authorization-code' })
    expect(documents.filter(({ value }) => value.endsAt <= cognito.clock.now()).length).toBeLessThan(10)
  })
})

describe('tokens', () => {
  it('without openid are no ID token, nor are those of a refresh', async () => {
    const { body } = await app.codeGrant(await app.code({ scope: 'api/read' }))
    expect(body).not.toHaveProperty('id_token')
    const refreshed = await app.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' })
    expect(Object.keys(refreshed.body)).toEqual(['access_token', 'expires_in', 'token_type'])
    expect(claimsIn(refreshed.body.access_token).scope).toBe('api/read')
  })

  it('with the administrators’ scope alone are no ID token either', async () => {
    const scopes = { AllowedOAuthScopes: ['aws.cognito.signin.user.admin', 'openid'] }
    const { clientId } = await app.addClient(scopes)
    const code = await app.code({ client_id: clientId, scope: 'aws.cognito.signin.user.admin' })
    const { body } = await app.codeGrant(code, { client_id: clientId })
    expect(body).not.toHaveProperty('id_token')
    const { Username } = await cognito.call('GetUser', { AccessToken: body.access_token ?? '' })
    expect(Username).toBe('ada')
  })

  it('say which resource they are for, also after a refresh', async () => {
    const resource = 'https://api.example.com/v1'
    const { body } = await app.codeGrant(await app.code({ resource, nonce: 'n' }))
    expect(claimsIn(body.access_token).aud).toBe(resource)
    const refreshed = await app.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' })
    expect(claimsIn(refreshed.body.access_token).aud).toBe(resource)
    expect(claimsIn(refreshed.body.id_token)).not.toHaveProperty('nonce')
  })

  it('of a browser that goes on say when its user signed in', async () => {
    const browser = app.browser()
    await app.signIn({}, browser)
    cognito.clock.advance(600_000)
    const again = await browser.get('/oauth2/authorize', app.query())
    const { body } = await app.codeGrant(answerIn(again).get('code') ?? '')
    const { auth_time, iat } = claimsIn(body.id_token) as { auth_time: number; iat: number }
    expect(iat - auth_time).toBe(600)
  })

  it('of the implicit grant come in the fragment, and are not to be refreshed', async () => {
    const back = await app.signIn({ response_type: 'token', state: 's', scope: 'openid' })
    expect(locationOf(back).startsWith(`${CALLBACK}#id_token=`)).toBe(true)
    const answer = Object.fromEntries(answerIn(back))
    expect(Object.keys(answer)).toEqual(['id_token', 'access_token', 'token_type', 'expires_in', 'state'])
    const hash = createHash('sha256')
      .update(answer.access_token ?? '')
      .digest()
    expect(claimsIn(answer.id_token).at_hash).toBe(hash.subarray(0, 16).toString('base64url'))
  })

  it('that rotate are replaced with each refresh', async () => {
    const { clientId } = await app.addClient({
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    })
    const { body } = await app.codeGrant(await app.code({ client_id: clientId }), { client_id: clientId })
    const refresh = (refresh_token = '') =>
      app.token({ grant_type: 'refresh_token', client_id: clientId, refresh_token })
    const next = await refresh(body.refresh_token)
    expect(next.body.refresh_token).not.toBe(body.refresh_token)
    expect((await refresh(body.refresh_token)).status).toBe(200)
    cognito.clock.advance(10_000)
    expect(await refresh(body.refresh_token)).toEqual(INVALID)
  })

  it('of a code that comes twice stay good', async () => {
    const code = await app.code()
    const { body } = await app.codeGrant(code)
    await app.codeGrant(code)
    const refreshed = await app.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' })
    expect(refreshed.status).toBe(200)
  })
})

describe('userInfo and revocation', () => {
  const userInfo = async (token = '') => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await cognito.ask(wire({ method: 'GET', path: '/oauth2/userInfo', headers }), app.domain)
    return { status: response.status, body: JSON.parse(String(response.body)) }
  }

  it('know the person until the sign-in is revoked', async () => {
    const { body } = await app.codeGrant(await app.code({ scope: 'openid email' }))
    expect(await userInfo(body.access_token)).toMatchObject({
      status: 200,
      body: { email: 'ada@example.com', email_verified: 'true', username: 'ada' },
    })
    const form = new URLSearchParams({ client_id: app.clientId, token: body.refresh_token ?? '' })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const path = '/oauth2/revoke'
    expect((await cognito.ask(wire({ path, headers, body: Buffer.from(String(form)) }), app.domain)).status).toBe(200)
    expect((await userInfo(body.access_token)).status).toBe(401)
    expect(await app.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' })).toEqual(INVALID)
  })

  it('take no ID token for an access token, and none without openid', async () => {
    const { body } = await app.codeGrant(await app.code())
    expect(await userInfo(body.id_token)).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    const other = await app.codeGrant(await app.code({ scope: 'api/read' }))
    expect(await userInfo(other.body.access_token)).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })

  it('may be asked for by scripts of any page, with a header', async () => {
    const headers = {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    }
    const response = await cognito.ask(wire({ method: 'OPTIONS', path: '/oauth2/userInfo', headers }), app.domain)
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'authorization',
    })
  })
})
