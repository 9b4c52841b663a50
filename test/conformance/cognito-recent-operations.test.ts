import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserAuthFactorsCommand,
  AdminGetUserCommand,
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  CreateManagedLoginBrandingCommand,
  CreateTermsCommand,
  type CreateTermsCommandInput,
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteTermsCommand,
  DeleteUserPoolReplicaCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeTermsCommand,
  DescribeUserPoolCommand,
  GetProvisionedLimitCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  InitiateAuthCommand,
  ListTermsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolReplicasCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolMfaConfigCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateProvisionedLimitCommand,
  UpdateTermsCommand,
  UpdateUserPoolReplicaCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people, refused } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000091' })
const { pool, client, user } = people(cognito, origin)

let UserPoolId: string
let ClientId: string
beforeAll(async () => {
  UserPoolId = await pool()
  ClientId = (await client(UserPoolId)).ClientId
  await user(UserPoolId, 'ann')
})

describe('of the operations of the last years (cognito 9.7.1)', () => {
  it('those for styles of a client make, show, change and delete one', async () => {
    const made = await cognito.send(
      new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, UseCognitoProvidedValues: true }),
    )
    const ManagedLoginBrandingId = made.ManagedLoginBranding?.ManagedLoginBrandingId
    const named = { UserPoolId, ManagedLoginBrandingId }
    const shown = async () =>
      (await cognito.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId })))
        .ManagedLoginBranding
    expect(await shown()).toMatchObject({ ManagedLoginBrandingId, UseCognitoProvidedValues: true })
    const Settings = { categories: { form: { displayGraphics: false } } }
    await cognito.send(new UpdateManagedLoginBrandingCommand({ ...named, Settings, UseCognitoProvidedValues: false }))
    expect(await shown()).toMatchObject({ Settings, UseCognitoProvidedValues: false })
    await cognito.send(new DeleteManagedLoginBrandingCommand(named))
    const gone = cognito.send(new DescribeManagedLoginBrandingCommand(named))
    expect(await refused(gone)).toContain('ResourceNotFoundException')
  })

  it('those for terms know two names, links, and nothing that enforces them', async () => {
    const create = (more: object) => {
      const Links = { 'cognito:default': 'https://example.com/terms' }
      const terms = { UserPoolId, ClientId, TermsName: 'terms-of-use', TermsSource: 'LINK', Enforcement: 'NONE', Links }
      return cognito.send(new CreateTermsCommand({ ...terms, ...more } as CreateTermsCommandInput))
    }
    for (const wrong of [{ TermsName: 'imprint' }, { TermsSource: 'TEXT' }, { Enforcement: 'ALWAYS' }]) {
      expect(await refused(create(wrong)), JSON.stringify(wrong)).toContain('InvalidParameterException')
    }
    const { Terms } = await create({})
    await create({ TermsName: 'privacy-policy' })
    const named = { UserPoolId, TermsId: Terms?.TermsId }
    const listed = async () => {
      const { Terms: list = [] } = await cognito.send(new ListTermsCommand({ UserPoolId }))
      return list.map(({ TermsName }) => TermsName).toSorted()
    }
    expect(await listed()).toEqual(['privacy-policy', 'terms-of-use'])
    const Links = { 'cognito:default': 'https://example.com/new', 'cognito:french': 'https://example.com/fr' }
    await cognito.send(new UpdateTermsCommand({ ...named, Links }))
    expect((await cognito.send(new DescribeTermsCommand(named))).Terms).toMatchObject({ ClientId, Links })
    await cognito.send(new DeleteTermsCommand(named))
    expect(await listed()).toEqual(['privacy-policy'])
  })

  it('one takes away an authenticator that is lost: the next sign-in has another set up', async () => {
    const required = await pool()
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    const mfa = { UserPoolId: required, MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const app = (await client(required)).ClientId
    await user(required, 'ben')
    const begin = async () => {
      const AuthParameters = { USERNAME: 'ben', PASSWORD }
      const input = { ClientId: app, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
      return cognito.send(new InitiateAuthCommand(input))
    }
    const { Session } = await begin()
    const { SecretCode = '', ...associated } = await cognito.send(new AssociateSoftwareTokenCommand({ Session }))
    const code = { Session: associated.Session, UserCode: totpNow(SecretCode) }
    await cognito.send(new VerifySoftwareTokenCommand(code))
    const factors = async () => {
      const asked = new AdminGetUserCommand({ UserPoolId: required, Username: 'ben' })
      return (await cognito.send(asked)).UserMFASettingList
    }
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
    const named = { UserPoolId: required, Username: 'ben' }
    await cognito.send(new AdminSetUserMFAPreferenceCommand({ ...named, SoftwareTokenMfaSettings }))
    expect([(await begin()).ChallengeName, await factors()]).toEqual(['SOFTWARE_TOKEN_MFA', ['SOFTWARE_TOKEN_MFA']])
    await cognito.send(new AdminDeleteSoftwareTokenCommand(named))
    expect([(await begin()).ChallengeName, await factors()]).toEqual(['MFA_SETUP', undefined])
    const again = cognito.send(new AdminSetUserMFAPreferenceCommand({ ...named, SoftwareTokenMfaSettings }))
    expect(await refused(again)).toContain('User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA')
    const nobody = new AdminDeleteSoftwareTokenCommand({ ...named, Username: 'nobody' })
    expect(await refused(cognito.send(nobody))).toBe('UserNotFoundException: User does not exist.')
  })

  it('one names the factors of somebody', async () => {
    const factors = await cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username: 'ann' }))
    expect(factors).toMatchObject({ Username: 'ann', ConfiguredUserAuthFactors: expect.arrayContaining(['PASSWORD']) })
  })

  const LimitDefinition = { LimitClass: 'API_CATEGORY', Attributes: { Category: 'UserRead' } } as never
  const replica = () => ({ UserPoolId, RegionName: 'eu-west-1' })
  it.each<[string, () => Promise<unknown>]>([
    ['CreateUserPoolReplica', () => cognito.send(new CreateUserPoolReplicaCommand(replica()))],
    ['DeleteUserPoolReplica', () => cognito.send(new DeleteUserPoolReplicaCommand(replica()))],
    ['GetProvisionedLimit', () => cognito.send(new GetProvisionedLimitCommand({ LimitDefinition }))],
    ['ListUserPoolReplicas', () => cognito.send(new ListUserPoolReplicasCommand({ UserPoolId }))],
    [
      'UpdateProvisionedLimit',
      () => cognito.send(new UpdateProvisionedLimitCommand({ LimitDefinition, RequestedLimitValue: 1 })),
    ],
    [
      'UpdateUserPoolReplica',
      () => cognito.send(new UpdateUserPoolReplicaCommand({ ...replica(), Status: 'ACTIVE' } as never)),
    ],
  ])('%s is refused by name', async (name, call) => {
    expect(await refused(call())).toBe(`NotImplementedException: cognito-idp ${name} is not emulated by Sallyport.`)
  })
})

