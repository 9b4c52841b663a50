import {
  AdminListGroupsForUserCommand,
  DescribeUserPoolClientCommand,
  GetGroupCommand,
  GetLogDeliveryConfigurationCommand,
  GetUICustomizationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { people } from '../support/people.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '555500000089'
const { cognito, cloudFormation } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const { messages } = people(cognito, origin)

type Properties = Readonly<Record<string, unknown>>
const ADDRESS = 'ann@example.com'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const domain = uniqueName('stack')
const pool = { Ref: 'Pool' }
const client = { Ref: 'Client' }
const terms = { TermsName: 'terms-of-use', TermsSource: 'LINK', Enforcement: 'NONE' }
const logs = (LogGroup: string) => ({
  LogConfigurations: [
    {
      LogLevel: 'ERROR',
      EventSource: 'userNotification',
      CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${LogGroup}` },
    },
  ],
})

/** Every type beside the pool itself, as it is made first. */
const BEGINNING: Readonly<Record<string, Properties>> = {
  Client: { ClientName: 'app', GenerateSecret: true },
  Server: { Identifier: 'orders', Name: 'Orders' },
  Domain: { Domain: domain },
  User: { Username: ADDRESS, DesiredDeliveryMediums: ['EMAIL'], UserAttributes: [{ Name: 'email', Value: ADDRESS }] },
  Group: { GroupName: 'readers', Precedence: 5 },
  UserToGroupAttachment: { Username: ADDRESS, GroupName: 'readers' },
  IdentityProvider: {
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: 'id',
      client_secret: 'secret',
      attributes_request_method: 'GET',
      authorize_scopes: 'openid',
      oidc_issuer: 'https://idp.example.com',
    },
    IdpIdentifiers: ['corp.example.com'],
  },
  UICustomizationAttachment: { ClientId: 'ALL', CSS: '.label-customizable {font-weight: 400;}' },
  RiskConfigurationAttachment: { ClientId: 'ALL' },
  LogDelivery: logs('first'),
  Branding: { ClientId: client, UseCognitoProvidedValues: true },
  Terms: { ClientId: client, ...terms, Links: { 'cognito:default': 'https://example.com/terms' } },
}

const TYPES: Readonly<Record<string, string>> = {
  LogDelivery: 'LogDeliveryConfiguration',
  Branding: 'ManagedLoginBranding',
  Terms: 'Terms',
  Server: 'UserPoolResourceServer',
}
/** What is named by texts alone. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  UICustomizationAttachment: ['Domain'],
  UserToGroupAttachment: ['User', 'Group'],
}
/** Attributes that `Fn::GetAtt` knows. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Pool: ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'],
  Client: ['ClientId', 'ClientSecret', 'Name'],
  Domain: ['CloudFrontDistribution'],
  LogDelivery: ['Id'],
  Branding: ['ManagedLoginBrandingId'],
  Terms: ['TermsId'],
}

function template(resources: Readonly<Record<string, Properties>>, outputs = ATTRIBUTES) {
  const parts = Object.entries(resources).map(([name, given]) => {
    const Type = `AWS::Cognito::${TYPES[name] ?? `UserPool${name}`}`
    const DependsOn = NEEDS[name] ?? []
    return [name, { Type, DependsOn, Properties: { UserPoolId: pool, ...given } }] as const
  })
  const Pool = {
    Type: 'AWS::Cognito::UserPool',
    Properties: { UsernameAttributes: ['email'], UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
  }
  const Outputs = Object.entries(outputs).flatMap(([name, attributes]) =>
    attributes.map((attribute) => [`${name}${attribute}`, { Value: { 'Fn::GetAtt': [name, attribute] } }] as const),
  )
  return { Resources: { Pool, ...Object.fromEntries(parts) }, Outputs: Object.fromEntries(Outputs) }
}

/** What failed, and why. */
const failuresOf = async (stack: string) =>
  (await stacks.events(stack))
    .filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('FAILED'))
    .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`)

let name: string
let ids: Record<string, string>
let outputs: Record<string, string>
beforeAll(async () => {
  name = uniqueName('people')
  const stack = await stacks.create(name, template(BEGINNING))
  expect(stack.StackStatus, String(await failuresOf(name))).toBe('CREATE_COMPLETE')
  ids = await stacks.ids(name)
  outputs = outputsOf(stack)
})

describe('a stack of everything that a pool has', () => {
  it('shows each by what AWS shows (cognito 6.5) (cognito-people 13.1)', () => {
    const { Pool: id = '', Client = '' } = ids
    expect(ids).toEqual({
      Pool: expect.stringMatching(/^us-east-1_[0-9A-Za-z]{9}$/),
      Client: expect.stringMatching(/^[0-9a-v]{25,26}$/),
      Server: 'orders',
      Domain: domain,
      User: ADDRESS,
      Group: 'readers',
      UserToGroupAttachment: expect.stringMatching(/^UserToGroupAttachment-/),
      IdentityProvider: 'Corp',
      UICustomizationAttachment: `UserPoolUICustomizationAttachment-${id}-ALL`,
      RiskConfigurationAttachment: `UserPoolRiskConfigurationAttachment-${id}-ALL`,
      LogDelivery: id,
      Branding: expect.stringMatching(UUID),
      Terms: expect.stringMatching(UUID),
    })
    expect(outputs).toEqual({
      PoolArn: `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${id}`,
      PoolProviderName: `cognito-idp.us-east-1.amazonaws.com/${id}`,
      PoolProviderURL: expect.stringContaining(`cognito-idp.us-east-1.amazonaws.com/${id}`),
      PoolUserPoolId: id,
      ClientClientId: Client,
      ClientClientSecret: expect.stringMatching(/^[0-9a-v]{50,52}$/),
      ClientName: 'app',
      DomainCloudFrontDistribution: expect.any(String),
      LogDeliveryId: id,
      BrandingManagedLoginBrandingId: ids.Branding,
      TermsTermsId: ids.Terms,
    })
  })

  it('names somebody by the address that the template gives, and sends the invitation there (cognito-people 13.2)', async () => {
    expect(ids.User).toBe(ADDRESS)
    const [invitation] = await messages(ids.Pool ?? '')
    expect(invitation).toMatchObject({ kind: 'AdminCreateUser', medium: 'EMAIL', destination: ADDRESS })
  })

  it('has members of groups that wait for both, since names alone are no reference (cognito-people 13.3)', async () => {
    const named = { UserPoolId: ids.Pool, Username: ADDRESS }
    const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand(named))
    expect(Groups.map(({ GroupName }) => GroupName)).toEqual(['readers'])
    const { Pool, User, Group, UserToGroupAttachment } = template(BEGINNING).Resources as Record<string, object>
    const Resources = { Pool, User, Group, UserToGroupAttachment: { ...UserToGroupAttachment, DependsOn: [] } }
    const early = uniqueName('early')
    expect((await stacks.create(early, { Resources })).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await failuresOf(early)).toContainEqual(
      expect.stringMatching(/^UserToGroupAttachment: .*User does not exist\./),
    )
  })
})

describe('a change of the stack', () => {
  // Of each what is changed in place, and what takes a new one. A domain cannot: a pool has one at a time.
  const IN_PLACE: Readonly<Record<string, Properties>> = {
    Client: { ClientName: 'renamed' },
    Server: { Name: 'Changed' },
    Group: { Precedence: 7, Description: 'changed', RoleArn: `arn:aws:iam::${ACCOUNT}:role/readers` },
    IdentityProvider: { AttributeMapping: { email: 'email' }, IdpIdentifiers: [] },
    UICustomizationAttachment: { CSS: '.label-customizable {font-weight: 300;}' },
    RiskConfigurationAttachment: { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } },
    LogDelivery: logs('second'),
    Branding: { UseCognitoProvidedValues: false, Settings: { categories: { form: { displayGraphics: true } } } },
    Terms: { Links: { 'cognito:default': 'https://example.com/other' } },
  }
  const REPLACING: Readonly<Record<string, Properties>> = {
    Client: { GenerateSecret: false },
    Server: { Identifier: 'invoices' },
    User: { Username: 'ben@example.com' },
    Group: { GroupName: 'writers' },
    UserToGroupAttachment: { Username: 'ben@example.com', GroupName: 'writers' },
    IdentityProvider: { ProviderName: 'Other' },
    UICustomizationAttachment: { ClientId: client },
    RiskConfigurationAttachment: { ClientId: client },
  }
  const merged = (...changes: Readonly<Record<string, Properties>>[]) =>
    Object.fromEntries(
      Object.entries(BEGINNING).map(([part, given]) => [
        part,
        Object.assign({}, given, ...changes.map((change) => change[part] ?? {})) as Properties,
      ]),
    )

  it('keeps what may be changed in place, and replaces the rest (cognito 6.5) (cognito-people 13.1)', async () => {
    const changed = await stacks.update(name, template(merged(IN_PLACE)))
    expect(changed.StackStatus, String(await failuresOf(name))).toBe('UPDATE_COMPLETE')
    expect(await stacks.ids(name)).toEqual(ids)
    const UserPoolId = ids.Pool
    const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId, GroupName: 'readers' }))
    expect(Group).toMatchObject(IN_PLACE.Group ?? {})
    const { LogDeliveryConfiguration } = await cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }))
    expect(LogDeliveryConfiguration).toMatchObject(logs('second'))
    const { UICustomization } = await cognito.send(new GetUICustomizationCommand({ UserPoolId }))
    expect(UICustomization?.CSS).toContain('300')

    const { ClientSecret: _, ...known } = { ClientSecret: '', ...ATTRIBUTES }
    const shown = { ...known, Client: ['ClientId'] }
    const replaced = await stacks.update(name, template(merged(IN_PLACE, REPLACING), shown))
    expect(replaced.StackStatus, String(await failuresOf(name))).toBe('UPDATE_COMPLETE')
    const after = await stacks.ids(name)
    const same = Object.keys(ids).filter((part) => ids[part] === after[part])
    // The style and the terms are those of the new client.
    expect(same.toSorted()).toEqual(['Domain', 'LogDelivery', 'Pool'])
    expect(after).toMatchObject({
      Server: 'invoices',
      Group: 'writers',
      User: 'ben@example.com',
      IdentityProvider: 'Other',
    })
    const gone = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: ids.Client })
    await expect(cognito.send(gone)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect((await stacks.delete(name)).StackStatus).toBe('DELETE_COMPLETE')
  })
})
