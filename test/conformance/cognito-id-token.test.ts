import {
  AdminAddUserToGroupCommand,
  AdminLinkProviderForUserCommand,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { codeAt, postForm } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const ACCOUNT = '555500000093'
const { cognito } = awsClients({ origin, account: ACCOUNT })
const { pool, client, user } = people(cognito, origin)

const ROLE = `arn:aws:iam::${ACCOUNT}:role/readers`
const ANN = {
  email: 'ann@example.com',
  email_verified: 'true',
  phone_number: '+4915112349934',
  phone_number_verified: 'false',
  address: '1 Pier, Harbor',
  'custom:level': '7',
  'custom:member': 'true',
}

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin, {
    client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
    pool: {
      Schema: [
        { Name: 'level', AttributeDataType: 'Number', Mutable: true },
        { Name: 'member', AttributeDataType: 'Boolean', Mutable: true },
      ],
    },
  })
  await user(at.UserPoolId, 'ann', ANN)
})

const signIn = async (ClientId: string, USERNAME = 'ann') => {
  const input = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters: { USERNAME, PASSWORD } }
  return decodeJwt((await cognito.send(new InitiateAuthCommand(input))).AuthenticationResult?.IdToken ?? '')
}

describe('an ID token (cognito-people 4.1)', () => {
  it('says who signed in, when, and for whom, in whole seconds', async () => {
    const id = await signIn(at.ClientId)
    expect(id).toMatchObject({
      sub: expect.any(String),
      aud: at.ClientId,
      token_use: 'id',
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${at.UserPoolId}`,
      'cognito:username': 'ann',
      jti: expect.any(String),
      origin_jti: expect.any(String),
    })
    for (const time of [id.iat, id.exp, id.auth_time]) expect(Number.isInteger(time)).toBe(true)
    for (const absent of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role', 'identities', 'nonce']) {
      expect(id).not.toHaveProperty([absent])
    }
  })

  it('has flags as such, attributes of one’s own as texts, and the address as an object', async () => {
    expect(await signIn(at.ClientId)).toMatchObject({
      email_verified: true,
      phone_number_verified: false,
      'custom:level': '7',
      'custom:member': 'true',
      address: { formatted: ANN.address },
    })
  })

  it('names groups and roles in lists, also one of each', async () => {
    const { UserPoolId, ClientId } = at
    await user(UserPoolId, 'ben')
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers', RoleArn: ROLE, Precedence: 1 }))
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'ben', GroupName: 'readers' }))
    expect(await signIn(ClientId, 'ben')).toMatchObject({
      'cognito:groups': ['readers'],
      'cognito:roles': [ROLE],
      'cognito:preferred_role': ROLE,
    })
  })

  it('names somebody by the sub where addresses are names', async () => {
    const UserPoolId = await pool({ UsernameAttributes: ['email'] })
    await user(UserPoolId, 'cleo@example.com')
    const id = await signIn((await client(UserPoolId)).ClientId, 'cleo@example.com')
    expect(id['cognito:username']).toBe(id.sub)
  })

  it('has the nonce of the request', async () => {
    const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code: await codeAt(at, { nonce: 'n-7' }) }
    expect(decodeJwt((await postForm(at, form)).body.id_token).nonce).toBe('n-7')
  })

  it('names those of a provider who are the same, with texts for flags and times', async () => {
    const { UserPoolId, ClientId } = at
    const ProviderDetails = {
      ...{ client_id: 'id', client_secret: 'secret', attributes_request_method: 'GET', authorize_scopes: 'openid' },
      oidc_issuer: 'https://idp.example.com',
    }
    const corp = { UserPoolId, ProviderName: 'Corp', ProviderType: 'OIDC' as const, ProviderDetails }
    await cognito.send(new CreateIdentityProviderCommand(corp))
    await user(UserPoolId, 'dora')
    const source = { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'd-1' }
    const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: 'dora' }
    await cognito.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: source }))
    const [identity, ...others] = (await signIn(ClientId, 'dora')).identities as Record<string, unknown>[]
    expect(others).toEqual([])
    expect(identity).toEqual({
      dateCreated: expect.stringMatching(/^\d{13}$/),
      userId: 'd-1',
      providerName: 'Corp',
      providerType: 'OIDC',
      issuer: null,
      primary: 'false',
    })
    expect(Object.keys(identity ?? {})).toEqual([
      'dateCreated',
      'userId',
      'providerName',
      'providerType',
      'issuer',
      'primary',
    ])
  })
})
