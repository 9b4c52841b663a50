import { describe, expect, test } from 'vitest'
import { accessTokenOf, basicOf, SECRET, startPlane } from '../oauth.harness.ts'

const GRANT = 'grant_type=client_credentials'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a token for a machine', () => {
  test('comes in the recorded body with the recorded headers', async () => {
    const { post } = await startPlane()
    const response = await post(`${GRANT}&scope=api/read`)
    expect(response.status).toBe(200)
    expect(response.body).toMatch(
      /^\{"access_token":"[\w-]+\.[\w-]+\.[\w-]+","expires_in":3600,"token_type":"Bearer"\}$/,
    )
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
    const names = response.headers.map(([name]) => name)
    expect(names).toEqual([
      'Content-Type',
      'Set-Cookie',
      'x-amz-cognito-request-id',
      'X-Application-Context',
      'X-Content-Type-Options',
      'X-XSS-Protection',
      'Cache-Control',
      'Pragma',
      'Expires',
      'Strict-Transport-Security',
      'X-Frame-Options',
      'Server',
      'Access-Control-Allow-Origin',
    ])
    const headers = Object.fromEntries(response.headers)
    expect(headers['Content-Type']).toBe('application/json;charset=UTF-8')
    expect(headers['Set-Cookie']).toMatch(new RegExp(`^XSRF-TOKEN=${uuid}; Path=/; HttpOnly; SameSite=Lax$`))
    expect(headers['x-amz-cognito-request-id']).toBe(response.note?.requestId)
  })

  test.each([
    ['Basic with the id repeated in the body', `${GRANT}&client_id=machine1`, undefined],
    ['the body alone', `${GRANT}&client_id=machine1&client_secret=${encodeURIComponent(SECRET)}`, ''],
    ['Basic, percent-encoded as RFC 6749 says', GRANT, basicOf('machine1', encodeURIComponent(SECRET))],
    ['a scheme in another case', GRANT, basicOf('machine1', SECRET).replace('Basic', 'bAsIc')],
    ['a scope without value', `${GRANT}&scope=`, undefined],
    ['parameters AWS ignores', `${GRANT}&resource=https%3A%2F%2Fx.example&audience=y`, undefined],
    ['a parameter AWS ignores, given twice', `${GRANT}&resource=https%3A%2F%2Fx.example&resource=y`, undefined],
    ['client metadata', `${GRANT}&aws_client_metadata=%7B%22a%22%3A%22b%22%7D`, undefined],
  ])('is given for %s', async (_name, form, authorization) => {
    const { post } = await startPlane()
    expect((await post(form, authorization)).status).toBe(200)
  })

  test('is given when the parameters stand in the query and the body is empty', async () => {
    const { ask } = await startPlane()
    const authorization = basicOf('machine1', SECRET)
    expect((await ask({ query: GRANT, headers: { ...FORM, authorization } })).status).toBe(200)
    expect((await ask({ query: GRANT, headers: { authorization } })).status).toBe(200)
  })

  test('is another one each time', async () => {
    const { post } = await startPlane()
    expect(accessTokenOf(await post(GRANT))).not.toBe(accessTokenOf(await post(GRANT)))
  })

  test('is found under the path form as well', async () => {
    const { ask } = await startPlane()
    const headers = { ...FORM, authorization: basicOf('machine1', SECRET) }
    const response = await ask({ path: '/_aws/cognito/partners/oauth2/token', headers, body: Buffer.from(GRANT) })
    expect(response.status).toBe(200)
  })
})

