import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  ListIdentityPoolsCommand,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const account = '555500000074'
const { cognito, cognitoIdentity } = awsClients({ origin, account })
/** As browsers do: they have no credentials, that is what they ask for. */
const browser = new CognitoIdentityClient({
  endpoint: origin,
  region: 'us-east-1',
  credentials: { accessKeyId: '', secretAccessKey: '' },
  maxAttempts: 1,
})
const roleOf = (name: string) => `arn:aws:iam::${account}:role/${name}`
const PASSWORD = 'Harbor-42-Lantern!'

let provider: string
let UserPoolId: string
let ClientId: string
let idToken: string
let pool: string

beforeAll(async () => {
  UserPoolId = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'p' }))).UserPool?.Id ?? ''
  provider = `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
  const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const
  const client = new CreateUserPoolClientCommand({
    UserPoolId,
    ClientName: 'c',
    ExplicitAuthFlows: [...ExplicitAuthFlows],
  })
  ClientId = (await cognito.send(client)).UserPoolClient?.ClientId ?? ''
  await createUser('ann')
  const staff = { UserPoolId, GroupName: 'staff' }
  await cognito.send(new CreateGroupCommand({ ...staff, RoleArn: roleOf('staff') }))
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'ann', GroupName: 'staff' }))
  idToken = await signedInAs('ann')
  pool = await createPool(true)
})

async function createUser(Username: string): Promise<void> {
  const user = { UserPoolId, Username }
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }))
}

async function signedInAs(USERNAME: string): Promise<string> {
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  )
  return AuthenticationResult?.IdToken ?? ''
}

async function createPool(AllowUnauthenticatedIdentities: boolean, ServerSideTokenCheck = true): Promise<string> {
  const CognitoIdentityProviders = [{ ProviderName: provider, ClientId, ServerSideTokenCheck }]
  const input = { IdentityPoolName: 'identities', AllowUnauthenticatedIdentities, CognitoIdentityProviders }
  const { IdentityPoolId = '' } = await cognitoIdentity.send(new CreateIdentityPoolCommand(input))
  return IdentityPoolId
}

const setRoles = (IdentityPoolId: string, RoleMappings?: Record<string, RoleMapping>) =>
  cognitoIdentity.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: { authenticated: roleOf('member'), unauthenticated: roleOf('guest') },
      ...(RoleMappings && { RoleMappings }),
    }),
  )
const mapped = (mapping: Omit<RoleMapping, 'AmbiguousRoleResolution'>) => ({
  [`${provider}:${ClientId}`]: { AmbiguousRoleResolution: 'Deny' as const, ...mapping },
})

const getId = async (Logins?: Record<string, string>, IdentityPoolId = pool) =>
  (await browser.send(new GetIdCommand({ IdentityPoolId, ...(Logins && { Logins }) }))).IdentityId ?? ''
const credentialsOf = (IdentityId: string, Logins?: Record<string, string>, CustomRoleArn?: string) =>
  browser.send(new GetCredentialsForIdentityCommand({ IdentityId, ...(Logins && { Logins }), CustomRoleArn }))

/** Whom a server of AWS takes somebody for. */
async function actingAs(IdentityId: string, Logins?: Record<string, string>): Promise<string> {
  const { Credentials } = await credentialsOf(IdentityId, Logins)
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  const { Arn = '' } = await awsClients({ origin, credentials }).sts.send(new GetCallerIdentityCommand({}))
  return Arn
}
const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/CognitoIdentityCredentials`

describe('an identity pool', () => {
  it('is made, shown, listed, changed and deleted', async () => {
    const id = await createPool(false)
    expect(id).toMatch(/^us-east-1:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const named = { IdentityPoolId: id }
    const { $metadata: _, ...shown } = await cognitoIdentity.send(new DescribeIdentityPoolCommand(named))
    expect(shown).toMatchObject({ IdentityPoolName: 'identities', AllowUnauthenticatedIdentities: false })
    const changed = { ...named, IdentityPoolName: 'renamed', AllowUnauthenticatedIdentities: true }
    await cognitoIdentity.send(new UpdateIdentityPoolCommand(changed))
    const { IdentityPools } = await cognitoIdentity.send(new ListIdentityPoolsCommand({ MaxResults: 60 }))
    expect(IdentityPools).toContainEqual({ IdentityPoolId: id, IdentityPoolName: 'renamed' })
    await cognitoIdentity.send(new DeleteIdentityPoolCommand(named))
    expect(await refusalOf(cognitoIdentity.send(new DescribeIdentityPoolCommand(named)))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `IdentityPool '${id}' not found.`,
    })
  })

  it('has roles, and mappings for its own providers only', async () => {
    await setRoles(pool, mapped({ Type: 'Token' }))
    const { Roles, RoleMappings } = await cognitoIdentity.send(
      new GetIdentityPoolRolesCommand({ IdentityPoolId: pool }),
    )
    expect(Roles).toEqual({ authenticated: roleOf('member'), unauthenticated: roleOf('guest') })
    expect(RoleMappings).toEqual(mapped({ Type: 'Token' }))
    const stranger = { 'graph.facebook.com': { Type: 'Token', AmbiguousRoleResolution: 'Deny' } } as const
    expect(await refusalOf(setRoles(pool, stranger))).toMatchObject({
      name: 'InvalidParameterException',
      message: '(graph.facebook.com) is not a valid RoleMapping ProviderName or is not a configured provider.',
    })
    const unknown = { IdentityPoolName: 'x', AllowUnauthenticatedIdentities: true }
    const CognitoIdentityProviders = [{ ClientId: 'c', ProviderName: 'https://example.com' }]
    const created = cognitoIdentity.send(new CreateIdentityPoolCommand({ ...unknown, CognitoIdentityProviders }))
    expect(await refusalOf(created)).toMatchObject({ message: 'Invalid Cognito Identity Provider' })
  })
})

