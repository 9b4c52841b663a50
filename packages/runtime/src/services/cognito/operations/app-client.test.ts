import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../kernel/operation.ts'
import { HOME, machineClient, machinePool, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = (await machinePool(cognito)).UserPoolId
})
afterAll(() => cognito.close())

type ClientInput = Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>>

const create = async (input: ClientInput = {}) => {
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', { UserPoolId, ClientName: 'c', ...input })
  return { ...UserPoolClient, ClientId: UserPoolClient?.ClientId ?? '' }
}
const MACHINE = {
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: ['api/read'],
}
const CODE = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
}

describe('a client made from a name alone', () => {
  test('has AWS’s defaults and no secret', async () => {
    const client = await create()
    expect(client).toEqual({
      UserPoolId,
      ClientName: 'c',
      ClientId: expect.stringMatching(/^[0-9a-v]{26}$/),
      LastModifiedDate: expect.any(Date),
      CreationDate: expect.any(Date),
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: 'REGULAR',
    })
  })
})

describe('secrets', () => {
  test('are generated with 52 characters, shown again by Describe, never by List', async () => {
    const { ClientId, ClientSecret } = await create(MACHINE)
    expect(ClientSecret).toMatch(/^[0-9a-v]{52}$/)
    const { UserPoolClient } = await cognito.call('DescribeUserPoolClient', { UserPoolId, ClientId })
    expect(UserPoolClient?.ClientSecret).toBe(ClientSecret)
    const listed = await cognito.call('ListUserPoolClients', { UserPoolId })
    expect(listed.UserPoolClients).toContainEqual({ ClientId, UserPoolId, ClientName: 'c' })
    expect(JSON.stringify(listed)).not.toContain(ClientSecret)
  })

  test('can be chosen, but not both', async () => {
    const ClientSecret = 'my_own+secret_of_at_least_24'
    await expect(create({ ClientSecret })).resolves.toMatchObject({ ClientSecret })
    await expect(create({ ClientSecret, GenerateSecret: true })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('lie in the store sealed only', async () => {
    const { ClientSecret = '' } = await create(MACHINE)
    for (const kind of ['app-client', 'signing-keys', 'user-pool']) {
      const text = JSON.stringify(await cognito.store.list({ kind: `cognito-idp/${kind}` }))
      expect(text).not.toContain(ClientSecret)
      expect(text).not.toContain('PRIVATE KEY')
    }
  })
})

test('one unit given: all three are returned', async () => {
  const client = await create({ AccessTokenValidity: 10, TokenValidityUnits: { AccessToken: 'minutes' } })
  expect(client).toMatchObject({
    AccessTokenValidity: 10,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'days' },
  })
})

describe('an update', () => {
  test('replaces every setting and keeps id, name and secret', async () => {
    const { ClientId, ClientSecret } = await create({
      ...MACHINE,
      AccessTokenValidity: 2,
      EnableTokenRevocation: false,
    })
    const { UserPoolClient } = await cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId })
    expect(UserPoolClient).toMatchObject({
      ClientId,
      ClientSecret,
      ClientName: 'c',
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
    })
    expect(UserPoolClient?.AccessTokenValidity).toBeUndefined()
    expect(UserPoolClient?.AllowedOAuthFlows).toBeUndefined()
    expect((await cognito.call('DescribeUserPoolClient', { UserPoolId, ClientId })).UserPoolClient).toEqual(
      JSON.parse(JSON.stringify(UserPoolClient), (key, value) => (key.endsWith('Date') ? new Date(value) : value)),
    )
  })

  test('cannot turn a public client into a machine', async () => {
    const { ClientId } = await create()
    const { GenerateSecret, ...flows } = MACHINE
    await expect(cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId, ...flows })).rejects.toMatchObject({
      code: 'InvalidOAuthFlowException',
      message: 'client_credentials flow can not be selected if client does not have a client secret.',
    })
  })

  test('that repeats a scope deleted since is refused', async () => {
    const pool = await machinePool(cognito, 'stale')
    const update = {
      UserPoolId: pool.UserPoolId,
      ClientId: pool.clientId,
      AllowedOAuthScopes: ['api/read'],
    }
    await cognito.call('DeleteResourceServer', { UserPoolId: pool.UserPoolId, Identifier: 'api' })
    await expect(cognito.call('UpdateUserPoolClient', update)).rejects.toMatchObject({
      code: 'ScopeDoesNotExistException',
      message: 'Invalid scope requested: api/read',
    })
  })
})