describe('refusals with 400', () => {
  const basic = basicOf('machine1', SECRET)
  test.each([
    ['a wrong secret', GRANT, basicOf('machine1', 'wrong'), 'invalid_client', 'invalid_client_secret'],
    ['an empty secret', GRANT, basicOf('machine1', ''), 'invalid_client', 'invalid_client_secret'],
    ['a missing secret', `${GRANT}&client_id=machine1`, '', 'invalid_client', 'invalid_client_secret'],
    ['an unknown client', GRANT, basicOf('nobody', SECRET), 'invalid_client', undefined],
    ['no client id', GRANT, '', 'invalid_request', undefined],
    ['no grant_type', 'scope=api/read', basic, 'invalid_request', undefined],
    ['an empty grant_type', 'grant_type=', basic, 'invalid_request', undefined],
    ['JSON under the media type of a form', '{"grant_type":"client_credentials"}', basic, 'invalid_request', undefined],
    ['the password grant', 'grant_type=password&username=a&password=b', basic, 'unsupported_grant_type', undefined],
    ['a grant named like a property', 'grant_type=constructor', basic, 'unsupported_grant_type', undefined],
    ['a code grant without code', 'grant_type=authorization_code', basic, 'invalid_request', undefined],
    [
      'a code, for a client of another flow',
      'grant_type=authorization_code&code=x',
      basic,
      'unauthorized_client',
      undefined,
    ],
    ['a refresh without token', 'grant_type=refresh_token', basic, 'invalid_request', undefined],
    ['an unknown refresh token', 'grant_type=refresh_token&refresh_token=x', basic, 'invalid_grant', undefined],
    ['a scope of the pool that is not the client’s', `${GRANT}&scope=api/admin`, basic, 'invalid_grant', undefined],
    ['one such scope among allowed ones', `${GRANT}&scope=api/read+api/admin`, basic, 'invalid_grant', undefined],
    ['an unknown scope', `${GRANT}&scope=api/nothing`, basic, 'invalid_scope', undefined],
    ['an unknown scope after one not allowed', `${GRANT}&scope=api/admin%20no`, basic, 'invalid_scope', undefined],
    ['a scope for users', `${GRANT}&scope=openid`, basic, 'invalid_scope', undefined],
    ['nothing but a deleted scope', `${GRANT}&scope=api/gone`, basic, 'invalid_scope', undefined],
    ['a parameter given twice', `${GRANT}&${GRANT}`, basic, 'invalid_request', undefined],
    ['a scope given twice', `${GRANT}&scope=api/read&scope=api/read`, basic, 'invalid_request', undefined],
    ['a client id given twice', `${GRANT}&client_id=machine1&client_id=machine1`, basic, 'invalid_request', undefined],
    ['malformed percent-encoding', `${GRANT}&scope=%zz`, basic, 'invalid_request', undefined],
    ['invalid UTF-8 in percent-encoding', `${GRANT}&scope=%ff`, basic, 'invalid_request', undefined],
    ['credentials that are not base64', GRANT, 'Basic ***', 'invalid_request', undefined],
    ['empty credentials', GRANT, 'Basic', 'invalid_request', undefined],
    ['credentials without a colon', GRANT, `Basic ${btoa('machine1')}`, 'invalid_request', undefined],
    ['credentials with a broken escape', GRANT, basicOf('machine1', '%zz'), 'invalid_request', undefined],
    ['two different clients', `${GRANT}&client_id=other`, basic, 'invalid_request', undefined],
    ['two different secrets', `${GRANT}&client_id=machine1&client_secret=x`, basic, 'invalid_request', undefined],
    ['client metadata that is not JSON', `${GRANT}&aws_client_metadata=x`, basic, 'invalid_request', undefined],
    ['client metadata with a number', `${GRANT}&aws_client_metadata={"a":1}`, basic, 'invalid_request', undefined],
    ['a body above 64 KiB', `${GRANT}&x=${'x'.repeat(65_536)}`, basic, 'invalid_request', undefined],
    ['a client id above any length', `${GRANT}&client_id=${'x'.repeat(60_000)}`, '', 'invalid_client', undefined],
  ])('%s', async (_name, form, authorization, error, description) => {
    const { post } = await startPlane()
    const response = await post(form, authorization)
    const expected = description ? { error, error_description: description } : { error }
    expect(response.body).toBe(JSON.stringify(expected))
    expect(response.status).toBe(400)
    expect(Object.fromEntries(response.headers)['Content-Type']).toBe('application/json;charset=UTF-8')
    expect(Object.fromEntries(response.headers)['WWW-Authenticate']).toBeUndefined()
  })

  test.each([
    ['the OAuth flag off', { oauthEnabled: false }, 'invalid_grant'],
    ['the flow not listed', { grantTypes: new Set(['authorization_code']) }, 'unauthorized_client'],
    ['no scope that exists', { scopes: ['api/gone'] }, 'invalid_scope'],
    ['no scope at all', { scopes: [] }, 'invalid_scope'],
  ])('a client with %s', async (_name, client, error) => {
    const { post } = await startPlane(client)
    const response = await post(GRANT)
    expect([response.status, response.body]).toEqual([400, JSON.stringify({ error })])
  })

  test('a public client: with a secret it is unknown, without one it may not use this flow', async () => {
    const { post } = await startPlane({ secretDigests: [] })
    expect((await post(GRANT)).body).toBe('{"error":"invalid_client"}')
    expect((await post(`${GRANT}&client_id=machine1`, '')).body).toBe('{"error":"unauthorized_client"}')
  })
})

