import type { InputOf } from '../../../kernel/operation.ts'
import { type TestCognito, wire } from '../cognito.harness.ts'
import { answerIn, locationOf, TestBrowser } from './browser.harness.ts'

export const CALLBACK = 'http://localhost:3000/callback'
export const SIGNED_OUT = 'http://localhost:3000/'
export const ADA = { username: 'ada', password: 'Correct-horse1' }

/** A pool with a resource server, a domain, one user, and a public client for the code flow. */
export async function signInApp(
  cognito: TestCognito,
  more: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>> = {},
  { domain = 'people', managedLogin = true }: { domain?: string; managedLogin?: boolean } = {},
) {
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'pool', UserPoolTier: 'ESSENTIALS' })
  const UserPoolId = UserPool?.Id ?? ''
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  await cognito.call('CreateResourceServer', { UserPoolId, Identifier: 'api', Name: 'Api', Scopes })
  await cognito.call('CreateUserPoolDomain', { UserPoolId, Domain: domain, ManagedLoginVersion: managedLogin ? 2 : 1 })
  const addClient = async (settings: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>> = {}) => {
    const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'app',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile', 'api/read'],
      CallbackURLs: [CALLBACK],
      LogoutURLs: [SIGNED_OUT],
      ...settings,
    })
    const id = UserPoolClient?.ClientId ?? ''
    const style = { UserPoolId, ClientId: id, UseCognitoProvidedValues: true }
    if (managedLogin) await cognito.call('CreateManagedLoginBranding', style)
    return { clientId: id, secret: UserPoolClient?.ClientSecret }
  }
  const { clientId, secret } = await addClient(more)
  await cognito.call('AdminCreateUser', {
    UserPoolId,
    Username: ADA.username,
    UserAttributes: [
      { Name: 'email', Value: 'ada@example.com' },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'given_name', Value: 'Ada' },
    ],
    MessageAction: 'SUPPRESS',
  })
  await cognito.call('AdminSetUserPassword', {
    UserPoolId,
    Username: ADA.username,
    Password: ADA.password,
    Permanent: true,
  })
  const browser = () => new TestBrowser(cognito, domain)
  const query = (parameters: Record<string, string | undefined> = {}): Record<string, string> => {
    const whole = { client_id: clientId, response_type: 'code', redirect_uri: CALLBACK, ...parameters }
    return Object.fromEntries(Object.entries(whole).filter((each): each is [string, string] => each[1] !== undefined))
  }
  /** From the app to the page, and back to the app. */
  const signIn = async (parameters: Record<string, string | undefined> = {}, by = browser()) => {
    const page = await by.open(locationOf(await by.get('/oauth2/authorize', query(parameters))))
    return by.submit(page, ADA)
  }
  const token = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = Buffer.from(String(new URLSearchParams({ client_id: clientId, ...form })))
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await cognito.ask(wire({ headers: { ...type, ...headers }, body }), domain)
    return { status: response.status, body: JSON.parse(String(response.body)) as Record<string, string> }
  }
  const codeGrant = (code: string, more: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', redirect_uri: CALLBACK, code, ...more })
  const code = async (parameters: Record<string, string | undefined> = {}) =>
    answerIn(await signIn(parameters)).get('code') ?? ''
  return { UserPoolId, clientId, secret, domain, addClient, browser, query, signIn, token, codeGrant, code }
}

export function claimsIn(token = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
}
