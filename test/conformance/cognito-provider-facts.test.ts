import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  ListUsersCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { FormBrowser } from '../support/form-browser.ts'
import { functionsOf } from '../support/functions.ts'
import { CALLBACK, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts'
import { attributesOf } from '../support/people.ts'

const origin = inject('origin')
const ACCOUNT = '555500000088'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)

let corp: IdentityProvider
let at: SignInPlace
beforeAll(async () => {
  corp = await startIdentityProvider()
  at = await poolOfCorp()
})
afterEach(() => corp.faults.clear())
afterAll(() => corp.close())

/** A pool whose one client lets in people of Corp. */
async function poolOfCorp(): Promise<SignInPlace> {
  const place = await signInPlace(cognito, origin)
  const { UserPoolId } = place
  const ProviderDetails = {
    client_id: corp.clientId,
    client_secret: 'a-secret-of-theirs',
    attributes_request_method: 'GET',
    oidc_issuer: corp.issuer,
    authorize_scopes: 'openid email',
  }
  await cognito.send(
    new CreateIdentityProviderCommand({
      ...{ UserPoolId, ProviderName: 'Corp', ProviderType: 'OIDC', ProviderDetails },
      AttributeMapping: { email: 'email' },
    }),
  )
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      ...{ UserPoolId, ClientName: 'app', SupportedIdentityProviders: ['Corp'] },
      ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'] },
      CallbackURLs: [CALLBACK],
    }),
  )
  const client_id = UserPoolClient?.ClientId ?? ''
  return { ...place, page: (path, more = {}) => place.page(path, { client_id, ...more }) }
}

/** What the app is told after a sign-in as whom Corp says. */
async function signIn(subject: string, claims: Record<string, unknown> = {}, where = at): Promise<URLSearchParams> {
  corp.claims = { sub: subject, ...claims }
  const { url } = await new FormBrowser().open(where.page('/oauth2/authorize', { identity_provider: 'Corp' }))
  expect(url.href).toContain(CALLBACK)
  return url.searchParams
}

const get = (Username: string, where = at) =>
  cognito.send(new AdminGetUserCommand({ UserPoolId: where.UserPoolId, Username }))

describe('on the way to a provider and back', () => {
  it('nothing is proven by PKCE, neither to its page nor for its tokens (cognito-people 12.2.5)', async () => {
    expect((await signIn('pia')).get('code')).toBeTruthy()
    const last = (path: string) => [...(corp.asked.findLast((each) => each.path === path)?.values.keys() ?? [])]
    expect(last('/authorize').toSorted()).toEqual([
      'client_id',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ])
    expect(last('/token')).not.toContain('code_verifier')
  })

  it.each([
    ['refuses the code', '/token', 400, 'Corp Error - 400 error getting token'],
    ['has a fault of its own', '/token', 503, 'Corp Error - 503 error getting token'],
    ['breaks the connection', '/token', 'reset' as const, 'Connection reset'],
    ['breaks the connection for keys', '/jwks', 'reset' as const, 'Connection reset'],
  ])('the app is told that it %s (cognito 3.2.11)', async (_, path, fault, told) => {
    corp.faults.set(path, fault)
    const answer = await signIn('rita')
    expect([answer.get('error'), answer.get('error_description')]).toEqual(['invalid_request', told])
  })
})

describe('an address of a provider', () => {
  it('is verified where the provider’s word for it is mapped, and only there (cognito-people 12.3.3)', async () => {
    const said = { email: 'vera@corp.example', email_verified: true }
    expect((await signIn('vera', said)).get('code')).toBeTruthy()
    const before = attributesOf((await get('Corp_vera')).UserAttributes)
    expect(before.email).toBe(said.email)
    expect(before.email_verified ?? 'false').toBe('false')
    const AttributeMapping = { email: 'email', email_verified: 'email_verified' }
    const named = { UserPoolId: at.UserPoolId, ProviderName: 'Corp' }
    await cognito.send(new UpdateIdentityProviderCommand({ ...named, AttributeMapping }))
    await signIn('vera', said)
    expect(attributesOf((await get('Corp_vera')).UserAttributes).email_verified).toBe('true')
    await signIn('vera', { ...said, email_verified: false })
    expect(attributesOf((await get('Corp_vera')).UserAttributes).email_verified).toBe('false')
  })
})

it('whom a function links at the first sign-in is signed in as who they are, at once (cognito-people 12.5.3)', async () => {
  const where = await poolOfCorp()
  const { UserPoolId } = where
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' }))
  const code = `exports.handler = async (event) => {
    const [provider, subject] = event.userName.split('_')
    const key = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/cognito-idp/aws4_request'
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.AdminLinkProviderForUser',
        'x-amz-security-token': process.env.AWS_SESSION_TOKEN ?? '',
        authorization: 'AWS4-HMAC-SHA256 Credential=' + key + ', SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify({
        UserPoolId: event.userPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' },
        SourceUser: { ProviderName: provider, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: subject },
      }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    return event
  }`
  const name = await functions.create(code)
  const grant = { FunctionName: name, StatementId: 'pool', Action: 'lambda:InvokeFunction' }
  await lambda.send(new AddPermissionCommand({ ...grant, Principal: 'cognito-idp.amazonaws.com' }))
  const LambdaConfig = { PreSignUp: functions.arnOf(name) }
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig }))
  for (let time = 0; time < 2; time++) {
    const answer = await signIn('ada-at-corp', {}, where)
    expect([answer.get('error_description'), answer.get('code')]).toEqual([null, expect.any(String)])
  }
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId }))
  expect(Users.map(({ Username }) => Username)).toEqual(['ada'])
  const { identities = '' } = attributesOf((await get('ada', where)).UserAttributes)
  expect(JSON.parse(identities)).toMatchObject([{ userId: 'ada-at-corp', providerName: 'Corp' }])
})
