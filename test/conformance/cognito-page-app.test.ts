import {
  CreateDeploymentCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateResourceServerCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { hop, postForm, type Tokens } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const ACCOUNT = '555500000095'
const { cognito, apiGateway } = awsClients({ origin, account: ACCOUNT })
const { user: _user, ...outbox } = people(cognito, origin)

/** Where the page comes from that signs people in. */
const Origin = 'http://localhost:3000'
const SIGNED_OUT = `${Origin}/`
const ANN = 'ann@example.com'
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const PKCE = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }

let at: SignInPlace
let api: ProtectedApi
beforeAll(async () => {
  at = await signInPlace(cognito, origin, { pool: { UsernameAttributes: ['email'] } })
  const { UserPoolId, ClientId } = at
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
  const server = { UserPoolId, Identifier: 'orders', Name: 'Orders', Scopes }
  await cognito.send(new CreateResourceServerCommand(server))
  await cognito.send(
    new UpdateUserPoolClientCommand({
      ...{ UserPoolId, ClientId, AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] },
      ...{ AllowedOAuthScopes: ['openid', 'email', 'orders/read'], CallbackURLs: [CALLBACK], LogoutURLs: [SIGNED_OUT] },
      ...{ SupportedIdentityProviders: ['COGNITO'], PreventUserExistenceErrors: 'ENABLED' },
    }),
  )
  api = await createProtectedApi(apiGateway, [`arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${UserPoolId}`])
  await addPreflight()
})

/** As the CDK writes it: a MOCK that answers any page's question before its call. */
async function addPreflight(): Promise<void> {
  const method = { restApiId: api.apiId, resourceId: api.resourceId, httpMethod: 'OPTIONS' }
  const headers = {
    'Allow-Origin': `'${Origin}'`,
    'Allow-Headers': "'Authorization'",
    'Allow-Methods': "'OPTIONS,GET'",
  }
  const named = Object.entries(headers).map(
    ([name, value]) => [`method.response.header.Access-Control-${name}`, value] as const,
  )
  const vary = ['method.response.header.Vary', "'Origin'"] as const
  const responseParameters = Object.fromEntries([...named, vary])
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  const declared = Object.fromEntries(Object.keys(responseParameters).map((name) => [name, true]))
  const response = { ...method, statusCode: '204' }
  await apiGateway.send(new PutMethodResponseCommand({ ...response, responseParameters: declared }))
  const requestTemplates = { 'application/json': '{ statusCode: 200 }' }
  await apiGateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }))
  await apiGateway.send(new PutIntegrationResponseCommand({ ...response, responseParameters }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: api.apiId, stageName: 'test' }))
}

const redeem = (code: string) =>
  postForm(
    at,
    { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, code_verifier: VERIFIER },
    { headers: { Origin } },
  )

// Each step goes on from the one before it.
describe('a page that people sign in to, with a client that has no secret (cognito-people 14.2)', () => {
  let tokens: Tokens
  const browser = new PlainBrowser()

  it('has them sign up by their address, which a code in the outbox confirms (cognito-people 14.1)', async () => {
    const signUp = await browser.open(at.page('/signup', { ...PKCE, scope: 'openid email orders/read' }))
    const confirm = await browser.send(signUp, { username: ANN, password: PASSWORD })
    const done = new URL((await browser.send(confirm, { code: await outbox.lastCode(at.UserPoolId) })).url)
    const { status, body, headers } = await redeem(done.searchParams.get('code') ?? '')
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    tokens = body
  })

  it('reads discovery and keys with its own scripts, and may ask beforehand for more than a form (cognito-people 14.4)', async () => {
    const issuer = `${origin}/${at.UserPoolId}/.well-known`
    for (const name of ['openid-configuration', 'jwks.json']) {
      const { status, headers } = await fetch(`${issuer}/${name}`, { headers: { Origin } })
      expect([name, status, headers.get('access-control-allow-origin')]).toEqual([name, 200, '*'])
    }
    const asked = { Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' }
    const { status, headers } = await fetch(`${at.base}/oauth2/token`, { method: 'OPTIONS', headers: asked })
    expect(status).toBeLessThan(300)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization|\*/i)
  })

  it('shows who it is by the ID token, and calls the API with the access token (cognito-people 14.7, 14.9)', async () => {
    const keys = createRemoteJWKSet(new URL(`${origin}/${at.UserPoolId}/.well-known/jwks.json`))
    const { payload } = await jwtVerify(tokens.id_token, keys, { audience: at.ClientId })
    expect(payload).toMatchObject({ email: ANN, email_verified: true, token_use: 'id' })
    const call = (token: string) =>
      fetch(api.url(origin), { headers: { Origin, authorization: token === '' ? '' : `Bearer ${token}` } })
    expect((await call(tokens.access_token)).status).toBe(200)
    // Scopes stand in access tokens alone.
    expect((await call(tokens.id_token)).status).toBe(401)
    expect((await call('')).status).toBe(401)
  })

  it('asks the API beforehand, which no authorizer hinders; what it refuses says nothing to pages unless the API has it do so (cognito-people 14.7)', async () => {
    const asked = { Origin, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' }
    const preflight = await fetch(api.url(origin), { method: 'OPTIONS', headers: asked })
    expect([preflight.status, await preflight.text()]).toEqual([204, ''])
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': Origin,
      'access-control-allow-headers': 'Authorization',
      'access-control-allow-methods': 'OPTIONS,GET',
      vary: 'Origin',
    })
    const refused = async () => (await fetch(api.url(origin), { headers: { Origin } })).headers
    expect((await refused()).get('access-control-allow-origin')).toBeNull()
    await apiGateway.send(
      new PutGatewayResponseCommand({
        ...{ restApiId: api.apiId, responseType: 'UNAUTHORIZED', statusCode: '401' },
        responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': `'${Origin}'` },
      }),
    )
    await apiGateway.send(new CreateDeploymentCommand({ restApiId: api.apiId, stageName: 'test' }))
    expect((await refused()).get('access-control-allow-origin')).toBe(Origin)
  })

  it('refreshes by a form with its id (cognito-people 14.9)', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }
    const { status, body } = await postForm(at, form, { headers: { Origin } })
    expect(status).toBe(200)
    expect(decodeJwt(body.access_token).scope).toBe(decodeJwt(tokens.access_token).scope)
  })

  it('signs out with the parameters of Cognito, and not with those of OpenID Connect (cognito-people 14.5)', async () => {
    const logout = (query: Record<string, string>) =>
      hop(`${at.base}/logout?${new URLSearchParams({ client_id: at.ClientId, ...query })}`, browser)
    const standard = await logout({ post_logout_redirect_uri: SIGNED_OUT, id_token_hint: tokens.id_token })
    expect(standard.location).toMatch(/^[^?]*\/error\?/)
    expect((await hop(new URL(standard.location, origin).href)).status).toBe(400)
    expect((await logout({ logout_uri: SIGNED_OUT })).location).toBe(SIGNED_OUT)
  })

  it('is served by classic pages at once (cognito-people 14.3)', async () => {
    const { status, text } = await hop(at.page('/login'))
    expect([status, text]).toEqual([200, expect.stringContaining('name="signInSubmitButton"')])
  })
})
