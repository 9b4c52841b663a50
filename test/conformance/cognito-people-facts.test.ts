import {
  AddCustomAttributesCommand,
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteGroupCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { attributesOf, PASSWORD, people, refused, secretHash } from '../support/people.ts'
import { SrpClient } from '../support/srp-client.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000074' })
const { pool, client, user } = people(cognito, origin)

let UserPoolId: string
let ClientId: string
beforeAll(async () => {
  UserPoolId = await pool()
  ClientId = (await client(UserPoolId)).ClientId
  await user(UserPoolId, 'ann')
})

const begin = (app: string, AuthParameters: Record<string, string>) =>
  cognito.send(new InitiateAuthCommand({ ClientId: app, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }))
const signIn = async (app: string, USERNAME = 'ann', password = PASSWORD) =>
  (await begin(app, { USERNAME, PASSWORD: password })).AuthenticationResult ?? {}

describe('tokens from the API', () => {
  it('tell of an event and of no access token that they came with (cognito-people 4.1.3, 4.1.4)', async () => {
    const id = decodeJwt((await signIn(ClientId)).IdToken ?? '')
    expect(id.event_id).toBeTypeOf('string')
    expect(id).not.toHaveProperty('at_hash')
  })

  it('hold what the client may read, whatever scopes it has (cognito-people 4.1.5)', async () => {
    const reader = await client(UserPoolId, { ReadAttributes: ['nickname'], AllowedOAuthScopes: [] })
    const given = { email: 'ben@example.com', nickname: 'B' }
    await user(UserPoolId, 'ben', given)
    expect(decodeJwt((await signIn(ClientId, 'ben')).IdToken ?? '')).toMatchObject(given)
    const id = decodeJwt((await signIn(reader.ClientId, 'ben')).IdToken ?? '')
    expect(id.nickname).toBe('B')
    expect(id).not.toHaveProperty('email')
    expect(decodeJwt((await signIn(ClientId)).IdToken ?? '')).not.toHaveProperty('email')
  })

  it('last as long as the client says (cognito-people 4.5.1)', async () => {
    const short = await client(UserPoolId, {
      AccessTokenValidity: 5,
      IdTokenValidity: 7,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
    })
    const { AccessToken = '', IdToken = '', ExpiresIn } = await signIn(short.ClientId)
    const [access, id] = [decodeJwt(AccessToken), decodeJwt(IdToken)]
    expect([ExpiresIn, (access.exp ?? 0) - (access.iat ?? 0), (id.exp ?? 0) - (id.iat ?? 0)]).toEqual([300, 300, 420])
  })
})

it('userInfo wants an access token, with openid (cognito-people 5.1.2, 5.1.3)', async () => {
  const Domain = uniqueName('people').toLowerCase()
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
  const ask = async (authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const response = await fetch(`${origin}/_aws/cognito/${Domain}/oauth2/userInfo`, { headers })
    return [response.status, ((await response.json()) as { error?: string }).error]
  }
  const { AccessToken, IdToken } = await signIn(ClientId)
  expect(await ask()).toEqual([400, 'invalid_request'])
  for (const token of [IdToken, 'garbage']) expect(await ask(`Bearer ${token}`)).toEqual([401, 'invalid_token'])
  // The API's tokens have no such scope.
  expect((await ask(`Bearer ${AccessToken}`))[0]).toBe(401)
})

it('bodies are compact (cognito-people 6.2.1)', async () => {
  const response = await fetch(origin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ann', PASSWORD },
    }),
  })
  const text = await response.text()
  expect(text).toBe(JSON.stringify(JSON.parse(text)))
})

describe('attributes', () => {
  it('of one’s own have a prefix that the service adds, and are texts (cognito-people 6.3.8)', async () => {
    const CustomAttributes = [{ Name: 'level', AttributeDataType: 'Number' as const, Mutable: true }]
    const id = await pool()
    await cognito.send(new AddCustomAttributesCommand({ UserPoolId: id, CustomAttributes }))
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }))
    expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:level')
    await user(id, 'ann', { 'custom:level': '7' })
    const { IdToken = '' } = await signIn((await client(id)).ClientId)
    expect(decodeJwt(IdToken)['custom:level']).toBe('7')
  })

  it('are deleted by an empty value (cognito-people 6.3.10)', async () => {
    await user(UserPoolId, 'cleo', { nickname: 'C' })
    const UserAttributes = [{ Name: 'nickname', Value: '' }]
    await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'cleo', UserAttributes }))
    const found = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'cleo' }))
    expect(attributesOf(found.UserAttributes)).not.toHaveProperty('nickname')
  })
})

