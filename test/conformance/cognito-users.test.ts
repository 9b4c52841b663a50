import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const { cognito } = awsClients({ origin: inject('origin'), account: '555500000067' })

async function createPool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people', ...settings }))
  return UserPool?.Id ?? ''
}

const create = async (UserPoolId: string, Username: string, more: Partial<AdminCreateUserCommandInput> = {}) =>
  (await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', ...more }))).User
const get = (UserPoolId: string, Username: string) => cognito.send(new AdminGetUserCommand({ UserPoolId, Username }))
const attributes = (list: readonly AttributeType[] = []) =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]))
const refused = async (call: Promise<unknown>) => {
  const { name, message } = await refusalOf(call)
  return `${name}: ${message}`
}
const SUB = /^[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('a user that an administrator makes', () => {
  it('has a sub, a state and its attributes, and is shown so (cognito-people 4.2.1, 6.2.3, 6.2.4)', async () => {
    const UserPoolId = await createPool()
    const UserAttributes = [
      { Name: 'email', Value: 'ann@example.com' },
      { Name: 'email_verified', Value: 'True' },
    ]
    const user = await create(UserPoolId, 'ann', { UserAttributes })
    expect(user).toEqual({
      Username: 'ann',
      Attributes: [
        { Name: 'sub', Value: expect.stringMatching(SUB) },
        { Name: 'email', Value: 'ann@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: expect.any(Date),
      UserLastModifiedDate: expect.any(Date),
    })
    const found = await get(UserPoolId, 'ann')
    expect(found).toMatchObject({ Username: 'ann', UserAttributes: user?.Attributes, Enabled: true })
    expect((await get(UserPoolId, user?.Attributes?.[0]?.Value ?? '')).Username).toBe('ann')
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(UserPool?.EstimatedNumberOfUsers).toBe(1)
  })

  it('is refused under a name that is taken, and with attributes that the schema has not (cognito-people 6.3.1, 6.3.2, 6.3.4, 6.3.5)', async () => {
    const UserPoolId = await createPool({
      Schema: [{ Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MaxValue: '9' } }],
    })
    await create(UserPoolId, 'ann')
    const refusalFor = (list: [string, string][], name = 'ben') =>
      refused(create(UserPoolId, name, { UserAttributes: list.map(([Name, Value]) => ({ Name, Value })) }))
    expect(await refusalFor([], 'ann')).toBe('UsernameExistsException: User account already exists')
    expect(await refusalFor([['custom:role', 'x']])).toBe(
      'InvalidParameterException: Attributes did not conform to the schema: ' +
        'Type for attribute {custom:role} could not be determined',
    )
    expect(await refusalFor([['sub', 'x']])).toBe(
      'InvalidParameterException: Cannot modify the non-mutable attribute sub',
    )
    expect(await refusalFor([['email', 'x']])).toBe('InvalidParameterException: Invalid email address format.')
    expect(await refusalFor([['phone_number', '0151']])).toBe('InvalidParameterException: Invalid phone number format.')
    for (const value of ['10', 'many']) expect(await refusalFor([['custom:level', value]])).toContain('custom:level: ')
    expect(await refusalFor([['birthdate', '1.1.70']])).toContain('Attributes did not conform to the schema: birthdate')
    expect(await refused(get(UserPoolId, 'ben'))).toBe('UserNotFoundException: User does not exist.')
    await create(UserPoolId, 'Ann')
  })

  it('may be invited again only while the invitation is open (cognito-people 6.6.1)', async () => {
    const UserPoolId = await createPool()
    const again = { MessageAction: 'RESEND' as const }
    expect(await refused(create(UserPoolId, 'ann', again))).toBe('UserNotFoundException: User does not exist.')
    await create(UserPoolId, 'ann', { UserAttributes: [{ Name: 'email', Value: 'ann@example.com' }] })
    expect((await create(UserPoolId, 'ann', again))?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
    const password = { UserPoolId, Username: 'ann', Password: 'Harbor-42-Lantern!', Permanent: true }
    await cognito.send(new AdminSetUserPasswordCommand(password))
    expect(await refused(create(UserPoolId, 'ann', again))).toBe(
      'UnsupportedUserStateException: Resend not possible. ann status is not FORCE_CHANGE_PASSWORD',
    )
  })

  it('needs a temporary password that fits the policy (cognito-people 6.8.1)', async () => {
    const UserPoolId = await createPool()
    const refusalFor = (TemporaryPassword: string) => refused(create(UserPoolId, 'ann', { TemporaryPassword }))
    const wording = 'InvalidPasswordException: Password did not conform with password policy: Password'
    expect(await refusalFor('Ab1!')).toBe(`${wording} not long enough`)
    expect(await refusalFor('ABCDEFG1!')).toBe(`${wording} must have lowercase characters`)
    expect(await refusalFor('abcdefg1!')).toBe(`${wording} must have uppercase characters`)
    expect(await refusalFor('Abcdefgh!')).toBe(`${wording} must have numeric characters`)
    expect(await refusalFor('Abcdefgh1')).toBe(`${wording} must have symbol characters`)
  })
})

describe('names of users', () => {
  it('are addresses in a pool that says so: the service makes the name (cognito-people 6.4.2, 6.4.3, 6.4.4, 6.4.6)', async () => {
    const UserPoolId = await createPool({
      UsernameAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
    })
    const user = await create(UserPoolId, 'Ann@Example.com')
    expect(user?.Username).toMatch(SUB)
    expect(attributes(user?.Attributes)).toEqual({ sub: user?.Username, email: 'ann@example.com' })
    expect((await get(UserPoolId, 'ann@example.COM')).Username).toBe(user?.Username)
    await create(UserPoolId, '+4915112345')
    expect(await refused(create(UserPoolId, 'ann@example.com'))).toBe(
      'UsernameExistsException: An account with the given email already exists.',
    )
    expect(await refused(create(UserPoolId, 'ann'))).toBe(
      'InvalidParameterException: Username should be either an email or a phone number.',
    )
    const rename = (Value: string) =>
      cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: 'ann@example.com',
          UserAttributes: [{ Name: 'email', Value }],
        }),
      )
    await create(UserPoolId, 'cleo@example.com')
    expect(await refused(rename('cleo@example.com'))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    )
    await rename('anna@example.com')
    expect(await refused(get(UserPoolId, 'ann@example.com'))).toBe('UserNotFoundException: User does not exist.')
    expect((await get(UserPoolId, 'anna@example.com')).Username).toBe(user?.Username)
  })

  it('are in small letters where a pool does not tell cases apart, as are their addresses', async () => {
    const UserPoolId = await createPool({ UsernameConfiguration: { CaseSensitive: false } })
    const given = { email: 'Ann@Example.com', preferred_username: 'Annie', name: 'Ann Lee' }
    const UserAttributes = Object.entries(given).map(([Name, Value]) => ({ Name, Value }))
    expect((await create(UserPoolId, 'Ann', { UserAttributes }))?.Username).toBe('ann')
    expect(attributes((await get(UserPoolId, 'ANN')).UserAttributes)).toMatchObject({
      email: 'ann@example.com',
      preferred_username: 'annie',
      name: 'Ann Lee',
    })
    for (const Filter of ['email = "Ann@Example.com"', 'email ^= "ANN"', 'preferred_username = "annie"']) {
      expect((await cognito.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.length, Filter).toBe(1)
    }
    const changed = { UserPoolId, Username: 'ann', UserAttributes: [{ Name: 'email', Value: 'Anna@Example.com' }] }
    await cognito.send(new AdminUpdateUserAttributesCommand(changed))
    expect(attributes((await get(UserPoolId, 'ann')).UserAttributes).email).toBe('anna@example.com')
  })

  it('may be aliases, once they are verified (cognito-people 6.4)', async () => {
    const UserPoolId = await createPool({ AliasAttributes: ['email', 'preferred_username'] })
    expect(await refused(create(UserPoolId, 'ann@example.com'))).toBe(
      'InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.',
    )
    const withEmail = (verified: string) => ({
      UserAttributes: [
        { Name: 'email', Value: 'ann@example.com' },
        { Name: 'email_verified', Value: verified },
      ],
    })
    await create(UserPoolId, 'ann', withEmail('false'))
    expect(await refused(get(UserPoolId, 'ann@example.com'))).toContain('UserNotFoundException')
    await create(UserPoolId, 'ben', withEmail('true'))
    expect((await get(UserPoolId, 'ann@example.com')).Username).toBe('ben')
    expect(await refused(create(UserPoolId, 'cleo', withEmail('true')))).toContain('already exists')
    await create(UserPoolId, 'cleo', { ...withEmail('true'), ForceAliasCreation: true })
    expect((await get(UserPoolId, 'ann@example.com')).Username).toBe('cleo')
    expect(attributes((await get(UserPoolId, 'ben')).UserAttributes).email_verified).toBe('false')
    await create(UserPoolId, 'dora', { UserAttributes: [{ Name: 'preferred_username', Value: 'dodo' }] })
    expect((await get(UserPoolId, 'dodo')).Username).toBe('dora')
  })

  it('take a verified alias from whoever has it when an administrator changes them (boto3#3213)', async () => {
    const verified = (Value: string) => [
      { Name: 'email', Value },
      { Name: 'email_verified', Value: 'true' },
    ]
    const aliases = await createPool({ AliasAttributes: ['email'] })
    await create(aliases, 'ann', { UserAttributes: verified('ann@example.com') })
    await create(aliases, 'ben', { UserAttributes: verified('ben@example.com') })
    const change = { UserPoolId: aliases, Username: 'ben', UserAttributes: verified('ann@example.com') }
    await cognito.send(new AdminUpdateUserAttributesCommand(change))
    expect((await get(aliases, 'ann@example.com')).Username).toBe('ben')
    expect(attributes((await get(aliases, 'ann')).UserAttributes)).toMatchObject({
      email: 'ann@example.com',
      email_verified: 'false',
    })

    const names = await createPool({ UsernameAttributes: ['email'] })
    await create(names, 'ann@example.com')
    await create(names, 'ben@example.com')
    const same = { UserPoolId: names, Username: 'ben@example.com', UserAttributes: verified('ann@example.com') }
    expect(await refused(cognito.send(new AdminUpdateUserAttributesCommand(same)))).toBe(
      'AliasExistsException: An account with the given email already exists.',
    )
  })
})

describe('what administrators change', () => {
  it('attributes, by the schema (cognito-people 6.3.4, 6.3.5)', async () => {
    const UserPoolId = await createPool({
      Schema: [
        { Name: 'tenant', AttributeDataType: 'String', Mutable: false },
        { Name: 'name', Required: true },
      ],
    })
    const Username = 'ann'
    await create(UserPoolId, Username, { UserAttributes: [{ Name: 'custom:tenant', Value: 'a' }] })
    const update = (Name: string, Value: string) =>
      cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: [{ Name, Value }] }))
    const remove = (name: string) =>
      cognito.send(new AdminDeleteUserAttributesCommand({ UserPoolId, Username, UserAttributeNames: [name] }))
    expect(await refused(update('custom:tenant', 'b'))).toBe(
      'InvalidParameterException: user.custom:tenant: Attribute cannot be updated.\n',
    )
    expect(await refused(update('custom:role', 'b'))).toBe(
      'InvalidParameterException: Attributes did not conform to the schema: ' +
        'custom:role: Attribute does not exist in the schema.\n',
    )
    await update('name', 'Ann')
    await update('nickname', 'A')
    await remove('nickname')
    expect(await refused(remove('name'))).toContain('name: The attribute is required')
    expect(attributes((await get(UserPoolId, Username)).UserAttributes)).toMatchObject({
      'custom:tenant': 'a',
      name: 'Ann',
    })
    expect(attributes((await get(UserPoolId, Username)).UserAttributes).nickname).toBeUndefined()
  })

  it('states and passwords (cognito-people 6.1, 6.1.1, 6.1.2, 6.6.3, 6.6.4, 6.6.5, 6.6.6, 6.8.4)', async () => {
    const UserPoolId = await createPool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } })
    const Username = 'ann'
    const at = { UserPoolId, Username }
    const verified = [
      { Name: 'email', Value: 'ann@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]
    await create(UserPoolId, Username, { UserAttributes: verified })
    const status = async () => (await get(UserPoolId, Username)).UserStatus
    const set = (Password: string, Permanent: boolean) =>
      cognito.send(new AdminSetUserPasswordCommand({ ...at, Password, Permanent }))
    const reset = () => cognito.send(new AdminResetUserPasswordCommand(at))
    expect(await refused(reset())).toBe('NotAuthorizedException: User password cannot be reset in the current state.')
    expect(await refused(set('short', true))).toBe(
      'InvalidPasswordException: Password did not conform with policy: Password not long enough',
    )
    await set('lantern-1', true)
    expect(await status()).toBe('CONFIRMED')
    expect(await refused(set('lantern-1', true))).toBe(
      'PasswordHistoryPolicyViolationException: Password has previously been used',
    )
    await set('lantern-2', true)
    await set('lantern-3', true)
    await set('lantern-1', false)
    expect(await status()).toBe('FORCE_CHANGE_PASSWORD')
    await set('lantern-4', true)
    await cognito.send(new AdminDisableUserCommand(at))
    expect((await get(UserPoolId, Username)).Enabled).toBe(false)
    expect(await refused(reset())).toBe('NotAuthorizedException: User is disabled.')
    await cognito.send(new AdminEnableUserCommand(at))
    await reset()
    expect(await status()).toBe('RESET_REQUIRED')
    expect(await refused(cognito.send(new AdminConfirmSignUpCommand(at)))).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is RESET_REQUIRED',
    )
    await cognito.send(new AdminDeleteUserCommand(at))
    expect(await refused(cognito.send(new AdminDeleteUserCommand(at)))).toContain('UserNotFoundException')
    await create(UserPoolId, Username)
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
  })
})

