import { DeleteUserPoolClientCommand, DeleteUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '111122224444' })

let machine: MachineClient
let other: MachineClient
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  other = await createMachineClient(cognito)
})

const ask = (form: Record<string, string> = {}, overrides: Partial<MachineClient> = {}) =>
  requestToken({ origin, ...machine, ...overrides, form: { grant_type: 'client_credentials', ...form } })
const post = (form: Record<string, string>, basic?: Pick<MachineClient, 'clientId' | 'clientSecret'>) =>
  requestToken({ origin, domain: machine.domain, ...basic, form })

/** Never 401, never WWW-Authenticate, and the same security headers as a success. */
async function expectRefusal(response: Response, body: string): Promise<void> {
  expect([response.status, await response.text()]).toEqual([400, body])
  expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
  expect(response.headers.get('www-authenticate')).toBeNull()
  expect(response.headers.get('cache-control')).toBe('no-cache, no-store, max-age=0, must-revalidate')
  expect(response.headers.get('x-frame-options')).toBe('DENY')
}

const INVALID_SECRET = '{"error":"invalid_client","error_description":"invalid_client_secret"}'
const INVALID_CLIENT = '{"error":"invalid_client"}'
const INVALID_REQUEST = '{"error":"invalid_request"}'
const INVALID_GRANT = '{"error":"invalid_grant"}'
const INVALID_SCOPE = '{"error":"invalid_scope"}'
const UNSUPPORTED_GRANT = '{"error":"unsupported_grant_type"}'
const UNAUTHORIZED_CLIENT = '{"error":"unauthorized_client"}'

const grant = { grant_type: 'client_credentials' }
const inBody = (secret: Record<string, string>) => post({ ...grant, client_id: machine.clientId, ...secret })

describe('a client is refused (cognito 1.4.1, 1.3.6)', () => {
  const cases: [string, () => Promise<Response>, string][] = [
    ['with a wrong secret (cognito 1.4a)', () => ask({}, { clientSecret: 'wrong' }), INVALID_SECRET],
    ['with a wrong secret of the right length', () => ask({}, { clientSecret: '0'.repeat(52) }), INVALID_SECRET],
    ['with the secret of another pool', () => ask({}, { clientSecret: other.clientSecret }), INVALID_SECRET],
    ['with an empty secret', () => ask({}, { clientSecret: '' }), INVALID_SECRET],
    ['with a wrong secret in the body', () => inBody({ client_secret: 'wrong' }), INVALID_SECRET],
    ['with an empty secret in the body', () => inBody({ client_secret: '' }), INVALID_SECRET],
    ['with no secret', () => inBody({}), INVALID_SECRET],
    ['that nobody knows (cognito 1.4b, 11.2)', () => ask({}, { clientId: 'nobody' }), INVALID_CLIENT],
    [
      'of another pool, at this pool’s domain (cognito 1.1.2, 1.4b)',
      () => ask({}, { domain: other.domain }),
      INVALID_CLIENT,
    ],
    ['without a name (cognito 1.4f)', () => post(grant), INVALID_REQUEST],
  ]
  it.each(cases)('%s', async (_, send, body) => expectRefusal(await send(), body))

  it('once it was deleted', async () => {
    const client = { ...machine, ...(await addClient(cognito, machine.poolId)) }
    await tokenFor(origin, client)
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: machine.poolId, ClientId: client.clientId }))
    await expectRefusal(await ask({}, client), INVALID_CLIENT)
  })

  it('that has no secret, with one and without (cognito 1.4c, 1.4j)', async () => {
    const open = await addClient(cognito, machine.poolId, {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://example.com/'],
    })
    const withSecret = await ask({}, { clientId: open.clientId, clientSecret: 'any' })
    expect([withSecret.status, await withSecret.text()]).toEqual([400, expect.stringContaining('"invalid_client"')])
    const without = await post({ ...grant, client_id: open.clientId })
    expect(without.status).toBe(400)
    expect(await without.text()).toMatch(/^\{"error":"(unauthorized_client|invalid_client)"/)
  })

  it('whose OAuth flag is off (cognito 1.4h, 11.8)', async () => {
    const off = await addClient(cognito, machine.poolId, { AllowedOAuthFlowsUserPoolClient: false })
    await expectRefusal(await ask({}, off), INVALID_GRANT)
  })

  it('whose flows do not include client_credentials (cognito 1.1.14, 1.4i, 11.8)', async () => {
    const coder = await addClient(cognito, machine.poolId, {
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://example.com/'],
    })
    await expectRefusal(await ask({}, coder), UNAUTHORIZED_CLIENT)
  })
})

