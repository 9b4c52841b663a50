import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserPasswordCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { FormBrowser } from '../support/form-browser.ts'
import { refused } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000075' })
const CALLBACK = 'http://localhost:3000/callback'
const PASSWORD = 'Harbor-42-Lantern!'
const pageOf = (domain: string) => `${origin}/_aws/cognito/${domain}`

async function poolWith(domain: string) {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: domain }))
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: domain }))
  const addClient = async (settings: Partial<CreateUserPoolClientCommandInput>) => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'app',
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        CallbackURLs: [CALLBACK],
        ...settings,
      }),
    )
    return { clientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' }
  }
  return { UserPoolId, addClient }
}

const addProvider = (UserPoolId: string, ProviderName: string, issuer: string, id: string, secret: string) =>
  cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName,
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: id,
        client_secret: secret,
        attributes_request_method: 'GET',
        oidc_issuer: issuer,
        authorize_scopes: 'openid email',
      },
      AttributeMapping: { email: 'email', email_verified: 'email_verified' },
    }),
  )

function authorizeUrl(domain: string, clientId: string, identity_provider: string): string {
  const query = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    state: 'app-state',
    identity_provider,
  }
  return `${pageOf(domain)}/oauth2/authorize?${new URLSearchParams(query)}`
}

async function tokensFor(domain: string, clientId: string, callback: URL) {
  expect(callback.searchParams.get('error_description')).toBeNull()
  expect(callback.searchParams.get('state')).toBe('app-state')
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    code: callback.searchParams.get('code') ?? '',
  }
  const response = await fetch(`${pageOf(domain)}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  expect(response.status).toBe(200)
  return (await response.json()) as { id_token: string; access_token: string; refresh_token: string }
}

describe('people of an OpenID provider on this machine', () => {
  let server: Server
  let issuer: string
  let redirectUri = ''
  beforeAll(async () => {
    redirectUri = `${pageOf('oidc-federated')}/oauth2/idpresponse`
    server = createServer((request, response) => callback(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'sallyport',
          client_secret: 'a-secret-of-theirs',
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      pkce: { required: () => false },
      cookies: { keys: ['for-tests'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, email: `${id}@corp.example`, email_verified: true }),
      }),
    })
    const callback = provider.callback()
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('become users of the pool, named as the provider is, and stay the same without a password (cognito-people 12.2.1, 12.2.2, 12.2.3, 12.4.1, 12.4.2, 12.4.4, 12.5.2, 16.12, 16.14)', async () => {
    const pool = await poolWith('oidc-federated')
    await addProvider(pool.UserPoolId, 'Corp', issuer, 'sallyport', 'a-secret-of-theirs')
    const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const]
    const { clientId } = await pool.addClient({ SupportedIdentityProviders: ['Corp'], ExplicitAuthFlows })
    const signIn = async () => {
      const browser = new FormBrowser()
      let page = await browser.open(authorizeUrl('oidc-federated', clientId, 'Corp'))
      while (!page.url.href.startsWith(CALLBACK)) {
        expect(page.status, page.text.slice(0, 500)).toBe(200)
        page = await browser.submit(page, page.text.includes('name="login"') ? { login: 'anna', password: 'x' } : {})
      }
      return tokensFor('oidc-federated', clientId, page.url)
    }
    const first = decodeJwt((await signIn()).id_token)
    expect(first).toMatchObject({
      'cognito:username': 'Corp_anna',
      'cognito:groups': [`${pool.UserPoolId}_Corp`],
      email: 'anna@corp.example',
      email_verified: true,
    })
    expect(decodeJwt((await signIn()).id_token).sub).toBe(first.sub)
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: pool.UserPoolId, Username: 'Corp_anna' }))
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER')
    const forgot = cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'Corp_anna' }))
    expect(await refused(forgot)).toBe('NotAuthorizedException: User password cannot be reset in the current state.')
    const AuthParameters = { USERNAME: 'Corp_anna', PASSWORD }
    const byPassword = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
    expect(await refused(cognito.send(byPassword))).toBe('NotAuthorizedException: Incorrect username or password.')
    // Whoever has signed in is linked to nobody any more.
    const { UserPoolId } = pool
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' }))
    const source = { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'anna' }
    const destination = { ProviderName: 'Cognito', ProviderAttributeValue: 'ann' }
    const link = { UserPoolId, DestinationUser: destination, SourceUser: source }
    expect(await refused(cognito.send(new AdminLinkProviderForUserCommand(link)))).toBe(
      'InvalidParameterException: Merging is not currently supported, ' +
        'provide a SourceUser that has not been signed up in order to link',
    )
  })
})

describe('people of another pool', () => {
  it('sign in there and are users here, with tokens that refresh', async () => {
    const home = await poolWith('home-of-people')
    const away = await poolWith('away-from-home')
    const user = { UserPoolId: home.UserPoolId, Username: 'ada' }
    const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }]
    await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }))
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }))
    const CallbackURLs = [`${pageOf('away-from-home')}/oauth2/idpresponse`]
    const ours = await home.addClient({ GenerateSecret: true, CallbackURLs })
    const discovery = await fetch(`${origin}/${home.UserPoolId}/.well-known/openid-configuration`)
    const { issuer } = (await discovery.json()) as { issuer: string }
    await addProvider(away.UserPoolId, 'Home', issuer, ours.clientId, ours.secret)
    const { clientId } = await away.addClient({ SupportedIdentityProviders: ['COGNITO', 'Home'] })

    const browser = new FormBrowser({ 'home-of-people': pageOf('home-of-people') })
    const login = await browser.open(authorizeUrl('away-from-home', clientId, 'Home'))
    const back = await browser.submit(login, { username: 'ada', password: PASSWORD })
    const { id_token, refresh_token } = await tokensFor('away-from-home', clientId, back.url)
    const claims = decodeJwt(id_token)
    expect(claims).toMatchObject({ email: 'ada@example.com', identities: [{ providerName: 'Home' }] })
    expect(claims['cognito:username']).toMatch(/^Home_[0-9a-f-]{36}$/)
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token })
    const refreshed = await fetch(`${pageOf('away-from-home')}/oauth2/token`, { method: 'POST', body })
    const again = (await refreshed.json()) as { id_token: string }
    expect(decodeJwt(again.id_token).identities).toEqual(claims.identities)
  })
})
