import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  CreateIdentityProviderCommand,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingByClientCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  StartUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const { cognito } = awsClients({ origin: inject('origin'), account: '555500000073' })

let UserPoolId: string
beforeAll(async () => {
  UserPoolId = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'federated' }))).UserPool?.Id ?? ''
})

const OIDC = {
  client_id: 'id',
  client_secret: 'secret',
  authorize_scopes: 'openid email',
  attributes_request_method: 'GET',
  oidc_issuer: 'https://idp.example.com',
} as const
const create = (ProviderName: string) =>
  cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName,
      ProviderType: 'OIDC',
      ProviderDetails: OIDC,
      AttributeMapping: { email: 'email' },
      IdpIdentifiers: [`${ProviderName}.example.com`],
    }),
  )

describe('identity providers', () => {
  it('are made, found by name and identifier, listed, named by clients and deleted (cognito-people 12.1.2, 12.1.3, 12.1.4)', async () => {
    const { IdentityProvider } = await create('Corp')
    expect(IdentityProvider).toMatchObject({
      ProviderDetails: { ...OIDC, attributes_url_add_attributes: 'false' },
      AttributeMapping: { email: 'email', username: 'sub' },
    })
    const named = { UserPoolId, ProviderName: 'Corp' }
    const described = await cognito.send(new DescribeIdentityProviderCommand(named))
    expect(described.IdentityProvider).toEqual(IdentityProvider)
    const identified = { UserPoolId, IdpIdentifier: 'Corp.example.com' }
    const found = await cognito.send(new GetIdentityProviderByIdentifierCommand(identified))
    expect(found.IdentityProvider?.ProviderName).toBe('Corp')
    const { Providers } = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId }))
    expect(Providers).toMatchObject([{ ProviderName: 'Corp', ProviderType: 'OIDC' }])
    const client = { UserPoolId, ClientName: 'c', SupportedIdentityProviders: ['Corp'] }
    await cognito.send(new CreateUserPoolClientCommand(client))
    await cognito.send(new DeleteIdentityProviderCommand(named))
    expect(await refusalOf(cognito.send(new CreateUserPoolClientCommand(client)))).toMatchObject({
      name: 'InvalidParameterException',
      message: `The provider Corp does not exist for User Pool ${UserPoolId}.`,
    })
  })

  it('are refused under a name that AWS does not take (cognito-people 12.1.1)', async () => {
    expect(await refusalOf(create('with_underscore'))).toMatchObject({ name: 'InvalidParameterException' })
    await create('Once')
    expect(await refusalOf(create('Once'))).toMatchObject({ name: 'DuplicateProviderException' })
  })

  it('are linked to users (cognito-people 12.5.1)', async () => {
    await create('Linked')
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' }))
    await cognito.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ann' },
        SourceUser: {
          ProviderName: 'Linked',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'subject',
        },
      }),
    )
    const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ann' }))
    const identities = UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? ''
    expect(JSON.parse(identities)).toMatchObject([{ userId: 'subject', providerName: 'Linked', providerType: 'OIDC' }])
  })
})

describe('what hangs on a client', () => {
  it('has documents and bytes that come back as they were', async () => {
    const created = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'styled' }))
    const ClientId = created.UserPoolClient?.ClientId ?? ''
    const Bytes = new Uint8Array([0, 255, 1])
    const Settings = { categories: { form: { displayGraphics: true } } }
    await cognito.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId,
        ClientId,
        Settings,
        Assets: [{ Category: 'FORM_LOGO', ColorMode: 'DARK', Extension: 'PNG', Bytes }],
      }),
    )
    const shown = await cognito.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }))
    expect(shown.ManagedLoginBranding?.Settings).toEqual(Settings)
    expect(Buffer.from(shown.ManagedLoginBranding?.Assets?.[0]?.Bytes ?? [])).toEqual(Buffer.from(Bytes))
  })
})

it('imports of users are refused by name', async () => {
  const refused = await refusalOf(cognito.send(new StartUserImportJobCommand({ UserPoolId, JobId: 'import-abc' })))
  expect(refused.name).toBe('NotImplementedException')
  expect(refused.message).toContain('StartUserImportJob')
})