describe('refusals', () => {
  const InvalidParameter = 'InvalidParameterException'
  const InvalidFlow = 'InvalidOAuthFlowException'
  const INVALID_ANALYTICS =
    'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid'
  const cases: [name: string, input: ClientInput, code: string, message: string][] = [
    [
      'client credentials along with code',
      { ...MACHINE, AllowedOAuthFlows: ['client_credentials', 'code'] },
      InvalidFlow,
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    ],
    [
      'client credentials without a secret',
      { ...MACHINE, GenerateSecret: false },
      InvalidFlow,
      'client_credentials flow can not be selected if client does not have a client secret.',
    ],
    [
      'client credentials for a scope of users',
      { ...MACHINE, AllowedOAuthScopes: ['api/read', 'openid', 'email'] },
      InvalidFlow,
      'openid is not supported with client_credentials flow',
    ],
    [
      'the flag without flows',
      { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: ['openid'] },
      InvalidParameter,
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    ],
    [
      'the flag without scopes',
      { ...MACHINE, AllowedOAuthScopes: [] },
      InvalidParameter,
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    ],
    [
      'code without a callback',
      CODE,
      InvalidFlow,
      'CallbackUrls can not be empty when code flow or implicit flow is selected',
    ],
    [
      'an unknown scope',
      { ...MACHINE, AllowedOAuthScopes: ['api/read', 'api/nothing'] },
      'ScopeDoesNotExistException',
      'Invalid scope requested: api/nothing',
    ],
    [
      'a scope without server',
      { ...MACHINE, AllowedOAuthScopes: ['nothing'] },
      'ScopeDoesNotExistException',
      'Invalid scope requested: nothing',
    ],
    [
      'a token of four minutes',
      { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
      InvalidParameter,
      'Invalid range for token validity.',
    ],
    ['a token of 25 hours', { AccessTokenValidity: 25 }, InvalidParameter, 'Invalid range for token validity.'],
    [
      'a refresh token of ten minutes',
      { RefreshTokenValidity: 10, TokenValidityUnits: { RefreshToken: 'minutes' } },
      InvalidParameter,
      'Invalid range for token validity.',
    ],
    [
      'an access token that outlives the refresh token',
      { AccessTokenValidity: 2, RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' } },
      InvalidParameter,
      'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
    ],
    [
      'a plain HTTP callback',
      { CallbackURLs: ['http://example.com/x'] },
      InvalidParameter,
      'http://example.com/x cannot use the HTTP protocol.',
    ],
    [
      'a host that only looks local',
      { LogoutURLs: ['http://localhost.example.com'] },
      InvalidParameter,
      'http://localhost.example.com cannot use the HTTP protocol.',
    ],
    [
      'a fragment in a callback',
      { CallbackURLs: ['https://example.com/#x'] },
      InvalidParameter,
      'https://example.com/#x cannot use fragment',
    ],
    [
      'auth flows of both families',
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH'] },
      InvalidParameter,
      "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
    ],
    [
      'the flow of machines along with one of users',
      { GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
      InvalidParameter,
      'ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows.',
    ],
    [
      'rotation along with the refresh flow',
      { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
      InvalidParameter,
      'ALLOW_REFRESH_TOKEN_AUTH cannot be selected when refresh token rotation is enabled.',
    ],
    [
      'user context without a secret',
      { EnablePropagateAdditionalUserContextData: true },
      InvalidParameter,
      'Client Secret is required to set EnablePropagateAdditionalUserContextData as true',
    ],
    [
      'analytics by ARN and by id',
      { AnalyticsConfiguration: { ApplicationArn: 'arn:a', ApplicationId: 'b', RoleArn: 'arn:c' } },
      InvalidParameter,
      INVALID_ANALYTICS,
    ],
    [
      'analytics by id without a role',
      { AnalyticsConfiguration: { ApplicationId: 'b' } },
      InvalidParameter,
      INVALID_ANALYTICS,
    ],
    [
      'a default callback that is none',
      { CallbackURLs: ['https://a.example'], DefaultRedirectURI: 'https://b.example' },
      InvalidParameter,
      'The default redirect URI https://b.example is not in the callback URIs list.',
    ],
    [
      'attributes that nobody reads',
      { ReadAttributes: ['custom:none'] },
      InvalidParameter,
      'Invalid read attributes specified while creating a client',
    ],
    [
      'attributes that nobody writes',
      { WriteAttributes: ['email_verified'] },
      InvalidParameter,
      'Invalid write attributes specified while creating a client',
    ],
  ]
  test.each(cases)('%s', async (_name, input, code, message) => {
    await expect(create(input)).rejects.toMatchObject({ code, message, status: 400 })
  })

  test('a provider that the pool has not', async () => {
    await expect(create({ SupportedIdentityProviders: ['COGNITO', 'Google'] })).rejects.toMatchObject({
      code: InvalidParameter,
      message: `The provider Google does not exist for User Pool ${UserPoolId}.`,
    })
  })

  test('a provider that the pool has', async () => {
    const ProviderDetails = { client_id: 'i', client_secret: 's', authorize_scopes: 'openid' }
    const google = { UserPoolId, ProviderName: 'Google', ProviderType: 'Google', ProviderDetails }
    await cognito.call('CreateIdentityProvider', google)
    const names = ['COGNITO', 'Google']
    expect((await create({ SupportedIdentityProviders: names })).SupportedIdentityProviders).toEqual(names)
    await cognito.call('DeleteIdentityProvider', google)
  })

  test('a client that is not there, or another pool’s or place’s', async () => {
    const { ClientId } = await create()
    const other = (await cognito.call('CreateUserPool', { PoolName: 'other' })).UserPool?.Id ?? ''
    for (const operation of ['DescribeUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'] as const) {
      await expect(cognito.call(operation, { UserPoolId: other, ClientId })).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        message: `User pool client ${ClientId} does not exist.`,
      })
      const elsewhere = cognito.call(operation, { UserPoolId, ClientId }, { ...HOME, account: '999999999999' })
      await expect(elsewhere).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    }
    await expect(create({ UserPoolId: 'us-east-1_none' })).rejects.toMatchObject({
      message: 'User pool us-east-1_none does not exist.',
    })
  })
})

test('only callbacks may not have a fragment', async () => {
  const LogoutURLs = ['https://example.com/#bye']
  await expect(create({ LogoutURLs })).resolves.toMatchObject({ LogoutURLs })
})

test('callbacks on the own machine may use plain HTTP', async () => {
  const CallbackURLs = ['http://localhost:3000/cb', 'http://127.0.0.1', 'http://[::1]:8080/', 'myapp://x']
  await expect(create({ ...CODE, CallbackURLs })).resolves.toMatchObject({ CallbackURLs })
})

describe('two secrets', () => {
  const secrets = async (ClientId: string) =>
    (await cognito.call('ListUserPoolClientSecrets', { UserPoolId, ClientId })).ClientSecrets ?? []

  test('one is added, the older one goes, the last one stays', async () => {
    const { clientId: ClientId, secret } = await machineClient(cognito, UserPoolId, ['api/read'])
    const { ClientSecretDescriptor: added } = await cognito.call('AddUserPoolClientSecret', { UserPoolId, ClientId })
    expect(added?.ClientSecretValue).toMatch(/^[0-9a-v]{52}$/)
    const both = await secrets(ClientId)
    expect(both).toHaveLength(2)
    expect(new Set(both.map((one) => one.ClientSecretId)).size).toBe(2)
    expect(both[0]?.ClientSecretId).toMatch(new RegExp(`^${ClientId}--\\d+$`))
    expect(JSON.stringify(both)).not.toContain(secret)
    await expect(cognito.call('AddUserPoolClientSecret', { UserPoolId, ClientId })).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Client secrets cannot exceed limit of 2 secrets.',
    })

    const remove = (ClientSecretId = '') =>
      cognito.call('DeleteUserPoolClientSecret', { UserPoolId, ClientId, ClientSecretId })
    await remove(both[0]?.ClientSecretId)
    const { UserPoolClient } = await cognito.call('DescribeUserPoolClient', { UserPoolId, ClientId })
    expect(UserPoolClient?.ClientSecret).toBeUndefined()
    await expect(remove(both[1]?.ClientSecretId)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(remove(both[0]?.ClientSecretId)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `User pool client secret ${both[0]?.ClientSecretId} does not exist.`,
    })
  })

  test('one that was sent is not sent back', async () => {
    const { clientId: ClientId } = await machineClient(cognito, UserPoolId, ['api/read'])
    const ClientSecret = 'another+secret_of_24_or_more'
    const added = await cognito.call('AddUserPoolClientSecret', { UserPoolId, ClientId, ClientSecret })
    expect(JSON.stringify(added)).not.toContain(ClientSecret)
  })

  test('a public client has none and gets none', async () => {
    const { ClientId } = await create()
    await expect(cognito.call('AddUserPoolClientSecret', { UserPoolId, ClientId })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

test('clients are listed page by page, each once, and only those of the pool', async () => {
  const pool = (await cognito.call('CreateUserPool', { PoolName: 'paged' })).UserPool?.Id ?? ''
  const made = new Set<string>()
  for (let i = 0; i < 7; i++) made.add((await create({ UserPoolId: pool })).ClientId)
  const listed: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await cognito.call('ListUserPoolClients', { UserPoolId: pool, MaxResults: 3, NextToken })
    listed.push(...(page.UserPoolClients ?? []).map(({ ClientId }) => ClientId))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  expect(listed).toHaveLength(7)
  expect(new Set(listed)).toEqual(made)

  const { NextToken: foreign } = await cognito.call('ListUserPoolClients', { UserPoolId: pool, MaxResults: 3 })
  await expect(cognito.call('ListUserPoolClients', { UserPoolId, NextToken: foreign })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
  expect((await cognito.call('ListUserPoolClients', { UserPoolId: pool, ClientType: 'DCR' })).UserPoolClients).toEqual(
    [],
  )
})