describe('of what only the newest SDK knows (cognito 9.7.2)', () => {
  const named = () => ({ UserPoolId, Username: 'ann' })
  it.each<[string, () => Promise<unknown>]>([
    ['AdminListUserSessions', () => cognito.send(new AdminListUserSessionsCommand(named()))],
    [
      'AdminRevokeUserSession',
      () => cognito.send(new AdminRevokeUserSessionCommand({ ...named(), SessionId: `tkn${'0'.repeat(25)}` })),
    ],
    ['GetUserPoolSessionConfiguration', () => cognito.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }))],
    [
      'SetUserPoolSessionConfiguration',
      () =>
        cognito.send(
          new SetUserPoolSessionConfigurationCommand({
            ...{ UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 20 } },
          } as never),
        ),
    ],
    [
      'GetUserPoolClientSessionConfiguration',
      () => cognito.send(new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId })),
    ],
    [
      'SetUserPoolClientSessionConfiguration',
      () =>
        cognito.send(
          new SetUserPoolClientSessionConfigurationCommand({
            ...{ UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 60 } },
          } as never),
        ),
    ],
  ])('%s is refused by name', async (name, call) => {
    expect(await refused(call())).toBe(`NotImplementedException: cognito-idp ${name} is not emulated by Sallyport.`)
  })

  it('levels of authentication and the registration of clients are kept with a pool (cognito 3.8.2)', async () => {
    const AcrConfiguration = { Level1: { AcrValue: 'urn:example:one' }, Level4: { AcrValue: 'urn:example:four' } }
    const DcrConfiguration = {
      EnableStatus: 'Enabled',
      OpenDcrEnabled: false,
      AuthenticatedGrantTypes: ['code', 'client_credentials'],
      OpenDcrGrantTypes: ['code'],
      AllowedScopes: ['orders/read'],
    }
    const settings = { PoolName: 'p', AcrConfiguration, DcrConfiguration } as never
    const { UserPool } = await cognito.send(new CreateUserPoolCommand(settings))
    const described = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }))
    expect(described.UserPool).toMatchObject({ AcrConfiguration, DcrConfiguration })
  })

  it('clients are regular ones, and none has registered itself (cognito 3.8.4)', async () => {
    const list = async (ClientType?: 'REGULAR' | 'DCR') => {
      const asked = { UserPoolId, MaxResults: 60, ClientType } as never
      const { UserPoolClients = [] } = await cognito.send(new ListUserPoolClientsCommand(asked))
      return UserPoolClients.map((each) => each.ClientId)
    }
    expect(await list()).toContain(ClientId)
    expect(await list('REGULAR')).toContain(ClientId)
    expect(await list('DCR')).toEqual([])
  })
})
