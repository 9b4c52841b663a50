import { fetchAuthSession, signIn, signOut } from '@aws-amplify/auth'
import { cognitoCredentialsProvider } from '@aws-amplify/auth/cognito'
import { CreateIdentityPoolCommand, SetIdentityPoolRolesCommand } from '@aws-sdk/client-cognito-identity'
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { configureAmplify } from '../support/amplify.ts'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const account = '555500000095'
const { cognito, cognitoIdentity } = awsClients({ origin, account })
const { pool, client, user } = people(cognito, origin)

let UserPoolId: string
let ClientId: string
let IdentityPoolId: string
let provider: string
beforeAll(async () => {
  UserPoolId = await pool()
  ClientId = (await client(UserPoolId)).ClientId
  await user(UserPoolId, 'ann')
  provider = `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
  const made = await cognitoIdentity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'people',
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId }],
    }),
  )
  IdentityPoolId = made.IdentityPoolId ?? ''
  const Roles = {
    authenticated: `arn:aws:iam::${account}:role/member`,
    unauthenticated: `arn:aws:iam::${account}:role/guest`,
  }
  await cognitoIdentity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }))
})

type Credentials = NonNullable<ConstructorParameters<typeof STSClient>[0]>['credentials']
const whoHas = async (credentials: Credentials) => {
  const sts = new STSClient({ endpoint: origin, region: 'us-east-1', credentials, maxAttempts: 1 })
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn
}
const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/CognitoIdentityCredentials`

describe('credentials of an identity pool', () => {
  it('are fetched by Amplify, for a guest, for who has signed in, and for a guest again', async () => {
    const people = { userPoolId: UserPoolId, userPoolClientId: ClientId, userPoolEndpoint: origin }
    const identities = { identityPoolId: IdentityPoolId, identityPoolEndpoint: origin, allowGuestAccess: true }
    configureAmplify({ Cognito: { ...people, ...identities } })
    await cognitoCredentialsProvider.clearCredentialsAndIdentityId()
    const guest = await fetchAuthSession()
    expect(guest.tokens).toBeUndefined()
    expect(await whoHas(guest.credentials)).toBe(session('guest'))
    await signIn({ username: 'ann', password: PASSWORD })
    const member = await fetchAuthSession()
    expect(member.userSub).toBe(member.tokens?.idToken?.payload.sub)
    expect(member.identityId).toMatch(/^us-east-1:/)
    expect(await whoHas(member.credentials)).toBe(session('member'))
    await signOut()
    expect(await whoHas((await fetchAuthSession()).credentials)).toBe(session('guest'))
  })

  it('are fetched by the SDK’s own provider', async () => {
    const clientConfig = { endpoint: origin, region: 'us-east-1', maxAttempts: 1 }
    const begin = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ann', PASSWORD },
    })
    const { AuthenticationResult } = await cognito.send(begin)
    const options = { identityPoolId: IdentityPoolId, clientConfig }
    const logins = { [provider]: AuthenticationResult?.IdToken ?? '' }
    expect(await whoHas(fromCognitoIdentityPool({ ...options, logins }))).toBe(session('member'))
    expect(await whoHas(fromCognitoIdentityPool(options))).toBe(session('guest'))
    const forged = { [provider]: `${logins[provider]?.slice(0, -8)}AAAAAAAA` }
    await expect(whoHas(fromCognitoIdentityPool({ ...options, logins: forged }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    })
  })
})
