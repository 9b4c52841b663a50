import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { AWS_RESOURCE_QUOTAS } from './resource-quotas.ts'

const ONE = { ...AWS_RESOURCE_QUOTAS, clients: 1, groups: 2, groupsOfUser: 1, identityProviders: 1 }
const FEW = { ...ONE, resourceServers: 1, customAttributes: 1, customDomains: 1, userPools: 2 }

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito({ quotas: FEW })
  UserPoolId = (await cognito.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
})
afterAll(() => cognito.close())

const domain = (Domain: string, pool: string) => {
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/a'
  return cognito.call('CreateUserPoolDomain', { UserPoolId: pool, Domain, CustomDomainConfig: { CertificateArn } })
}
const group = (GroupName: string) => cognito.call('CreateGroup', { UserPoolId, GroupName })
const join = (GroupName: string) => cognito.call('AdminAddUserToGroup', { UserPoolId, Username: 'ann', GroupName })
const provider = (ProviderName: string) =>
  cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName,
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: 'id',
      client_secret: 'secret',
      attributes_request_method: 'GET',
      oidc_issuer: 'https://idp.example.com',
      authorize_scopes: 'openid',
    },
  })
const attribute = (Name: string) =>
  cognito.call('AddCustomAttributes', { UserPoolId, CustomAttributes: [{ Name, AttributeDataType: 'String' }] })

describe('as many as there may be are made, and then no more, of', () => {
  it.each<[what: string, make: (name: string) => Promise<unknown>]>([
    ['app clients', (ClientName) => cognito.call('CreateUserPoolClient', { UserPoolId, ClientName })],
    ['resource servers', (id) => cognito.call('CreateResourceServer', { UserPoolId, Identifier: id, Name: id })],
    ['identity providers', provider],
    ['custom attributes', attribute],
  ])('%s', async (what, make) => {
    await make('first')
    await expect(make('second')).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: `The maximum number of ${what} is 1.`,
    })
  })

  it('groups, and groups of a user, who may be added to one of theirs again', async () => {
    await group('a')
    await group('b')
    await expect(group('c')).rejects.toMatchObject({ code: 'LimitExceededException' })
    await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' })
    await join('a')
    await join('a')
    await expect(join('b')).rejects.toMatchObject({ code: 'LimitExceededException' })
  })

  it('pools, and custom domains, of one region', async () => {
    const other = (await cognito.call('CreateUserPool', { PoolName: 'q' })).UserPool?.Id ?? ''
    await domain('auth.example.com', UserPoolId)
    await expect(domain('id.example.com', other)).rejects.toMatchObject({ code: 'LimitExceededException' })
    await cognito.call('CreateUserPoolDomain', { UserPoolId: other, Domain: 'prefix' })
    await expect(cognito.call('CreateUserPool', { PoolName: 'r' })).rejects.toMatchObject({
      code: 'LimitExceededException',
    })
    const abroad = { account: '123456789012', region: 'eu-west-1' }
    expect((await cognito.call('CreateUserPool', { PoolName: 'r' }, abroad)).UserPool?.Id).toBeDefined()
  })

  it('two that are made at the same time', async () => {
    const pool = await startCognito({ quotas: FEW })
    const id = (await pool.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
    const make = () => pool.call('CreateUserPoolClient', { UserPoolId: id, ClientName: 'c' })
    const made = await Promise.allSettled([make(), make(), make()])
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await pool.close()
  })
})
