import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callContext, instantTypeOf, resourceRequest } from '../../../kernel/call.harness.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { type Act, type ExistingResource, isWaitingType, type ResourceInstance } from '../../../kernel/resource-type.ts'
import { HOME, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
beforeAll(async () => {
  cognito = await startCognito()
})
afterAll(() => cognito.close())

const request = () => resourceRequest(callContext(cognito.store, cognito, { place: HOME }))

function typeOf(name: string) {
  const type = instantTypeOf(cognito, `AWS::Cognito::${name}`)
  const existing = (instance: ResourceInstance, properties: JsonObject): ExistingResource => ({
    ...instance,
    properties,
  })
  return {
    ...type,
    create: async (properties: JsonObject) => existing(await type.create(properties, request()), properties),
    update: async (properties: JsonObject, previous: ExistingResource) =>
      existing(await type.update(properties, previous, request()), properties),
    remove: (previous: ExistingResource) => type.remove(previous, request()),
  }
}

const describePool = async (UserPoolId: string) => (await cognito.call('DescribeUserPool', { UserPoolId })).UserPool

test('every property of the published specification is emulated or recorded', () => {
  const { types } = JSON.parse(readFileSync(new URL('../../../../models/resource-types.json', import.meta.url), 'utf8'))
  for (const { type, properties } of cognito.resourceTypes) {
    const whole = Object.keys(properties).filter((name) => !name.includes('.'))
    expect(whole.sort(), type).toEqual(Object.keys(types[type].properties).sort())
  }
})

/** As CloudFormation does it with a type that waits; `times`: how often the wait is taken up. */
async function actOnUser(act: Act, times = 1): Promise<ExistingResource> {
  const type = cognito.resourceTypes.find((each) => each.type === 'AWS::Cognito::UserPoolUser')
  if (!type || !isWaitingType(type)) throw new Error('it waits')
  const { ticket } = await type.begin(act, request())
  for (let i = 0; i < times; i++) await type.outcome(ticket, { ...request(), signal: new AbortController().signal })
  const properties = act.kind === 'remove' ? act.previous.properties : act.properties
  return { ...(await type.end(ticket, null, request())), properties, ticket }
}

describe('UserPoolUser, UserPoolGroup and UserPoolUserToGroupAttachment', () => {
  test('make a user, a group and a member, and are gone after removal', async () => {
    const UserPoolId = (await typeOf('UserPool').create({ UsernameAttributes: ['email'] })).physicalId
    const Username = 'ann@example.com'
    const properties = { UserPoolId, Username, MessageAction: 'SUPPRESS' }
    const { ticket: _, ...user } = await actOnUser({ kind: 'create', token: 't', properties }, 2)
    const group = await typeOf('UserPoolGroup').create({ UserPoolId, Precedence: 3 })
    expect([user.physicalId, group.physicalId]).toEqual([Username, 'stack-Logical-1A2B3C4D5E6F'])
    const membership = { UserPoolId, Username, GroupName: group.physicalId }
    const attachment = await typeOf('UserPoolUserToGroupAttachment').create(membership)
    expect(attachment.physicalId).toMatch(/^UserToGroupAttachment-/)
    const groups = async () => (await cognito.call('AdminListGroupsForUser', { UserPoolId, Username })).Groups
    await typeOf('UserPoolGroup').update({ UserPoolId, Precedence: 2 }, group)
    expect(await groups()).toMatchObject([{ GroupName: group.physicalId, Precedence: 2 }])
    for (let time = 0; time < 2; time++) await typeOf('UserPoolUserToGroupAttachment').remove(attachment)
    expect(await groups()).toEqual([])
    for (let time = 0; time < 2; time++) await typeOf('UserPoolGroup').remove(group)
    await actOnUser({ kind: 'remove', token: 't', previous: user }, 2)
    await expect(groups()).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('take nobody for theirs who was there before', async () => {
    const UserPoolId = (await typeOf('UserPool').create({})).physicalId
    const properties = { UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' }
    await cognito.call('AdminCreateUser', properties)
    cognito.clock.advance(1000)
    const creation = { kind: 'create', token: 't', properties } as const
    await expect(actOnUser(creation)).rejects.toMatchObject({ code: 'UsernameExistsException' })
    // The rollback of that creation.
    const ticket = { kind: 'create', begunAt: cognito.clock.now() }
    const previous = { physicalId: 'ann', attributes: {}, properties, ticket }
    await actOnUser({ kind: 'remove', token: 't', previous })
    expect(await cognito.call('AdminGetUser', { UserPoolId, Username: 'ann' })).toBeDefined()
  })
})

describe('UserPool', () => {
  test('has a generated name, the attributes of the specification, and is gone after removal', async () => {
    const type = typeOf('UserPool')
    const pool = await type.create({})
    const id = pool.physicalId
    expect(pool.attributes).toEqual({
      Arn: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${id}`,
      ProviderName: `cognito-idp.us-east-1.amazonaws.com/${id}`,
      ProviderURL: `https://cognito-idp.us-east-1.amazonaws.com/${id}`,
      UserPoolId: id,
    })
    expect((await describePool(id))?.Name).toBe('stack-Logical-1A2B3C4D5E6F')
    await type.remove(pool)
    await type.remove(pool)
    await expect(describePool(id)).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  test('an update keeps the id and replaces with defaults', async () => {
    const type = typeOf('UserPool')
    const pool = await type.create({ UserPoolName: 'named', UserPoolTags: { a: 'b' }, DeletionProtection: 'ACTIVE' })
    const updated = await type.update({ UserPoolName: 'renamed' }, pool)
    expect(updated.physicalId).toBe(pool.physicalId)
    expect(await describePool(pool.physicalId)).toMatchObject({
      Name: 'renamed',
      UserPoolTags: {},
      DeletionProtection: 'INACTIVE',
    })
  })

  test('second factors go to the operation that knows them', async () => {
    const type = typeOf('UserPool')
    const properties = {
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
      EmailAuthenticationMessage: 'code {####}',
      EmailAuthenticationSubject: 'code',
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn: 'arn:aws:ses:us-east-1:1:identity/x' },
      WebAuthnRelyingPartyID: 'example.com',
      WebAuthnUserVerification: 'preferred',
    }
    const pool = await type.create(properties)
    const mfa = () => cognito.call('GetUserPoolMfaConfig', { UserPoolId: pool.physicalId })
    expect(await mfa()).toEqual({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: { Message: 'code {####}', Subject: 'code' },
      WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'preferred' },
    })
    await type.update({}, pool)
    expect(await mfa()).toEqual({ MfaConfiguration: 'OFF' })
  })

  test('second factors taken out of the template leave SMS, if MFA stays on', async () => {
    const type = typeOf('UserPool')
    const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' }
    const sms = { MfaConfiguration: 'ON', SmsConfiguration }
    const pool = await type.create({ ...sms, EnabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] })
    await type.update(sms, pool)
    expect(await cognito.call('GetUserPoolMfaConfig', { UserPoolId: pool.physicalId })).toEqual({
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration },
    })
  })

  test('MFA without factors means SMS and needs it', async () => {
    await expect(typeOf('UserPool').create({ MfaConfiguration: 'ON' })).rejects.toMatchObject({
      message: 'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    })
  })

  test.each([
    ['AliasAttributes', ['email'], ['phone_number']],
    ['UsernameAttributes', undefined, ['email']],
    ['UsernameConfiguration', { CaseSensitive: true }, { CaseSensitive: false }],
  ])('%s cannot change', async (property, before, after) => {
    const type = typeOf('UserPool')
    const pool = await type.create(before === undefined ? {} : { [property]: before })
    await expect(type.update({ [property]: after }, pool)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: `Updates are not allowed for property - ${property}.`,
    })
  })

  test('attributes can be added, not changed or removed', async () => {
    const type = typeOf('UserPool')
    const one = { Name: 'one', AttributeDataType: 'String', Mutable: true }
    const two = { Name: 'two', AttributeDataType: 'Number' }
    const pool = await type.update({ Schema: [one, two] }, await type.create({ Schema: [one] }))
    // A template that says nothing of it means an attribute that stays as it is.
    expect((await describePool(pool.physicalId))?.SchemaAttributes?.at(-1)).toMatchObject({
      Name: 'custom:two',
      Mutable: false,
    })
    await type.update({ Schema: [one, { ...two, Mutable: false }] }, pool)
    for (const Schema of [[one], [{ ...one, Mutable: false }, two]]) {
      await expect(type.update({ Schema }, pool)).rejects.toMatchObject({
        message: 'Existing schema attributes cannot be modified or deleted.',
      })
    }
  })
})

describe('what belongs to a pool', () => {
  let UserPoolId: string
  beforeAll(async () => {
    UserPoolId = (await typeOf('UserPool').create({})).physicalId
  })

  test('UserPoolResourceServer: Ref is the identifier', async () => {
    const type = typeOf('UserPoolResourceServer')
    const properties = { UserPoolId, Identifier: 'api', Name: 'Api' }
    const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
    const server = await type.update({ ...properties, Scopes }, await type.create(properties))
    expect([server.physicalId, server.attributes]).toEqual(['api', {}])
    const { ResourceServer } = await cognito.call('DescribeResourceServer', { UserPoolId, Identifier: 'api' })
    expect(ResourceServer?.Scopes).toEqual(Scopes)
    await type.remove(server)
    await type.remove(server)
  })

  test('UserPoolClient: an update keeps id and secret', async () => {
    const servers = typeOf('UserPoolResourceServer')
    const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
    await servers.create({ UserPoolId, Identifier: 'api2', Name: 'Api', Scopes })
    const type = typeOf('UserPoolClient')
    const properties = {
      UserPoolId,
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['api2/read'],
    }
    const client = await type.create(properties)
    expect(client.attributes).toEqual({
      ClientId: client.physicalId,
      Name: 'stack-Logical-1A2B3C4D5E6F',
      ClientSecret: expect.stringMatching(/^[0-9a-v]{52}$/),
    })
    const updated = await type.update({ ...properties, ClientName: 'other', AccessTokenValidity: 2 }, client)
    expect(updated.attributes).toEqual({ ...client.attributes, Name: 'other' })
    await type.remove(client)
    await type.remove(client)
  })

  test('UserPoolClient: a public one has no ClientSecret', async () => {
    const client = await typeOf('UserPoolClient').create({ UserPoolId, ClientName: 'public' })
    expect(client.attributes).not.toHaveProperty('ClientSecret')
  })

  test('UserPoolDomain: what goes from the template returns to its default', async () => {
    const type = typeOf('UserPoolDomain')
    const properties = { UserPoolId, Domain: 'back-to-default' }
    const Routing = { Failover: { SecondaryRegion: 'us-west-2', PrimaryRoute53HealthCheckId: 'x' } }
    const domain = await type.create({ ...properties, ManagedLoginVersion: 2, Routing })
    await type.update(properties, domain)
    const { DomainDescription } = await cognito.call('DescribeUserPoolDomain', { Domain: 'back-to-default' })
    expect(DomainDescription?.ManagedLoginVersion).toBe(1)
    expect(DomainDescription?.Routing).toBeUndefined()
    await type.remove(domain)
  })

  test('UserPoolClient: what goes from the template returns to its default', async () => {
    const type = typeOf('UserPoolClient')
    const properties = { UserPoolId, ClientName: 'back', GenerateSecret: true }
    const client = await type.create({
      ...properties,
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes' },
      EnableTokenRevocation: false,
      CallbackURLs: ['https://a.example'],
      AuthSessionValidity: 10,
    })
    const updated = await type.update(properties, client)
    expect([updated.physicalId, updated.attributes]).toEqual([client.physicalId, client.attributes])
    const { UserPoolClient } = await cognito.call('DescribeUserPoolClient', {
      UserPoolId,
      ClientId: client.physicalId,
    })
    const { ClientId, ClientSecret, LastModifiedDate, CreationDate, ...settings } = UserPoolClient ?? {}
    expect(settings).toEqual({
      UserPoolId,
      ClientName: 'back',
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: 'REGULAR',
    })
  })

  test('UserPoolDomain: Ref is the prefix; removing it twice, or once it is another pool’s, is fine', async () => {
    const type = typeOf('UserPoolDomain')
    const domain = await type.create({ UserPoolId, Domain: 'by-template' })
    expect(domain.physicalId).toBe('by-template')
    expect(domain.attributes.CloudFrontDistribution).toMatch(/\.cloudfront\.net$/)
    expect(await type.update({ UserPoolId, Domain: 'by-template', ManagedLoginVersion: 2 }, domain)).toMatchObject({
      attributes: domain.attributes,
    })
    await type.remove(domain)
    await type.remove(domain)
    const other = (await typeOf('UserPool').create({})).physicalId
    await type.create({ UserPoolId: other, Domain: 'by-template' })
    await type.remove(domain)
    expect((await describePool(other))?.Domain).toBe('by-template')
  })
})

describe('what hangs on a pool', () => {
  test('is made, changed in place, and gone after removal, twice', async () => {
    const pool = await typeOf('UserPool').create({ UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } })
    const UserPoolId = pool.physicalId
    const client = await typeOf('UserPoolClient').create({ UserPoolId })
    const ClientId = client.physicalId
    const details = { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' }
    const google = { UserPoolId, ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: details }
    const links = { 'cognito:default': 'https://example.com' }
    const termsOfUse = { TermsName: 'terms-of-use', TermsSource: 'LINK', Enforcement: 'NONE', Links: links }
    await typeOf('UserPoolDomain').create({ UserPoolId, Domain: 'attached' })

    const cases: readonly (readonly [string, JsonObject, JsonObject, RegExp, readonly string[]])[] = [
      ['UserPoolIdentityProvider', { ...google, AttributeMapping: { email: 'e' } }, google, /^Google$/, []],
      [
        'ManagedLoginBranding',
        { UserPoolId, ClientId, Settings: {} },
        { UserPoolId, ClientId },
        /^[\da-f-]{36}$/,
        ['ManagedLoginBrandingId'],
      ],
      [
        'Terms',
        { UserPoolId, ClientId, ...termsOfUse },
        { UserPoolId, ClientId, ...termsOfUse },
        /^[\da-f-]{36}$/,
        ['TermsId'],
      ],
      ['LogDeliveryConfiguration', { UserPoolId, LogConfigurations: [] }, { UserPoolId }, /^us-east-1_/, ['Id']],
      [
        'UserPoolUICustomizationAttachment',
        { UserPoolId, ClientId, CSS: 'a' },
        { UserPoolId, ClientId },
        /-ALL$|-\w+$/,
        [],
      ],
      [
        'UserPoolRiskConfigurationAttachment',
        { UserPoolId, ClientId: 'ALL' },
        { UserPoolId, ClientId: 'ALL' },
        /-ALL$/,
        [],
      ],
    ]
    for (const [name, properties, changed, ref, attributes] of cases) {
      const type = typeOf(name)
      const made = await type.create(properties)
      expect(made.physicalId, name).toMatch(ref)
      expect(Object.keys(made.attributes), name).toEqual(attributes)
      const updated = await type.update(changed, made)
      expect(updated.physicalId, name).toBe(made.physicalId)
      for (let time = 0; time < 2; time++) await type.remove(updated)
    }
    expect((await cognito.call('ListIdentityProviders', { UserPoolId })).Providers).toEqual([])
  })
})