describe('scopes of the token', () => {
  const scopeOf = (token: string) =>
    JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))).scope

  test.each([
    ['everything that exists when none is asked for', '', 'api/read https://api.example.com/v1/write'],
    ['one that was asked for', 'api/read', 'api/read'],
    [
      'those asked for, once each',
      'api/read%20%20api/read+https://api.example.com/v1/write',
      'api/read https://api.example.com/v1/write',
    ],
    ['without one that was deleted', 'api/gone api/read', 'api/read'],
  ])('%s', async (_name, scope, expected) => {
    const { post } = await startPlane()
    expect(scopeOf(accessTokenOf(await post(`${GRANT}&scope=${scope}`)))).toBe(expected)
  })
})

describe('requests that are no form posts', () => {
  test.each([
    ['JSON', 'application/json'],
    ['a quoted media type', '"application/x-www-form-urlencoded"'],
    ['nothing that is a media type', ';;;'],
    ['no media type at all, with a body', undefined],
  ])('%s: an empty 405', async (_name, type) => {
    const { ask } = await startPlane()
    const response = await ask({ headers: { 'content-type': type }, body: Buffer.from(GRANT) })
    expect([response.status, response.body]).toEqual([405, ''])
    expect(Object.fromEntries(response.headers)).toMatchObject({ Allow: 'POST', 'X-Frame-Options': 'DENY' })
  })

  test.each([
    ['application/x-www-form-urlencoded', 405],
    ['text/html, application/xml;q=0.9', 405],
    ['application/problem+json', 405],
    ['*/*', 200],
    ['', 200],
    ['Application/JSON; charset=utf-8', 200],
    ['text/plain, application/*;q=0.5', 200],
    ['text/html, image/gif, *; q=.2, */*; q=.2', 200],
  ])('Accept: %s gets %i', async (accept, status) => {
    const { ask } = await startPlane()
    const headers = { ...FORM, authorization: basicOf('machine1', SECRET), accept }
    const response = await ask({ headers, body: Buffer.from(GRANT) })
    expect(response.status).toBe(status)
    if (status === 405) expect([response.body, Object.fromEntries(response.headers).Allow]).toEqual(['', 'POST'])
  })

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('%s: an empty 405', async (method) => {
    const { ask } = await startPlane()
    const response = await ask({ method, headers: FORM })
    expect([response.status, response.body]).toEqual([405, ''])
  })

  test('a media type with a charset is a form', async () => {
    const { ask } = await startPlane()
    const headers = {
      'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
      authorization: basicOf('machine1', SECRET),
    }
    expect((await ask({ headers, body: Buffer.from(GRANT) })).status).toBe(200)
  })
})

describe('what the log gets', () => {
  test('names the request, and the truth of a refusal', async () => {
    const { post } = await startPlane()
    const { note } = await post(`${GRANT}&scope=api/admin`)
    expect(note).toMatchObject({
      plane: 'oauth',
      subject: 'us-east-1/partners POST /oauth2/token client_credentials',
      reason: 'invalid_grant: scope api/admin exists but client machine1 is not allowed it',
    })
  })

  test('is short and plain, whatever a stranger sends', async () => {
    const { post } = await startPlane()
    const chosenSecret = 'chosen_secret_of_24_char'
    const swapped = await post(GRANT, basicOf(chosenSecret, 'machine1'))
    expect(swapped.note?.reason).toBe('invalid_client: no client chosen_s... in user pool us-east-1_test00001')
    const long = await post(`${GRANT}&scope=${'x'.repeat(60_000)}`)
    expect(long.note?.reason?.length).toBeLessThan(300)
    const control = await post(`${GRANT}&scope=a%0Ab%1B[31m`)
    expect(control.note?.reason).toBe('invalid_scope: scope a?b?[31m does not exist in user pool us-east-1_test00001')
  })

  test('is never a secret or a token', async () => {
    const { post } = await startPlane()
    const issued = await post(GRANT)
    const refused = [
      await post(GRANT, basicOf('machine1', 'wrong-secret-wrong-secret')),
      await post(GRANT, basicOf('wrong-secret-wrong-secret-in-the-place-of-the-id', 'x')),
      await post(`grant_type=wrong-secret-wrong-secret`),
    ]
    expect(JSON.stringify(issued.note)).not.toContain(accessTokenOf(issued).slice(0, 30))
    for (const { note } of refused) expect(JSON.stringify(note)).not.toContain('wrong-secret-wrong-secret-in')
    for (const { note } of [refused[0], refused[2]].map((response) => ({ note: response?.note }))) {
      expect(JSON.stringify(note)).not.toContain('wrong-secret')
    }
  })
})
