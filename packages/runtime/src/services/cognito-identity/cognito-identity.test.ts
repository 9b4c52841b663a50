import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CognitoIdentityApi } from '../../generated/cognito-identity.ts'
import { callContext, HOME, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createCognitoIdentityService } from './index.ts'
import { ISSUER, issuers, NOW, PROVIDER, token } from './user-pool.harness.ts'

const clock = manualClock(NOW * 1000)

const signedOut = new Set<unknown>()

const service = createCognitoIdentityService({
  clock,
  isSignedIn: async (_poolArn, { sub }) => !signedOut.has(sub),
  random: systemRandom,
  issuers,
})
let store: Store
beforeAll(async () => {
  store = await openSqliteStore({ path: undefined })
})
afterAll(() => store.close())

const call = <O extends keyof CognitoIdentityApi & string>(
  name: O,
  input: InputOf<'cognito-identity', O>,
): Promise<OutputOf<'cognito-identity', O>> => callContext(store, service).call('cognito-identity', name, input)

describe('a token', () => {
  let IdentityPoolId = ''
  beforeAll(async () => {
    const pool = await call('CreateIdentityPool', {
      IdentityPoolName: 'p',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: PROVIDER, ClientId: 'client' }],
      SupportedLoginProviders: { 'accounts.google.com': 'app' },
    })
    IdentityPoolId = pool.IdentityPoolId
  })
  const getId = (text: string, provider = PROVIDER) => call('GetId', { IdentityPoolId, Logins: { [provider]: text } })

  test('of the pool’s client names somebody', async () => {
    const { IdentityId } = await getId(token({}))
    expect(IdentityId).toMatch(/^eu-west-1:/)
    expect(await getId(token({ auth_time: 1 }))).toEqual({ IdentityId })
    expect((await getId(token({ sub: 'bob' }))).IdentityId).not.toBe(IdentityId)
  })

  test.each([
    ['for another client', { aud: 'other' }, 'Invalid login token. Incorrect token audience.'],
    ['for an API', { token_use: 'access' }, 'Invalid login token. Not a Cognito Identity token.'],
    ['that has expired', { exp: NOW }, `Invalid login token. Token expired: ${NOW} >= ${NOW}`],
    ['of another pool', { iss: `${ISSUER}2` }, "Invalid login token. Issuer doesn't match providerName"],
  ])('%s is refused', async (_what, claims, message) => {
    await expect(getId(token(claims))).rejects.toMatchObject({ code: 'NotAuthorizedException', message })
  })

  test.each([
    ['without a signature', { alg: 'none', kid: 'k' }],
    ['signed with a shared secret', { alg: 'HS256', kid: 'k' }],
  ])('%s is refused', async (_what, header) => {
    await expect(getId(token({}, header))).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('of somebody who has signed out is refused where the pool checks that', async () => {
    const checks = await call('CreateIdentityPool', {
      IdentityPoolName: 'checks',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: PROVIDER, ClientId: 'client', ServerSideTokenCheck: true }],
    })
    const Logins = { [PROVIDER]: token({ sub: 'eve' }) }
    const { IdentityId = '' } = await call('GetId', { IdentityPoolId: checks.IdentityPoolId, Logins })
    signedOut.add('eve')
    const refusal = { code: 'NotAuthorizedException' }
    await expect(call('GetId', { IdentityPoolId: checks.IdentityPoolId, Logins })).rejects.toMatchObject(refusal)
    await expect(call('GetCredentialsForIdentity', { IdentityId, Logins })).rejects.toMatchObject(refusal)
    expect((await getId(Logins[PROVIDER] ?? '')).IdentityId).toMatch(/^eu-west-1:/)
  })

  test('of a social provider is refused by name', async () => {
    await expect(getId(token({}), 'accounts.google.com')).rejects.toMatchObject({
      code: 'NotImplementedException',
      message: expect.stringContaining('accounts.google.com'),
    })
  })
})

describe('types', () => {
  const request = () => resourceRequest(callContext(store, service))

  test('a pool, its roles and its tags are made, changed, and gone after removal, twice', async () => {
    const poolType = instantTypeOf(service, 'AWS::Cognito::IdentityPool')
    const CognitoIdentityProviders = [{ ProviderName: PROVIDER, ClientId: 'client' }]
    const properties = {
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders,
      IdentityPoolTags: [{ Key: 'a', Value: 'b' }],
    }
    const pool = { ...(await poolType.create(properties, request())), properties }
    const IdentityPoolId = pool.physicalId
    expect(pool.attributes).toEqual({ Id: IdentityPoolId, Name: 'stack-Logical-1A2B3C4D5E6F' })
    const shown = () => call('DescribeIdentityPool', { IdentityPoolId })
    expect(await shown()).toMatchObject({ IdentityPoolTags: { a: 'b' }, CognitoIdentityProviders })

    const attachmentType = instantTypeOf(service, 'AWS::Cognito::IdentityPoolRoleAttachment')
    const roles = {
      IdentityPoolId,
      Roles: { authenticated: 'arn:aws:iam::111111111111:role/member' },
      RoleMappings: {
        label: {
          IdentityProvider: `${PROVIDER}:client`,
          Type: 'Token',
          AmbiguousRoleResolution: 'AuthenticatedRole',
        },
      },
    }
    const attached = { ...(await attachmentType.create(roles, request())), properties: roles }
    expect(await call('GetIdentityPoolRoles', { IdentityPoolId })).toMatchObject({
      Roles: roles.Roles,
      RoleMappings: { [`${PROVIDER}:client`]: { Type: 'Token' } },
    })
    const tagType = instantTypeOf(service, 'AWS::Cognito::IdentityPoolPrincipalTag')
    const tags = { IdentityPoolId, IdentityProviderName: PROVIDER, UseDefaults: true }
    const tagged = { ...(await tagType.create(tags, request())), properties: tags }
    const named = { IdentityPoolId, IdentityProviderName: PROVIDER }
    expect(await call('GetPrincipalTagAttributeMap', named)).toMatchObject({
      PrincipalTags: { client: 'aud', username: 'sub' },
    })

    const renamed = await poolType.update({ ...properties, IdentityPoolName: 'renamed' }, pool, request())
    expect(renamed).toEqual({ physicalId: IdentityPoolId, attributes: { Id: IdentityPoolId, Name: 'renamed' } })
    expect(await call('GetIdentityPoolRoles', { IdentityPoolId })).toMatchObject({ Roles: roles.Roles })
    for (let time = 0; time < 2; time++) await attachmentType.remove(attached, request())
    expect(await call('GetIdentityPoolRoles', { IdentityPoolId })).toEqual({ IdentityPoolId, Roles: {} })
    for (let time = 0; time < 2; time++) await poolType.remove(pool, request())
    await attachmentType.remove(attached, request())
    await tagType.remove(tagged, request())
    await expect(shown()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    const { documents } = await store.contents()
    expect(documents.map(({ value }) => value).join('\n')).not.toContain(IdentityPoolId)
  })
})

test('tags of a pool', async () => {
  const { IdentityPoolId } = await call('CreateIdentityPool', {
    IdentityPoolName: 't',
    AllowUnauthenticatedIdentities: true,
  })
  const ResourceArn = `arn:aws:cognito-identity:eu-west-1:${HOME.account}:identitypool/${IdentityPoolId}`
  await call('TagResource', { ResourceArn, Tags: { a: '1', b: '2' } })
  await call('UntagResource', { ResourceArn, TagKeys: ['a'] })
  expect(await call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: { b: '2' } })
  await expect(call('ListTagsForResource', { ResourceArn: 'arn:x' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
})