describe('names', () => {
  it('are aliases or addresses, not both (cognito-people 6.4.1)', async () => {
    const both = { PoolName: 'both', AliasAttributes: ['email' as const], UsernameAttributes: ['email' as const] }
    expect(await refused(cognito.send(new CreateUserPoolCommand(both)))).toContain('InvalidParameterException')
  })

  it('that are searched for are no aliases (cognito-people 6.4.7)', async () => {
    const id = await pool({ AliasAttributes: ['preferred_username'] })
    await user(id, 'ann', { preferred_username: 'annie' })
    const found = async (name: string) => {
      const input = { UserPoolId: id, Filter: `username = "${name}"` }
      return ((await cognito.send(new ListUsersCommand(input))).Users ?? []).length
    }
    expect([await found('ann'), await found('annie')]).toEqual([1, 0])
    expect((await signIn((await client(id)).ClientId, 'annie')).AccessToken).toMatch(/^ey/)
  })
})

describe('passwords', () => {
  it('may be left out where people sign in with codes (cognito-people 6.5.11)', async () => {
    const AllowedFirstAuthFactors = ['PASSWORD' as const, 'EMAIL_OTP' as const]
    const id = await pool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } })
    const signUp = async (app: string) => cognito.send(new SignUpCommand({ ClientId: app, Username: 'ben' }))
    expect((await signUp((await client(id)).ClientId)).UserSub).toBeTypeOf('string')
    expect(await refused(signUp(ClientId))).toContain('InvalidParameterException')
  })

  it('have AWS’s symbols, and letters of basic Latin (cognito-people 6.8.2, 6.8.3)', async () => {
    const set = (Password: string) =>
      cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ann', Password, Permanent: true }))
    for (const symbol of '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-') await set(`Harbor42${symbol}Lantern`)
    const wording = 'InvalidPasswordException: Password did not conform with policy: Password must have'
    expect(await refused(set('Harbor42€Lantern'))).toBe(`${wording} symbol characters`)
    expect(await refused(set('ÄÖÜarbor-42-lantern'))).toBe(`${wording} uppercase characters`)
    await set(PASSWORD)
  })

  it('that are wrong five times lock a user (cognito-people 6.9.1)', async () => {
    await user(UserPoolId, 'dora')
    const guesses = await Promise.all(Array.from({ length: 12 }, () => refused(signIn(ClientId, 'dora', 'wrong'))))
    expect(guesses).toContain('NotAuthorizedException: Incorrect username or password.')
    expect(guesses).toContain('NotAuthorizedException: Password attempts exceeded')
  })

  it('that were forgotten are asked for twenty times an hour at most (cognito-people 6.7.6, 15b)', async () => {
    await user(UserPoolId, 'emil', { email: 'emil@example.com', email_verified: 'true' })
    const forgot = () => cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'emil' }))
    for (let i = 0; i < 20; i++) await forgot()
    expect(await refused(forgot())).toBe('LimitExceededException: Attempt limit exceeded, please try after some time.')
  })

  it('of those who are not confirmed are judged first, sent or proven (cognito-people 7.3.4, 7.4.6, 16.9)', async () => {
    await cognito.send(new SignUpCommand({ ClientId, Username: 'fred', Password: PASSWORD }))
    expect(await refused(signIn(ClientId, 'fred', 'wrong'))).toContain('Incorrect username or password.')
    const unconfirmed = 'UserNotConfirmedException: User is not confirmed.'
    expect(await refused(signIn(ClientId, 'fred'))).toBe(unconfirmed)
    const prove = async (password: string) => {
      const srp = new SrpClient()
      const AuthParameters = { USERNAME: 'fred', SRP_A: srp.publicA }
      const input = { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters }
      const { ChallengeParameters = {} } = await cognito.send(new InitiateAuthCommand(input))
      const proof = srp.answer(ChallengeParameters, `${UserPoolId.split('_')[1]}fred`, password)
      const ChallengeResponses = { USERNAME: 'fred', ...proof }
      const answer = { ClientId, ChallengeName: 'PASSWORD_VERIFIER' as const, ChallengeResponses }
      return cognito.send(new RespondToAuthChallengeCommand(answer))
    }
    expect(await refused(prove('wrong'))).toContain('Incorrect username or password.')
    expect(await refused(prove(PASSWORD))).toBe(unconfirmed)
  })
})

