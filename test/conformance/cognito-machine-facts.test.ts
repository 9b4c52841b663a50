import { createHmac } from 'node:crypto'
import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetClientTokenCommand,
  ListUserPoolClientSecretsCommand,
  SignUpCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { refusalOf } from '../support/refusal.ts'
import { claimsOf, headerOf, keysOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '111122226666'
const { cognito } = awsClients({ origin, account: ACCOUNT })

const NO_OAUTH = { AllowedOAuthFlows: undefined, AllowedOAuthFlowsUserPoolClient: undefined }

let machine: MachineClient
beforeAll(async () => {
  machine = await createMachineClient(cognito)
})

const basic = () => ({ authorization: `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}` })

function post(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
  return fetch(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`, { method: 'POST', headers, body })
}

/** A call of the service without an SDK, to see what is on the wire. */
function call(operation: string, input: object): Promise<Response> {
  return fetch(origin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  })
}

describe('a request for a token', () => {
  it('may name the client beside its credentials, and have them in the body (cognito 1.1.3, 1.1.4)', async () => {
    expect((await post({ client_id: machine.clientId }, basic())).status).toBe(200)
    const { clientId: client_id, clientSecret: client_secret } = machine
    expect((await post({ client_id, client_secret })).status).toBe(200)
    expect((await post({ client_id: 'another' }, basic())).status).toBe(400)
  })

  it.each([
    ['application/json', 200],
    ['*/*', 200],
    ['text/html, application/*;q=0.5', 200],
    ['application/x-www-form-urlencoded', 405],
    ['application/xml, text/xml', 405],
  ])('that accepts %s is answered with %i (cognito 1.1.13)', async (accept, status) => {
    expect((await post({}, { ...basic(), accept })).status).toBe(status)
  })

  it('gets no audience for a resource that it names (cognito 1.1.11)', async () => {
    const response = await post({ resource: 'https://api.example.com' }, basic())
    const { access_token } = (await response.json()) as { access_token: string }
    expect(claimsOf(access_token)).not.toHaveProperty('aud')
  })

  it.each(['LITE', 'ESSENTIALS', 'PLUS'] as const)(
    'is granted on every tier: %s (cognito 1.1.15, 6.2.3)',
    async (tier) => {
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId: machine.poolId, UserPoolTier: tier }))
      expect((await tokenFor(origin, machine)).token_type).toBe('Bearer')
    },
  )

  it('is signed with always the same of the pool’s two keys (cognito 7.5)', async () => {
    const tokens = await Promise.all([1, 2, 3].map(() => tokenFor(origin, machine)))
    const kids = new Set(tokens.map(({ access_token }) => headerOf(access_token).kid))
    expect(kids.size).toBe(1)
    const keys = await keysOf(origin, machine.poolId)
    expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([...kids]))
  })
})

describe('GetClientToken', () => {
  it('refuses unknown clients, other secrets and what the model forbids, each by its error (cognito 1.6.5)', async () => {
    const ask = (ClientId: string, Secret: string) => cognito.send(new GetClientTokenCommand({ ClientId, Secret }))
    const client = await addClient(cognito, machine.poolId, {
      ...NO_OAUTH,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
    })
    const nameOf = async (asked: Promise<unknown>) => (await refusalOf(asked)).name
    expect(await nameOf(ask('nobody', '0'.repeat(52)))).toBe('ResourceNotFoundException')
    expect(await nameOf(ask(client.clientId, '0'.repeat(52)))).toBe('NotAuthorizedException')
    expect(await nameOf(ask(client.clientId, 'short'))).toBe('InvalidParameterException')
  })

  it('is for clients whose flow it is, who use the token endpoint, too (cognito 1.6.8)', async () => {
    const client = await addClient(cognito, machine.poolId, {
      ...NO_OAUTH,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
    })
    expect((await requestToken({ origin, ...machine, ...client })).status).toBe(200)
    const other = new GetClientTokenCommand({ ClientId: machine.clientId, Secret: machine.clientSecret })
    expect((await refusalOf(cognito.send(other))).status).toBe(400)
  })
})

describe('an app client', () => {
  const create = (settings: Partial<CreateUserPoolClientCommandInput>) =>
    cognito.send(new CreateUserPoolClientCommand({ UserPoolId: machine.poolId, ClientName: 'c', ...settings }))
  const forUsers = {
    AllowedOAuthFlows: ['code' as const],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['openid'],
  }

  it.each<[string, Partial<CreateUserPoolClientCommandInput>, string]>([
    ['5.3e', forUsers, 'CallbackUrls can not be empty when code flow or implicit flow is selected'],
    [
      '5.3l',
      { CallbackURLs: ['https://a.example.com'], DefaultRedirectURI: 'https://b.example.com' },
      'The default redirect URI https://b.example.com is not in the callback URIs list.',
    ],
    ['5.3m', { SupportedIdentityProviders: ['Nobody'] }, 'The provider Nobody does not exist for User Pool'],
    ['5.3n', { ReadAttributes: ['custom:none'] }, 'Invalid read attributes specified while creating a client'],
    ['5.3o', { WriteAttributes: ['email_verified'] }, 'Invalid write attributes specified while creating a client'],
    [
      '5.3k',
      { LogoutURLs: [''] },
      "Value '[]' at 'logoutURLs' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, ',
    ],
  ])('is refused in AWS’s words (cognito %s)', async (_, settings, message) => {
    expect((await refusalOf(create(settings))).message).toContain(message)
  })

  it('has dates with fractions, members in AWS’s order and lists without repetition (cognito 5.2.1, 5.2.2, 5.2.3, 11.13)', async () => {
    const scopes = ['orders/read', 'orders/read', 'orders/write']
    const { clientId: ClientId } = await addClient(cognito, machine.poolId, { AllowedOAuthScopes: scopes })
    const response = await call('DescribeUserPoolClient', { UserPoolId: machine.poolId, ClientId })
    const text = await response.text()
    const { UserPoolClient } = JSON.parse(text) as { UserPoolClient: Record<string, unknown> }
    const { AllowedOAuthScopes } = UserPoolClient
    expect([...(AllowedOAuthScopes as string[])].sort()).toEqual(['orders/read', 'orders/write'])
    expect(Object.keys(UserPoolClient).slice(0, 4)).toEqual(['UserPoolId', 'ClientName', 'ClientId', 'ClientSecret'])
    expect(text).toMatch(/"CreationDate":\d{10}\.\d+/)
  })

  it('keeps scopes that are gone, and cannot be updated with them (cognito 4.8)', async () => {
    const own = await createMachineClient(cognito)
    const at = { UserPoolId: own.poolId, Identifier: 'orders', Name: 'Orders' }
    const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
    await cognito.send(new UpdateResourceServerCommand({ ...at, Scopes }))
    const named = { UserPoolId: own.poolId, ClientId: own.clientId }
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(named))
    expect(UserPoolClient?.AllowedOAuthScopes).toContain('orders/write')
    const again = {
      AllowedOAuthFlows: ['client_credentials' as const],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: UserPoolClient?.AllowedOAuthScopes,
    }
    const update = cognito.send(new UpdateUserPoolClientCommand({ ...named, ...again }))
    expect((await refusalOf(update)).name).toBe('ScopeDoesNotExistException')
  })

  it('that people use may have each of the standard scopes (cognito 4.11)', async () => {
    const AllowedOAuthScopes = ['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin']
    const made = await create({ ...forUsers, AllowedOAuthScopes, CallbackURLs: ['https://example.com'] })
    expect([...(made.UserPoolClient?.AllowedOAuthScopes ?? [])].sort()).toEqual([...AllowedOAuthScopes].sort())
  })

  it('has at most 50 scopes, and a resource server 100 (cognito 4e, 4g, 8.4)', async () => {
    const AllowedOAuthScopes = Array.from({ length: 51 }, (_, i) => `orders/${i}`)
    const tooMany = 'Member must have length less than or equal to'
    expect((await refusalOf(create({ AllowedOAuthScopes }))).message).toContain(`${tooMany} 50`)
    const Scopes = Array.from({ length: 101 }, (_, i) => ({ ScopeName: `s${i}`, ScopeDescription: 's' }))
    const server = { UserPoolId: machine.poolId, Identifier: 'orders', Name: 'Orders', Scopes }
    expect((await refusalOf(cognito.send(new UpdateResourceServerCommand(server)))).message).toContain(`${tooMany} 100`)
  })
})

describe('a domain', () => {
  it('has no managed login of version 2 on the tier LITE (cognito 3.3.5, 6.2.2, 6.4f)', async () => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'lite', UserPoolTier: 'LITE' }))
    const input = { UserPoolId: UserPool?.Id, Domain: `lite-${machine.domain}`.slice(0, 60), ManagedLoginVersion: 2 }
    expect(await refusalOf(cognito.send(new CreateUserPoolDomainCommand(input)))).toMatchObject({
      name: 'FeatureUnavailableInTierException',
      message: 'The following feature is not available for the LITE pricing tier configured: Managed Login Version 2',
    })
  })
})

describe('on the wire', () => {
  it('an answer is JSON with an id, and an empty structure has braces (cognito 9.1.2, 9.2.1, 9.2.3)', async () => {
    const response = await call('UpdateUserPool', { UserPoolId: machine.poolId })
    expect([response.status, await response.text()]).toEqual([200, '{}'])
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('an operation without an output answers with nothing (cognito 9.2.2)', async () => {
    const { clientId: ClientId } = await addClient(cognito, machine.poolId)
    const response = await call('DeleteUserPoolClient', { UserPoolId: machine.poolId, ClientId })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('a refusal names its type in the body and in headers (cognito 9.3.1, 9.3.2, 9.3.3, 11.11)', async () => {
    const response = await call('DescribeUserPoolClient', { UserPoolId: machine.poolId, ClientId: 'nobody' })
    const message = 'User pool client nobody does not exist.'
    expect([response.status, await response.json()]).toEqual([400, { __type: 'ResourceNotFoundException', message }])
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException:')
    expect(response.headers.get('x-amzn-errormessage')).toBe(message)
  })
})

describe('the secrets of a client', () => {
  it('are told apart by the time they were made, and only the first is ever shown (cognito 5.4.4, 5.4.6, 5.4.7)', async () => {
    const client = await addClient(cognito, machine.poolId)
    const named = { UserPoolId: machine.poolId, ClientId: client.clientId }
    const shown = async () =>
      (await cognito.send(new DescribeUserPoolClientCommand(named))).UserPoolClient?.ClientSecret
    await cognito.send(new AddUserPoolClientSecretCommand(named))
    const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand(named))
    for (const { ClientSecretId } of ClientSecrets) {
      expect(ClientSecretId).toMatch(new RegExp(`^${client.clientId}--\\d{10,}$`))
    }
    expect(await shown()).toBe(client.clientSecret)
    const remove = (ClientSecretId?: string) =>
      cognito.send(new DeleteUserPoolClientSecretCommand({ ...named, ClientSecretId }))
    await remove(ClientSecrets[0]?.ClientSecretId)
    expect(await shown()).toBeUndefined()
    expect((await refusalOf(remove(ClientSecrets[0]?.ClientSecretId))).name).toBe('ResourceNotFoundException')
    expect((await refusalOf(remove(ClientSecrets[1]?.ClientSecretId))).name).toBe('InvalidParameterException')
  })

  it('are all good for a hash (cognito 5.4.5, 9.6.5)', async () => {
    const client = await addClient(cognito, machine.poolId, { ...NO_OAUTH, ClientName: 'people' })
    const named = { UserPoolId: machine.poolId, ClientId: client.clientId }
    const chosen = 'AnotherSecretOfMyOwn_0123456789'
    await cognito.send(new AddUserPoolClientSecretCommand({ ...named, ClientSecret: chosen }))
    const signUp = (Username: string, secret: string) => {
      const SecretHash = createHmac('sha256', secret).update(`${Username}${client.clientId}`).digest('base64')
      const input = { ClientId: client.clientId, Username, Password: 'Harbor-42-Lantern!', SecretHash }
      return cognito.send(new SignUpCommand(input))
    }
    await signUp('ann', client.clientSecret)
    await signUp('ben', chosen)
    expect(await refusalOf(signUp('cid', 'wrong'))).toMatchObject({
      name: 'NotAuthorizedException',
      message: `Unable to verify secret hash for client ${client.clientId}`,
    })
  })
})

describe('names', () => {
  it('of pools and clients may be the same (cognito 5.2.5, 6.1.2)', async () => {
    const made = await Promise.all([1, 2].map(() => cognito.send(new CreateUserPoolCommand({ PoolName: 'same' }))))
    expect(new Set(made.map(({ UserPool }) => UserPool?.Id)).size).toBe(2)
    const clients = await Promise.all([1, 2].map(() => addClient(cognito, machine.poolId)))
    expect(new Set(clients.map(({ clientId }) => clientId)).size).toBe(2)
  })
})
