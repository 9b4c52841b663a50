import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetClientTokenCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { refusalOf } from '../support/refusal.ts'
import { claimsOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '111122225555' })

let machine: MachineClient
let other: MachineClient
let issuer: string
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  other = await createMachineClient(cognito)
  issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
})

const jwksOf = (poolId: string) => createRemoteJWKSet(new URL(`${origin}/${poolId}/.well-known/jwks.json`))

describe('verifiers', () => {
  it('jose accepts a token by its pool’s keys, and by no other pool’s', async () => {
    const { access_token } = await tokenFor(origin, machine)
    const { payload } = await jwtVerify(access_token, jwksOf(machine.poolId), { issuer, algorithms: ['RS256'] })
    expect(payload.client_id).toBe(machine.clientId)
    await expect(jwtVerify(access_token, jwksOf(other.poolId))).rejects.toThrow('no applicable key found')
  })

  it('aws-jwt-verify accepts a token with its scope, and refuses it for another client, pool or scope', async () => {
    const { access_token } = await tokenFor(origin, machine, 'orders/read')
    const verify = async (overrides: { userPoolId?: string; clientId?: string; scope?: string }) => {
      const userPoolId = overrides.userPoolId ?? machine.poolId
      const properties = { clientId: machine.clientId, scope: 'orders/read', ...overrides, userPoolId }
      const verifier = CognitoJwtVerifier.create({ ...properties, tokenUse: 'access' as const })
      const keys = await fetch(`${origin}/${userPoolId}/.well-known/jwks.json`)
      verifier.cacheJwks((await keys.json()) as Parameters<typeof verifier.cacheJwks>[0])
      return verifier.verify(access_token)
    }
    expect((await verify({})).sub).toBe(machine.clientId)
    await expect(verify({ scope: 'orders/write' })).rejects.toThrow('Scope not allowed')
    await expect(verify({ clientId: other.clientId })).rejects.toThrow('Client ID not allowed')
    await expect(verify({ userPoolId: other.poolId })).rejects.toThrow()
  })
})

describe('oauth4webapi', () => {
  const ways = { Basic: oauth.ClientSecretBasic, body: oauth.ClientSecretPost }
  it.each(Object.entries(ways))(
    'discovers the token endpoint and gets a token with %s authentication',
    async (_, by) => {
      const options = { [oauth.customFetch]: fetchByAwsName(origin) }
      const found = await oauth.discoveryRequest(new URL(issuer), options)
      const server = await oauth.processDiscoveryResponse(new URL(issuer), found)
      const client = { client_id: machine.clientId }
      const ask = (secret: string, scope: string) =>
        oauth.clientCredentialsGrantRequest(server, client, by(secret), { scope }, options)

      const answer = await ask(machine.clientSecret, 'orders/read')
      const result = await oauth.processClientCredentialsResponse(server, client, answer)
      expect(result).toMatchObject({ expires_in: 3600, token_type: 'bearer' })
      expect(claimsOf(result.access_token).scope).toBe('orders/read')

      const refusal = (response: Response) => oauth.processClientCredentialsResponse(server, client, response)
      await expect(refusal(await ask('wrong', 'orders/read'))).rejects.toMatchObject({ error: 'invalid_client' })
      await expect(refusal(await ask(machine.clientSecret, 'a/b'))).rejects.toMatchObject({ error: 'invalid_scope' })
    },
  )
})

describe('openid-client', () => {
  const ways = { Basic: openid.ClientSecretBasic, body: openid.ClientSecretPost }
  it.each(Object.entries(ways))(
    'discovers the token endpoint and gets a token with %s authentication',
    async (_, by) => {
      const configure = (secret: string) =>
        openid.discovery(new URL(issuer), machine.clientId, undefined, by(secret), {
          [openid.customFetch]: fetchByAwsName(origin),
        })
      const configuration = await configure(machine.clientSecret)
      const result = await openid.clientCredentialsGrant(configuration, { scope: 'orders/write' })
      expect(result.expires_in).toBe(3600)
      expect(claimsOf(result.access_token).scope).toBe('orders/write')

      const refused = openid.clientCredentialsGrant(await configure('wrong'), {})
      await expect(refused).rejects.toMatchObject({
        error: 'invalid_client',
        error_description: 'invalid_client_secret',
        status: 400,
      })
    },
  )
})