describe('somebody', () => {
  it('who signs in is always the same identity, and acts as the role for members', async () => {
    await setRoles(pool)
    const logins = { [provider]: idToken }
    const identity = await getId(logins)
    expect(await getId(logins)).toBe(identity)
    expect(await actingAs(identity, logins)).toBe(session('member'))
    const described = await cognitoIdentity.send(new DescribeIdentityCommand({ IdentityId: identity }))
    expect(described.Logins).toEqual([provider])
    expect(await refusalOf(credentialsOf(identity))).toMatchObject({
      name: 'NotAuthorizedException',
      message: `Access to Identity '${identity}' is forbidden.`,
    })
  })

  it('who is a guest is somebody new each time, and stays who they were when they sign in', async () => {
    const other = await createPool(true)
    await setRoles(other)
    const guest = await getId(undefined, other)
    expect(await getId(undefined, other)).not.toBe(guest)
    expect(await actingAs(guest)).toBe(session('guest'))
    expect(await actingAs(guest, { [provider]: idToken })).toBe(session('member'))
    expect(await getId({ [provider]: idToken }, other)).toBe(guest)
  })

  it.each([
    ['has signed out', () => cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'eve' }))],
    ['has been disabled', () => cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'eve' }))],
    ['has been deleted', () => cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: 'eve' }))],
  ])('who %s is refused where the pool checks that', async (_what, leave) => {
    await createUser('eve').catch(() => cognito.send(new AdminEnableUserCommand({ UserPoolId, Username: 'eve' })))
    await setRoles(pool)
    const unchecked = await createPool(false, false)
    const logins = { [provider]: await signedInAs('eve') }
    const identity = await getId(logins)
    expect(await actingAs(identity, logins)).toBe(session('member'))
    await leave()
    for (const ask of [() => getId(logins), () => credentialsOf(identity, logins)]) {
      expect(await refusalOf(ask())).toMatchObject({ name: 'NotAuthorizedException', status: 400 })
    }
    expect(await getId(logins, unchecked)).toMatch(/^us-east-1:/)
  })

  it('of a group acts as its role, where the token or a rule decides', async () => {
    const logins = { [provider]: idToken }
    const identity = await getId(logins)
    await setRoles(pool, mapped({ Type: 'Token' }))
    expect(await actingAs(identity, logins)).toBe(session('staff'))
    const rule = {
      Claim: 'cognito:username',
      MatchType: 'StartsWith',
      Value: 'an',
      RoleARN: roleOf('by-rule'),
    } as const
    await setRoles(pool, mapped({ Type: 'Rules', RulesConfiguration: { Rules: [rule] } }))
    expect(await actingAs(identity, logins)).toBe(session('by-rule'))
    const never = { ...rule, Value: 'z' }
    await setRoles(pool, mapped({ Type: 'Rules', RulesConfiguration: { Rules: [never] } }))
    expect(await refusalOf(credentialsOf(identity, logins))).toMatchObject({ name: 'NotAuthorizedException' })
    await setRoles(pool)
    expect(await refusalOf(credentialsOf(identity, logins, roleOf('admin')))).toMatchObject({
      name: 'NotAuthorizedException',
    })
    expect((await credentialsOf(identity, logins, roleOf('staff'))).Credentials?.AccessKeyId).toMatch(/^ASIA/)
  })
})

describe('is refused', () => {
  it.each([
    ['no token', () => 'nonsense', 'Invalid login token. Not a valid OpenId Connect identity token.'],
    ['a forged one', () => forged(idToken), 'Invalid login token. Token signature invalid.'],
  ])('%s', async (_what, token, message) => {
    expect(await refusalOf(getId({ [provider]: token() }))).toMatchObject({ name: 'NotAuthorizedException', message })
  })

  it('a guest where none are let in, somebody else’s identity, and a pool without roles', async () => {
    const closed = await createPool(false)
    expect(await refusalOf(getId(undefined, closed))).toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Unauthenticated access is not supported for this identity pool.',
    })
    const logins = { [provider]: idToken }
    const own = await getId(logins, closed)
    expect(await refusalOf(credentialsOf(own, logins))).toMatchObject({
      name: 'InvalidIdentityPoolConfigurationException',
    })
    const other = await createPool(true)
    const [member, guest] = [await getId(logins, other), await getId(undefined, other)]
    expect(member).not.toBe(guest)
    expect(await refusalOf(credentialsOf(guest, logins))).toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Logins don't match\./),
    })
  })

  it('a provider that the pool has not, and the basic flow by name', async () => {
    expect(await refusalOf(getId({ 'accounts.google.com': idToken }))).toMatchObject({
      name: 'InvalidParameterException',
    })
    const guest = await getId()
    const refused = await refusalOf(browser.send(new GetOpenIdTokenCommand({ IdentityId: guest })))
    expect(refused.name).toBe('NotImplementedException')
  })
})

/** The same token with another subject. */
function forged(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'somebody-else' }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}
