import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOME, machineClient, machinePool, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = (await machinePool(cognito)).UserPoolId
})
afterAll(() => cognito.close())

/** As AWS's CLI example makes it: without any OAuth settings but the scopes. */
const domainless = () =>
  machineClient(cognito, UserPoolId, ['api/read', 'api/write'], {
    AllowedOAuthFlowsUserPoolClient: undefined,
    AllowedOAuthFlows: undefined,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    AccessTokenValidity: 10,
    TokenValidityUnits: { AccessToken: 'minutes' },
  })
const get = (ClientId: string, Secret: string, Scopes?: string[], place = HOME) =>
  cognito.call('GetClientToken', { ClientId, Secret, Scopes }, place)

describe('a token without a domain', () => {
  test('has all scopes, or those asked for', async () => {
    const { clientId, secret } = await domainless()
    const { ClientAuthenticationResult: all } = await get(clientId, secret)
    expect(all).toMatchObject({ ExpiresIn: 600, TokenType: 'Bearer' })
    expect(decodeJwt(all?.AccessToken ?? '')).toMatchObject({ sub: clientId, scope: 'api/read api/write' })
    const { ClientAuthenticationResult: one } = await get(clientId, secret, ['api/write'])
    expect(decodeJwt(one?.AccessToken ?? '').scope).toBe('api/write')
    const { ClientAuthenticationResult: twice } = await get(clientId, secret, ['api/write', 'api/write'])
    expect(decodeJwt(twice?.AccessToken ?? '').scope).toBe('api/write')
    const { ClientAuthenticationResult: none } = await get(clientId, secret, [])
    expect(decodeJwt(none?.AccessToken ?? '').scope).toBe('api/read api/write')
  })

  test('can be had by any account, as the secret is the credential', async () => {
    const { clientId, secret } = await domainless()
    await expect(get(clientId, secret, undefined, { ...HOME, account: '000000000000' })).resolves.toBeDefined()
  })

  test('the same client may use the token endpoint (documented)', async () => {
    const { clientId, secret } = await domainless()
    expect((await cognito.token('partners', clientId, secret)).status).toBe(200)
  })
})

describe('refusals', () => {
  test('an unknown client, or one of another region', async () => {
    const { clientId, secret } = await domainless()
    const missing = { code: 'ResourceNotFoundException' }
    await expect(get('nobody', secret)).rejects.toMatchObject(missing)
    await expect(get(clientId, secret, undefined, { ...HOME, region: 'eu-west-1' })).rejects.toMatchObject(missing)
  })

  test('a wrong secret', async () => {
    const { clientId, secret } = await domainless()
    await expect(get(clientId, `${secret}x`)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('a client of the domain’s flow', async () => {
    const { clientId, secret } = await machineClient(cognito, UserPoolId, ['api/read'])
    await expect(get(clientId, secret)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('a scope that is unknown or not allowed', async () => {
    const { clientId, secret } = await domainless()
    await expect(get(clientId, secret, ['api/none'])).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})