describe('two secrets', () => {
  it('both work, and the one that was deleted does not (cognito 5.4.1, 5.4.2, 5.4.3, 5.4.5)', async () => {
    const client = { ...machine, ...(await addClient(cognito, machine.poolId)) }
    const named = { UserPoolId: machine.poolId, ClientId: client.clientId }
    const { ClientSecretDescriptor } = await cognito.send(new AddUserPoolClientSecretCommand(named))
    const second = { ...client, clientSecret: ClientSecretDescriptor?.ClientSecretValue ?? '' }
    expect(second.clientSecret).not.toBe(client.clientSecret)
    await tokenFor(origin, client)
    await tokenFor(origin, second)
    expect((await refusalOf(cognito.send(new AddUserPoolClientSecretCommand(named)))).name).toBe(
      'LimitExceededException',
    )

    const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand(named))
    expect(ClientSecrets).toHaveLength(2)
    for (const secret of ClientSecrets) expect(secret.ClientSecretValue).toBeUndefined()
    const first = ClientSecrets.find((secret) => secret.ClientSecretId !== ClientSecretDescriptor?.ClientSecretId)
    await cognito.send(new DeleteUserPoolClientSecretCommand({ ...named, ClientSecretId: first?.ClientSecretId }))
    await tokenFor(origin, second)
    const refused = await requestToken({ origin, ...client })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('invalid_client')])

    const ClientSecretId = ClientSecretDescriptor?.ClientSecretId
    const last = await refusalOf(cognito.send(new DeleteUserPoolClientSecretCommand({ ...named, ClientSecretId })))
    expect(last.name).toBe('InvalidParameterException')
    await tokenFor(origin, second)
  })

  it('may be chosen, and authenticate unchanged (cognito 5.1.3)', async () => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: machine.poolId,
        ClientName: 'chosen',
        ClientSecret: 'ASecretOfMyOwnChoosing_0123456789',
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ['orders/read'],
      }),
    )
    const client = {
      ...machine,
      clientId: UserPoolClient?.ClientId ?? '',
      clientSecret: 'ASecretOfMyOwnChoosing_0123456789',
    }
    await tokenFor(origin, client)
    const named = { UserPoolId: machine.poolId, ClientId: client.clientId }
    const described = await cognito.send(new DescribeUserPoolClientCommand(named))
    expect(described.UserPoolClient?.ClientSecret).toBe(client.clientSecret)
  })
})

describe('the SDK’s GetClientToken', () => {
  it('gives a token without a domain, to a client made for it, and refuses a wrong secret (cognito 1.6.2, 1.6.3, 1.6.4, 1.6.7)', async () => {
    const client = await addClient(cognito, machine.poolId, {
      AllowedOAuthFlows: undefined,
      AllowedOAuthFlowsUserPoolClient: undefined,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
      AllowedOAuthScopes: ['orders/read'],
    })
    const ask = (Secret: string, Scopes?: string[]) =>
      cognito.send(new GetClientTokenCommand({ ClientId: client.clientId, Secret, Scopes }))
    const { ClientAuthenticationResult } = await ask(client.clientSecret)
    expect(ClientAuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' })
    const { payload } = await jwtVerify(ClientAuthenticationResult?.AccessToken ?? '', jwksOf(machine.poolId))
    expect(payload).toMatchObject({ client_id: client.clientId, scope: 'orders/read', token_use: 'access' })

    expect((await refusalOf(ask('0'.repeat(52)))).name).toBe('NotAuthorizedException')
    await refusalOf(ask(client.clientSecret, ['orders/write']))
  })

  it('needs no signature, and then finds a client in any region (cognito 1.6.1, 1.6.6)', async () => {
    const there = awsClients({ origin, region: 'eu-central-1' }).cognito
    const away = await createMachineClient(there)
    const client = await addClient(there, away.poolId, {
      AllowedOAuthFlows: undefined,
      AllowedOAuthFlowsUserPoolClient: undefined,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
    })
    const response = await fetch(origin, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetClientToken',
      },
      body: JSON.stringify({ ClientId: client.clientId, Secret: client.clientSecret }),
    })
    expect(response.status).toBe(200)
    const { ClientAuthenticationResult } = (await response.json()) as { ClientAuthenticationResult: object }
    expect(ClientAuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' })
    // A signature names a region, and in that one there is no such client.
    const signed = new GetClientTokenCommand({ ClientId: client.clientId, Secret: client.clientSecret })
    expect((await refusalOf(cognito.send(signed))).name).toBe('ResourceNotFoundException')
  })
})