describe('a grant is refused', () => {
  const client = () => ({ clientId: machine.clientId, clientSecret: machine.clientSecret })
  const cases: [string, Record<string, string>, string][] = [
    ['that is missing (cognito 1.1.6, 1.4d)', {}, INVALID_REQUEST],
    ['that is missing beside a scope', { scope: 'orders/read' }, INVALID_REQUEST],
    ['password (cognito 1.4e)', { grant_type: 'password', username: 'u', password: 'p' }, UNSUPPORTED_GRANT],
    ['implicit', { grant_type: 'implicit' }, UNSUPPORTED_GRANT],
    ['in other letters', { grant_type: 'Client_Credentials' }, UNSUPPORTED_GRANT],
    ['made up (cognito 1.4e)', { grant_type: 'urn:made:up' }, UNSUPPORTED_GRANT],
    ['JWT bearer', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }, UNSUPPORTED_GRANT],
    ['refresh_token without one (cognito 1.4g)', { grant_type: 'refresh_token' }, INVALID_REQUEST],
    [
      'refresh_token with garbage (cognito 1.4q)',
      { grant_type: 'refresh_token', refresh_token: 'garbage' },
      INVALID_GRANT,
    ],
    ['authorization_code without one (cognito 1.4g)', { grant_type: 'authorization_code' }, INVALID_REQUEST],
  ]
  it.each(cases)('%s', async (_, form, body) => expectRefusal(await post(form, client()), body))

  it('authorization_code with an unknown one (cognito 1.4p), and of a client that may not use codes', async () => {
    const redirect_uri = 'https://example.com/'
    const unknown = { grant_type: 'authorization_code', code: 'c', redirect_uri }
    const settings = { AllowedOAuthFlows: ['code' as const], CallbackURLs: [redirect_uri] }
    await expectRefusal(await post(unknown, await addClient(cognito, machine.poolId, settings)), INVALID_GRANT)
    await expectRefusal(await post(unknown, client()), UNAUTHORIZED_CLIENT)
  })

  it('refresh_token with an access token', async () => {
    const { access_token } = await tokenFor(origin, machine)
    await expectRefusal(
      await post({ grant_type: 'refresh_token', refresh_token: access_token }, client()),
      INVALID_GRANT,
    )
  })
})

describe('a scope is refused', () => {
  it.each([
    ['that is unknown (cognito 1.4l)', 'orders/fly'],
    ['of an unknown resource server (cognito 1.4l)', 'planes/read'],
    ['that is unknown beside a known one', 'orders/read orders/fly'],
    ['in other letters', 'Orders/Read'],
    ['by its short name', 'read'],
    ['that is a prefix of one', 'orders/rea'],
  ])('%s', async (_, scope) => expectRefusal(await ask({ scope }), INVALID_SCOPE))

  it('of the users’: openid (cognito 1.4o)', async () => {
    const response = await ask({ scope: 'openid' })
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringMatching(/^\{"error":"(invalid_scope|invalid_grant)"\}$/),
    ])
  })

  it('that exists and is not the client’s, also beside one that is (cognito 1.4k, 1.4.2)', async () => {
    const reader = await addClient(cognito, machine.poolId, { AllowedOAuthScopes: ['orders/read'] })
    await expectRefusal(await ask({ scope: 'orders/write' }, reader), INVALID_GRANT)
    await expectRefusal(await ask({ scope: 'orders/read orders/write' }, reader), INVALID_GRANT)
  })
})

