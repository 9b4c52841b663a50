import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000004' })

let UserPoolId: string
beforeAll(async () => {
  UserPoolId = await createPool()
  const Scopes = ['read', 'write'].map((name) => ({ ScopeName: name, ScopeDescription: name }))
  await cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: 'orders', Name: 'Orders', Scopes }))
})

async function createPool(): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'clients' }))
  return UserPool?.Id ?? ''
}

const machine = {
  GenerateSecret: true,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['orders/read'],
} satisfies Partial<CreateUserPoolClientCommandInput>

const create = async (settings: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const input = { UserPoolId, ClientName: 'client', ...settings }
  return (await cognito.send(new CreateUserPoolClientCommand(input))).UserPoolClient
}
const describeClient = async (ClientId: string | undefined) =>
  (await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient

describe('an app client', () => {
  it('has AWS’s ids and defaults, and no member that was not set (cognito 5.1.1, 5.2, 9.2.4)', async () => {
    const made = await create()
    expect(await describeClient(made?.ClientId)).toEqual({
      UserPoolId,
      ClientName: 'client',
      ClientId: expect.stringMatching(/^[0-9a-v]{25,26}$/),
      ClientType: 'REGULAR',
      LastModifiedDate: made?.LastModifiedDate,
      CreationDate: made?.CreationDate,
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    })
  })

  it('has a secret of its own that no update changes, and takes an update as a whole (cognito 5.1.2, 5.2.6)', async () => {
    const first = await create(machine)
    const second = await create(machine)
    expect(first?.ClientSecret).toMatch(/^[0-9a-v]{45,52}$/)
    expect(first?.ClientSecret).not.toBe(second?.ClientSecret)
    const ClientId = first?.ClientId
    const validity = { AccessTokenValidity: 10, TokenValidityUnits: { AccessToken: 'minutes' as const } }
    await cognito.send(
      new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...machine, ...validity, ClientName: 'renamed' }),
    )
    const updated = await describeClient(ClientId)
    expect(updated).toMatchObject({ ClientName: 'renamed', AccessTokenValidity: 10, ClientSecret: first?.ClientSecret })
    expect(updated?.TokenValidityUnits).toEqual({ AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'days' })

    await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }))
    const bare = await describeClient(ClientId)
    expect(bare).toMatchObject({ ClientSecret: first?.ClientSecret, AllowedOAuthFlowsUserPoolClient: false })
    for (const member of ['AccessTokenValidity', 'AllowedOAuthFlows', 'AllowedOAuthScopes'] as const) {
      expect(bare?.[member]).toBeUndefined()
    }
  })

  it('is listed in pages without its secret, and is gone once deleted (cognito 5.2.4, 5.2.7, 5.3q)', async () => {
    const own = await createPool()
    const names = Array.from({ length: 5 }, (_, i) => `listed-${i}`)
    for (const ClientName of names) await create({ UserPoolId: own, ClientName, GenerateSecret: true })
    const listed: { ClientName?: string; ClientId?: string }[] = []
    let NextToken: string | undefined
    do {
      const page = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: own, MaxResults: 2, NextToken }))
      listed.push(...(page.UserPoolClients ?? []))
      NextToken = page.NextToken
    } while (NextToken)
    expect(listed.map((client) => client.ClientName).sort()).toEqual(names)
    for (const client of listed) expect(Object.keys(client).sort()).toEqual(['ClientId', 'ClientName', 'UserPoolId'])

    const ClientId = listed[0]?.ClientId
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: own, ClientId }))
    const gone = cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: own, ClientId }))
    expect(await refusalOf(gone)).toEqual({
      name: 'ResourceNotFoundException',
      message: `User pool client ${ClientId} does not exist.`,
      status: 400,
    })
  })

  const hours = { AccessToken: 'hours' as const }
  const refusals: [string, Partial<CreateUserPoolClientCommandInput>, string, string][] = [
    [
      'an unknown scope (cognito 4.9, 5.3f)',
      { ...machine, AllowedOAuthScopes: ['orders/read', 'orders/fly'] },
      'ScopeDoesNotExistException',
      'Invalid scope requested: orders/fly',
    ],
    [
      'client_credentials beside code (cognito 5.3a)',
      { ...machine, AllowedOAuthFlows: ['client_credentials', 'code'], CallbackURLs: ['https://example.com/'] },
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    ],
    [
      'client_credentials without a secret (cognito 5.3b)',
      { ...machine, GenerateSecret: false },
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected if client does not have a client secret.',
    ],
    [
      'openid for a machine (cognito 4.10, 5.3c)',
      { ...machine, AllowedOAuthScopes: ['openid'] },
      'InvalidOAuthFlowException',
      'openid is not supported with client_credentials flow',
    ],
    [
      'OAuth without flows and scopes (cognito 5.3d)',
      { AllowedOAuthFlowsUserPoolClient: true },
      'InvalidParameterException',
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    ],
    [
      'an unknown flow (cognito 5.3g, 9.4.3, 9.4.4)',
      { ...machine, AllowedOAuthFlows: ['token' as never] },
      'InvalidParameterException',
      "1 validation error detected: Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: " +
        'Member must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]',
    ],
    [
      'a token of 25 hours (cognito 5.3h)',
      { AccessTokenValidity: 25, TokenValidityUnits: hours },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'a token of 4 minutes',
      { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'an access token that outlives the refresh token (cognito 5.3i)',
      { AccessTokenValidity: 2, RefreshTokenValidity: 1, TokenValidityUnits: { ...hours, RefreshToken: 'hours' } },
      'InvalidParameterException',
      'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
    ],
    [
      'plain HTTP to a stranger (cognito 5.3j)',
      { CallbackURLs: ['http://example.com/'] },
      'InvalidParameterException',
      'http://example.com/ cannot use the HTTP protocol.',
    ],
  ]
  it.each(refusals)('is refused with %s', async (_, settings, name, message) => {
    expect(await refusalOf(create(settings))).toEqual({ name, message, status: 400 })
  })

  it('keeps what it was when an update is refused', async () => {
    const made = await create({ ...machine, AccessTokenValidity: 3 })
    const update = new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId: made?.ClientId,
      ...machine,
      AllowedOAuthScopes: ['orders/fly'],
    })
    expect((await refusalOf(cognito.send(update))).name).toBe('ScopeDoesNotExistException')
    expect(await describeClient(made?.ClientId)).toMatchObject({
      AccessTokenValidity: 3,
      AllowedOAuthScopes: ['orders/read'],
    })
  })
})
