import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { CognitoIdentityClient, CreateIdentityPoolCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity'
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people } from '../support/people.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { createSignInPool } from '../support/sign-in-app.ts'
import { claimsOf, headerOf, keysOf } from '../support/tokens.ts'
import { expectUnauthorized } from '../support/unauthorized.ts'

// Tokens of people, at each door that takes them: the API, userInfo, identity pools and authorizers.
const origin = inject('origin')
const { apiGateway, cognito, cognitoIdentity } = awsClients({ origin, account: '222233337777' })
const guest = new CognitoIdentityClient({
  endpoint: origin,
  region: 'us-east-1',
  credentials: { accessKeyId: '', secretAccessKey: '' },
  maxAttempts: 1,
})
const makes = people(cognito, origin)

interface Tokens {
  readonly AccessToken: string
  readonly IdToken: string
  readonly RefreshToken: string
}

let pool: Awaited<ReturnType<typeof createSignInPool>>
let ClientId: string
let other: Tokens
let identityPoolId: string
let api: ProtectedApi
beforeAll(async () => {
  pool = await createSignInPool(cognito, origin)
  ClientId = (await makes.client(pool.poolId)).ClientId
  const otherPool = await makes.pool()
  await makes.user(otherPool, 'ada')
  other = await signIn('ada', (await makes.client(otherPool)).ClientId)
  const ProviderName = `cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`
  const created = await cognitoIdentity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'people',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName, ClientId }],
    }),
  )
  identityPoolId = created.IdentityPoolId ?? ''
  api = await createProtectedApi(apiGateway, [`arn:aws:cognito-idp:us-east-1:222233337777:userpool/${pool.poolId}`], {})
})

async function signIn(USERNAME = 'ada', client = ClientId): Promise<Tokens> {
  const AuthParameters = { USERNAME, PASSWORD }
  const begin = { ClientId: client, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
  const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(begin))
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { AccessToken, IdToken, RefreshToken }
}

const isDone = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    ({ name }: Error) => {
      expect(name).toMatch(/^(?:NotAuthorized|InvalidParameter|UserNotFound)Exception$/)
      return false
    },
  )
const getUser = (AccessToken: string) => isDone(cognito.send(new GetUserCommand({ AccessToken })))
const getId = (token: string) => {
  const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`]: token }
  return isDone(guest.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins })))
}
const userInfo = (token: string) =>
  fetchByAwsName(origin)(`${pool.host}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } })
const callApi = (authorization: string) => fetch(api.url(origin), { headers: { authorization } })

/** No door takes it. */
async function expectNoEntry(token: string): Promise<void> {
  expect(await getUser(token)).toBe(false)
  expect(await getId(token)).toBe(false)
  expect((await userInfo(token)).status).toBe(401)
  await expectUnauthorized(await callApi(token))
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

it('tokens as they were given are let in at the doors that are for them, and at no others', async () => {
  const { AccessToken, IdToken } = await signIn()
  expect([await getUser(AccessToken), await getUser(IdToken)]).toEqual([true, false])
  expect([await getId(IdToken), await getId(AccessToken)]).toEqual([true, false])
  expect((await callApi(IdToken)).status).toBe(200)
  await expectUnauthorized(await callApi(AccessToken))
  expect((await userInfo(IdToken)).status).toBe(401)
  // Of the API, without `openid`.
  expect((await userInfo(AccessToken)).status).toBe(401)
})

it('tokens of another pool open nothing', async () => {
  for (const token of [other.IdToken, other.RefreshToken]) await expectNoEntry(token)
  expect(await getId(other.AccessToken)).toBe(false)
  expect((await userInfo(other.AccessToken)).status).toBe(401)
  await expectUnauthorized(await callApi(other.AccessToken))
})

describe.each(['AccessToken', 'IdToken'] as const)('an %s that was made anew', (kind) => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forge = (token: string, header: object, claims = {}) => {
    const signed = `${encode({ ...headerOf(token), ...header })}.${encode({ ...claimsOf(token), ...claims })}`
    const signature = sign('RSA-SHA256', Buffer.from(signed), stranger.privateKey).toString('base64url')
    return { signed, whole: `${signed}.${signature}` }
  }

  it('without a signature, or with a stranger’s, is refused everywhere', async () => {
    const token = (await signIn())[kind]
    const { signed } = forge(token, { alg: 'none' })
    await expectNoEntry(`${signed}.`)
    await expectNoEntry(`${signed}.AAAA`)
    await expectNoEntry(forge(token, {}).whole)
    await expectNoEntry(forge(token, {}, { 'cognito:groups': ['admins'], sub: 'x' }).whole)
  })

  it('signed with what is public is refused everywhere', async () => {
    const token = (await signIn())[kind]
    const key = (await keysOf(origin, pool.poolId)).find(({ kid }) => kid === headerOf(token).kid)
    const pem = createPublicKey({ key: { ...key }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const { signed } = forge(token, { alg: 'HS256' })
    await expectNoEntry(`${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`)
  })

  it('that names a key by a trick is refused everywhere', async () => {
    const token = (await signIn())[kind]
    const jwk = stranger.publicKey.export({ format: 'jwk' })
    const tricks = [
      { kid: '__proto__' },
      { kid: 'constructor' },
      { kid: '../../etc/passwd' },
      { kid: '' },
      { kid: null },
      { kid: [headerOf(token).kid] },
      { jwk },
      { jku: 'http://127.0.0.1:1/jwks.json' },
      { crit: ['exp'] },
      { alg: ['RS256'] },
      { alg: 'rs256' },
    ]
    for (const trick of tricks) await expectNoEntry(forge(token, trick).whole)
  })
})

describe('a token of a sign-in that is over opens nothing of Cognito’s', () => {
  it.each<[string, (tokens: Tokens, Username: string) => Promise<unknown>]>([
    ['signed out everywhere', ({ AccessToken }) => cognito.send(new GlobalSignOutCommand({ AccessToken }))],
    ['revoked', ({ RefreshToken }) => cognito.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }))],
    [
      'of somebody who is disabled',
      (_, Username) => cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username })),
    ],
    [
      'of somebody who is deleted',
      (_, Username) => cognito.send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username })),
    ],
  ])('%s', async (what, end) => {
    const Username = `ends-${what.replaceAll(' ', '-')}`
    await makes.user(pool.poolId, Username)
    const tokens = await signIn(Username)
    expect(await getUser(tokens.AccessToken)).toBe(true)
    await end(tokens, Username)
    expect(await getUser(tokens.AccessToken)).toBe(false)
    expect((await userInfo(tokens.AccessToken)).status).toBe(401)
    const AuthParameters = { REFRESH_TOKEN: tokens.RefreshToken }
    const refresh = { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' as const, AuthParameters }
    expect(await isDone(cognito.send(new InitiateAuthCommand(refresh)))).toBe(false)
  })
})
