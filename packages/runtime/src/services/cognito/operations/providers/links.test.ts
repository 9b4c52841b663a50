import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCognito, type TestCognito } from '../../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = (await cognito.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
  await cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' },
  })
  for (const Username of ['ann', 'bob']) {
    await cognito.call('AdminCreateUser', { UserPoolId, Username, MessageAction: 'SUPPRESS' })
  }
})
afterAll(() => cognito.close())

const link = (username: string, id: string, ProviderName = 'Google') =>
  cognito.call('AdminLinkProviderForUser', {
    UserPoolId,
    DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
    SourceUser: { ProviderName, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: id },
  })
const unlink = (id: string) =>
  cognito.call('AdminDisableProviderForUser', {
    UserPoolId,
    User: { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: id },
  })
async function identities(Username: string): Promise<unknown> {
  const { UserAttributes } = await cognito.call('AdminGetUser', { UserPoolId, Username })
  const text = UserAttributes?.find(({ Name }) => Name === 'identities')?.Value
  return text === undefined ? undefined : JSON.parse(text)
}

describe('a link', () => {
  test('shows in the attribute, belongs to one user, and can be undone', async () => {
    await link('ann', '1')
    expect(await identities('ann')).toEqual([
      expect.objectContaining({ userId: '1', providerName: 'Google', providerType: 'Google', primary: false }),
    ])
    await expect(link('bob', '1')).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringMatching(/^Invalid SourceUser: Cognito users with a username\/password may not/),
    })
    await unlink('1')
    expect(await identities('ann')).toBeUndefined()
    await link('bob', '1')
    expect(await identities('bob')).toHaveLength(1)
  })

  test('is gone with its user', async () => {
    await cognito.call('AdminCreateUser', { UserPoolId, Username: 'eve', MessageAction: 'SUPPRESS' })
    await link('eve', '2')
    await cognito.call('AdminDeleteUser', { UserPoolId, Username: 'eve' })
    await link('ann', '2')
  })

  test('is one of five at most', async () => {
    const Username = 'many'
    await cognito.call('AdminCreateUser', { UserPoolId, Username, MessageAction: 'SUPPRESS' })
    for (const id of ['11', '12', '13', '14', '15']) await link(Username, id)
    await expect(link(Username, '16')).rejects.toMatchObject({ code: 'LimitExceededException' })
  })

  test('cannot be written as an attribute', async () => {
    const UserAttributes = [{ Name: 'identities', Value: '[]' }]
    const written = cognito.call('AdminUpdateUserAttributes', { UserPoolId, Username: 'ann', UserAttributes })
    await expect(written).rejects.toMatchObject({ message: 'Cannot modify the non-mutable attribute identities' })
  })
})

describe('is refused', () => {
  test('a provider, a user, or a source that is not there', async () => {
    await expect(link('ann', '3', 'Facebook')).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    await expect(link('nobody', '3')).rejects.toMatchObject({ code: 'UserNotFoundException' })
    await expect(link('ann', '3', 'Cognito')).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(unlink('404')).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })
})
