import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CreateIdentityProviderRequest } from '../../../../generated/cognito-idp.ts'
import { HOME, startCognito, type TestCognito } from '../../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = await newPool()
})
afterAll(() => cognito.close())

async function newPool(): Promise<string> {
  const Schema = [{ Name: 'team', AttributeDataType: 'String' }]
  return (await cognito.call('CreateUserPool', { PoolName: 'p', Schema })).UserPool?.Id ?? ''
}

const SOCIAL = { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid email' }
const OIDC = { ...SOCIAL, attributes_request_method: 'GET', oidc_issuer: 'https://idp.example.com' }
const APPLE = { client_id: 'id', team_id: 't', key_id: 'k', private_key: 'pem', authorize_scopes: 'email' }

const create = (input: Partial<CreateIdentityProviderRequest>) =>
  cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: OIDC,
    ...input,
  })
const describeProvider = async (ProviderName: string) =>
  (await cognito.call('DescribeIdentityProvider', { UserPoolId, ProviderName })).IdentityProvider

describe('a provider', () => {
  test('shows what it was given, and what AWS adds', async () => {
    const { IdentityProvider } = await create({
      AttributeMapping: { email: 'mail', 'custom:team': 'team' },
      IdpIdentifiers: ['example.com'],
      AcrMapping: { Level1: 'one' },
    })
    expect(IdentityProvider).toEqual({
      UserPoolId,
      ProviderName: 'Corp',
      ProviderType: 'OIDC',
      ProviderDetails: { ...OIDC, attributes_url_add_attributes: 'false' },
      AttributeMapping: { email: 'mail', 'custom:team': 'team', username: 'sub' },
      IdpIdentifiers: ['example.com'],
      AcrMapping: { Level1: 'one' },
      LastModifiedDate: expect.any(Date),
      CreationDate: expect.any(Date),
    })
    expect(await describeProvider('Corp')).toEqual(IdentityProvider)
    const byIdentifier = { UserPoolId, IdpIdentifier: 'example.com' }
    expect((await cognito.call('GetIdentityProviderByIdentifier', byIdentifier)).IdentityProvider).toEqual(
      IdentityProvider,
    )
  })

  test.each([
    ['Google', SOCIAL, 'sub', 'https://accounts.google.com/o/oauth2/v2/auth'],
    ['Facebook', { ...SOCIAL, api_version: 'v17.0' }, 'id', 'https://www.facebook.com/v17.0/dialog/oauth'],
    ['LoginWithAmazon', SOCIAL, 'user_id', 'https://www.amazon.com/ap/oa'],
    ['SignInWithApple', APPLE, 'sub', 'https://appleid.apple.com/auth/authorize'],
  ])('%s has one name, and the addresses of its kind', async (type, ProviderDetails, subject, address) => {
    const { IdentityProvider } = await create({ ProviderName: type, ProviderType: type, ProviderDetails })
    expect(IdentityProvider).toMatchObject({
      ProviderDetails: { client_id: 'id', authorize_url: address },
      AttributeMapping: { username: subject },
    })
    expect(IdentityProvider.ProviderDetails?.private_key).toBeUndefined()
    await expect(create({ ProviderName: 'Other', ProviderType: type, ProviderDetails })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: `Provider Other cannot be of type ${type}.`,
    })
  })

  test('keeps secrets under seal', async () => {
    await create({ ProviderName: 'Sealed', ProviderDetails: { ...OIDC, client_secret: 'very-secret' } })
    const { documents } = await cognito.store.contents()
    const all = documents.map(({ value }) => value).join('\n')
    expect(all).toContain('idp.example.com')
    expect(all).not.toContain('very-secret')
  })

  test('an update replaces the maps that it gives, and keeps the others', async () => {
    await create({ ProviderName: 'Changing', AttributeMapping: { email: 'mail' }, IdpIdentifiers: ['a.example'] })
    const named = { UserPoolId, ProviderName: 'Changing' }
    await cognito.call('UpdateIdentityProvider', { ...named, AttributeMapping: { name: 'n' } })
    expect(await describeProvider('Changing')).toMatchObject({
      ProviderDetails: OIDC,
      AttributeMapping: { name: 'n', username: 'sub' },
      IdpIdentifiers: ['a.example'],
    })
    await cognito.call('UpdateIdentityProvider', { ...named, IdpIdentifiers: ['b.example'] })
    const former = { UserPoolId, IdpIdentifier: 'a.example' }
    await expect(cognito.call('GetIdentityProviderByIdentifier', former)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  test('is listed in pages, and gone after deletion', async () => {
    const pool = await newPool()
    for (const ProviderName of ['One', 'Two', 'Three']) await create({ UserPoolId: pool, ProviderName })
    const first = await cognito.call('ListIdentityProviders', { UserPoolId: pool, MaxResults: 2 })
    const second = await cognito.call('ListIdentityProviders', {
      UserPoolId: pool,
      MaxResults: 2,
      NextToken: first.NextToken,
    })
    const names = [first, second].flatMap(({ Providers }) => Providers.map(({ ProviderName }) => ProviderName))
    expect(names.sort()).toEqual(['One', 'Three', 'Two'])
    const one = { UserPoolId: pool, ProviderName: 'One' }
    await cognito.call('DeleteIdentityProvider', one)
    for (const name of ['DescribeIdentityProvider', 'DeleteIdentityProvider'] as const) {
      await expect(cognito.call(name, one)).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    }
    await create(one)
  })
})

describe('is refused', () => {
  test.each<[string, string, Partial<CreateIdentityProviderRequest>]>([
    [
      'a social provider without its client',
      'client_id, client_secret and authorize_scopes are all required idp details.',
      { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: { client_id: 'id' } },
    ],
    [
      'SAML without metadata',
      'At least one of the MetadataURL or MetadataFile should be provided.',
      { ProviderName: 'Saml', ProviderType: 'SAML', ProviderDetails: {} },
    ],
    [
      'an issuer that is no address',
      'oidc_issuer is not a valid URL: javascript:alert(1)',
      { ProviderName: 'X1x', ProviderDetails: { ...OIDC, oidc_issuer: 'javascript:alert(1)' } },
    ],
    [
      'a mapping to what the pool has not',
      'AttributeMapping contains invalid mapping: [custom:zen]',
      { ProviderName: 'X2x', AttributeMapping: { 'custom:zen': 'z', email: 'e' } },
    ],
    [
      'a mapping to what only the pool gives',
      'AttributeMapping contains invalid mapping: [sub, identities]',
      { ProviderName: 'X3x', AttributeMapping: { sub: 'sub', identities: 'x' } },
    ],
    [
      'an OIDC provider called like another kind',
      'Provider Google cannot be of type OIDC.',
      { ProviderName: 'Google' },
    ],
    ['a provider called like the pool itself', 'Provider COGNITO cannot be of type OIDC.', { ProviderName: 'COGNITO' }],
  ])('%s', async (_what, message, input) => {
    await expect(create(input)).rejects.toMatchObject({ code: 'InvalidParameterException', message, status: 400 })
  })

  test('a second one of a name or an identifier', async () => {
    await create({ ProviderName: 'Twice', IdpIdentifiers: ['twice.example'] })
    await expect(create({ ProviderName: 'Twice' })).rejects.toMatchObject({
      code: 'DuplicateProviderException',
      message: `Twice already exists in user pool ${UserPoolId}`,
    })
    await expect(create({ ProviderName: 'Third', IdpIdentifiers: ['twice.example'] })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('whoever asks from another account', async () => {
    const input = { UserPoolId, ProviderName: 'Corp' }
    const elsewhere = cognito.call('DescribeIdentityProvider', input, { ...HOME, account: '999999999999' })
    await expect(elsewhere).rejects.toMatchObject({ message: `User pool ${UserPoolId} does not exist.` })
  })
})