describe('a request is refused', () => {
  const url = (domain = machine.domain) => `${origin}/_aws/cognito/${domain}/oauth2/token`

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('with 405 and no body: %s (cognito 1.1.1, 1.4v, 11.3)', async (method) => {
    const response = await fetch(url(), { method })
    expect([response.status, await response.text()]).toEqual([405, ''])
    expect(response.headers.get('allow')).toBe('POST')
    expect(response.headers.get('x-frame-options')).toBe('DENY')
  })

  it.each(['application/json', 'text/plain', '"application/x-www-form-urlencoded"'])(
    'with 405 and no body: Content-Type %s (cognito 1.1.1, 1.4t, 11.3)',
    async (type) => {
      const body = `grant_type=client_credentials&client_id=${machine.clientId}&client_secret=${machine.clientSecret}`
      const response = await fetch(url(), { method: 'POST', headers: { 'content-type': type }, body })
      expect([response.status, await response.text()]).toEqual([405, ''])
      expect(response.headers.get('content-length')).toBe('0')
      expect(response.headers.get('allow')).toBe('POST')
    },
  )

  it('when JSON comes as a form (cognito 1.4d)', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = '{"grant_type":"client_credentials"}'
    await expectRefusal(await fetch(url(), { method: 'POST', headers, body }), INVALID_REQUEST)
  })

  it('at a path that has no POST (cognito 1.4u)', async () => {
    const response = await fetch(`${origin}/_aws/cognito/${machine.domain}/oauth/token`, { method: 'POST' })
    expect([response.status, await response.text()]).toEqual([405, ''])
    const { headers } = response
    expect([headers.get('allow'), headers.get('content-length')]).toEqual(['GET', '0'])
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000 ; includeSubDomains')
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('at a domain that nobody has, which it names (cognito 1.4y, 11.5)', async () => {
    const response = await ask({}, { domain: 'nobody-has-this-domain' })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('nobody-has-this-domain')
  })

  it('at a domain that was deleted (cognito 1.4y)', async () => {
    const gone = await createMachineClient(cognito)
    await tokenFor(origin, gone)
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: gone.poolId, Domain: gone.domain }))
    expect((await ask({}, gone)).status).toBe(404)
  })
})

describe('the neighbours of the token endpoint', () => {
  const at = (path: string, init: RequestInit) => fetch(`${origin}/_aws/cognito/${machine.domain}${path}`, init)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const basic = (secret = machine.clientSecret) => ({ authorization: `Basic ${btoa(`${machine.clientId}:${secret}`)}` })

  it('userInfo knows no machine (cognito 2.3.3, 3.4.3)', async () => {
    const { access_token } = await tokenFor(origin, machine)
    const response = await at('/oauth2/userInfo', { headers: { authorization: `Bearer ${access_token}` } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('revoke refuses an access token, and a client that it does not know with 401 (cognito 2.3.2, 3.5.2)', async () => {
    const { access_token } = await tokenFor(origin, machine)
    const revoke = (token: string, secret?: string) =>
      at('/oauth2/revoke', {
        method: 'POST',
        headers: { ...form, ...basic(secret) },
        body: new URLSearchParams({ token }),
      })
    const answers = await Promise.all([revoke(access_token), revoke('unknown'), revoke('unknown', 'wrong')])
    const texts = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))
    expect(texts).toEqual([
      [400, expect.stringContaining('"unsupported_token_type"')],
      [200, ''],
      [401, expect.stringContaining('"invalid_client"')],
    ])
  })

  it.each(['/oauth2/register', '/saml2/idpresponse', '/saml2/logout'])(
    '%s says that it is not emulated (cognito 3.1)',
    async (path) => {
      const response = await at(`${path}?client_id=${machine.clientId}`, { redirect: 'manual' })
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('not emulated')])
    },
  )

  it.each(['/oauth2/authorize', '/login', '/logout'])('%s lets no machine in', async (path) => {
    const response = await at(`${path}?client_id=${machine.clientId}`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, expect.stringContaining('/error?')])
  })
})