describe('ListUsers', () => {
  it('gives pages, and finds by what can be searched (cognito-people 6.10.1, 6.10.2, 6.10.3, 16.11)', async () => {
    const UserPoolId = await createPool()
    for (const name of ['ann', 'anna', 'ben', 'cleo', 'dora']) {
      await create(UserPoolId, name, { UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }] })
    }
    await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'ben' }))
    const list = async (Filter?: string) => {
      const names: (string | undefined)[] = []
      let PaginationToken: string | undefined
      do {
        const page = await cognito.send(new ListUsersCommand({ UserPoolId, Filter, Limit: 2, PaginationToken }))
        names.push(...(page.Users ?? []).map(({ Username }) => Username))
        expect(page.Users?.length).toBeLessThanOrEqual(2)
        PaginationToken = page.PaginationToken
      } while (PaginationToken)
      return names
    }
    expect(await list()).toEqual(['ann', 'anna', 'ben', 'cleo', 'dora'])
    expect(await list('username ^= "an"')).toEqual(['ann', 'anna'])
    expect(await list('username = "an"')).toEqual([])
    expect(await list('email="cleo@example.com"')).toEqual(['cleo'])
    expect(await list('status = "Disabled"')).toEqual(['ben'])
    expect(await list('cognito:user_status = "force_change_password"')).toHaveLength(5)
    const only = await cognito.send(
      new ListUsersCommand({ UserPoolId, Filter: 'username = "ann"', AttributesToGet: ['email'] }),
    )
    expect(only.Users?.[0]?.Attributes).toEqual([{ Name: 'email', Value: 'ann@example.com' }])
    expect(await refused(list('custom:x = "1"'))).toBe(
      'InvalidParameterException: Input fails to satisfy the constraints.',
    )
    expect(await refused(list('email'))).toBe('InvalidParameterException: Error while parsing filter.')
  })
})