describe('a sign-in', () => {
  it('may have its flows by their older names, not mixed with the newer (cognito-people 7.1.4)', async () => {
    const older = await client(UserPoolId, { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] })
    for (const AuthFlow of ['ADMIN_NO_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
      const input = { UserPoolId, ClientId: older.ClientId, AuthFlow, AuthParameters: { USERNAME: 'ann', PASSWORD } }
      const { AuthenticationResult } = await cognito.send(new AdminInitiateAuthCommand(input))
      expect(AuthenticationResult?.AccessToken).toMatch(/^ey/)
    }
    const mixed = client(UserPoolId, { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] })
    expect(await refused(mixed)).toContain('InvalidParameterException')
  })

  it('by an address is answered, and refreshed, by the name behind it (cognito-people 7.1.8, 7.2.2)', async () => {
    const id = await pool({ UsernameAttributes: ['email'] })
    const app = await client(id, { GenerateSecret: true })
    await user(id, 'ann@example.com')
    const hash = (name: string) => secretHash(name, app.ClientId, app.secret)
    const USERNAME = 'ann@example.com'
    const result = await begin(app.ClientId, { USERNAME, PASSWORD, SECRET_HASH: hash(USERNAME) })
    const { RefreshToken = '', AccessToken = '' } = result.AuthenticationResult ?? {}
    const refresh = (name: string) => {
      const AuthParameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: hash(name) }
      const input = { ClientId: app.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' as const, AuthParameters }
      return cognito.send(new InitiateAuthCommand(input))
    }
    expect(await refused(refresh(USERNAME))).toContain('NotAuthorizedException')
    const sub = String(decodeJwt(AccessToken).sub)
    expect((await refresh(sub)).AuthenticationResult?.AccessToken).toMatch(/^ey/)
  })

  it('that proves the password is offered numbers in hex and a block in base64 (cognito-people 7.4.2)', async () => {
    const AuthParameters = { USERNAME: 'ann', SRP_A: new SrpClient().publicA }
    const input = { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters }
    const { ChallengeParameters } = await cognito.send(new InitiateAuthCommand(input))
    expect(ChallengeParameters).toMatchObject({
      SALT: expect.stringMatching(/^[1-9a-f][0-9a-f]{0,31}$/),
      SRP_B: expect.stringMatching(/^[1-9a-f][0-9a-f]{0,767}$/),
      SECRET_BLOCK: expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/),
    })
  })

  it('with a temporary password goes on to a second factor (cognito-people 7.3.7, 8.1.6)', async () => {
    const MfaConfiguration = 'OPTIONAL'
    const withoutSms = new CreateUserPoolCommand({ PoolName: 'mfa', MfaConfiguration })
    expect(await refused(cognito.send(withoutSms))).toContain('InvalidParameterException')
    const id = await pool()
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    const mfa = { UserPoolId: id, MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const app = (await client(id)).ClientId
    await user(id, 'ann')
    const temporary = { UserPoolId: id, Username: 'ann', Password: 'Temporary-1!', Permanent: false }
    await cognito.send(new AdminSetUserPasswordCommand(temporary))
    const { Session } = await begin(app, { USERNAME: 'ann', PASSWORD: 'Temporary-1!' })
    const ChallengeResponses = { USERNAME: 'ann', NEW_PASSWORD: PASSWORD }
    const answer = { ClientId: app, ChallengeName: 'NEW_PASSWORD_REQUIRED' as const, ChallengeResponses, Session }
    expect((await cognito.send(new RespondToAuthChallengeCommand(answer))).ChallengeName).toBe('MFA_SETUP')
  })

  it('offers no codes to whom a second factor is switched on (cognito-people 7.7.7)', async () => {
    const AllowedFirstAuthFactors = ['PASSWORD' as const, 'EMAIL_OTP' as const]
    const id = await pool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } })
    const sms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::555500000074:role/sms' } }
    const mfa = { UserPoolId: id, MfaConfiguration: 'OPTIONAL' as const, SmsMfaConfiguration: sms }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    await user(id, 'ann', { email: 'ann@example.com', phone_number: '+4915112349934' })
    const app = (await client(id, { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] })).ClientId
    const available = async () => {
      const input = { ClientId: app, AuthFlow: 'USER_AUTH' as const, AuthParameters: { USERNAME: 'ann' } }
      return (await cognito.send(new InitiateAuthCommand(input))).AvailableChallenges
    }
    expect(await available()).toEqual(['EMAIL_OTP', 'PASSWORD_SRP', 'PASSWORD'])
    const { AccessToken } = await signIn(app)
    await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: { Enabled: true } }))
    expect(await available()).toEqual(['PASSWORD_SRP', 'PASSWORD'])
  })
})

it('members of groups are added and removed once or twice, and go with the group (cognito-people 9.1.2)', async () => {
  const GroupName = 'readers'
  const member = { UserPoolId, Username: 'ann', GroupName }
  const groups = async () => {
    const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: 'ann' }))
    return Groups.map((group) => group.GroupName)
  }
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }))
  for (let i = 0; i < 2; i++) await cognito.send(new AdminAddUserToGroupCommand(member))
  expect(await groups()).toEqual([GroupName])
  for (let i = 0; i < 2; i++) await cognito.send(new AdminRemoveUserFromGroupCommand(member))
  expect(await groups()).toEqual([])
  await cognito.send(new AdminAddUserToGroupCommand(member))
  await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName }))
  expect(await groups()).toEqual([])
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }))
  expect(await groups()).toEqual([])
})
