import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { operationInputs, servicePlane } from '../../protocol/answers.harness.ts'
import { inputsOf } from '../../protocol/inputs.harness.ts'
import { createModels } from '../../protocol/models.ts'
import { HOME, startCognito, type TestCognito } from './cognito.harness.ts'

const PASSWORD = 'Harbor-42-Lantern!'
const model = createModels().of('cognito-idp')

let cognito: TestCognito
let known: Record<string, readonly string[]>
let expectAnswer: ReturnType<typeof servicePlane>['expectAnswer']
beforeAll(async () => {
  cognito = await startCognito()
  const { store } = cognito
  expectAnswer = servicePlane({ model, services: [cognito], store, place: HOME }).expectAnswer
  known = await somePeople()
}, 60_000)
afterAll(() => cognito.close())

async function somePeople() {
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'p', AutoVerifiedAttributes: ['email'] })
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  const ClientId = UserPoolClient?.ClientId ?? ''
  const UserAttributes = [
    { Name: 'email', Value: 'ann@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', UserAttributes, MessageAction: 'SUPPRESS' })
  await cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password: PASSWORD, Permanent: true })
  await cognito.call('CreateGroup', { UserPoolId, GroupName: 'admins' })
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const begun = await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
  const { AccessToken = '', RefreshToken = '' } = begun.AuthenticationResult ?? {}
  const { Session = '' } = await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters })
  const parameters = ['USERNAME', 'PASSWORD', 'SRP_A', 'REFRESH_TOKEN', 'ANSWER', 'ann', PASSWORD]
  return {
    UserPoolId: [UserPoolId],
    ClientId: [ClientId],
    Username: ['ann', 'bob', 'nobody'],
    Name: ['email', 'custom:tier', 'preferred_username', 'sub'],
    Value: ['ann@example.com', 'true', ''],
    GroupName: ['admins', 'others'],
    AccessToken: [AccessToken],
    RefreshToken: [RefreshToken],
    Token: [RefreshToken],
    Session: [Session],
    Password: [PASSWORD, 'short'],
    Filter: ['username = "ann"', 'email ^= "a"', 'status = "Enabled"', 'name = ', '"', 'sub ^= "\\""', 'a = "\\\\"'],
    AuthParameters: parameters,
    ChallengeResponses: parameters,
    ProviderName: ['Corp'],
    ResourceArn: [`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${UserPoolId}`],
  }
}

/** These would leave nothing to the others. */
const ENDS = /^(?:Admin)?(?:Delete|Disable)|SignOut|Revoke|Forget/

const ofPool = () => ({ UserPoolId: known.UserPoolId?.[0] })

describe('an operation takes', () => {
  it.each(operationInputs(model, ENDS))('anything: %s', async (name, shape) => {
    await fc.assert(
      fc.asyncProperty(inputsOf(model, shape, { known }), async (input) => {
        await expectAnswer(name, JSON.stringify(input))
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })

  it.each<[what: string, operation: string, input: () => object]>([
    ['attributes to get', 'ListUsers', () => ({ ...ofPool(), AttributesToGet: many(() => 'email') })],
    [
      'names of attributes',
      'AdminDeleteUserAttributes',
      () => ({ ...ofPool(), Username: 'x', UserAttributeNames: many((i) => `a${i}`) }),
    ],
    [
      'providers',
      'CreateUserPoolClient',
      () => ({ ...ofPool(), ClientName: 'x', SupportedIdentityProviders: many((i) => `P${i}`) }),
    ],
    [
      'too many values',
      'ListUsers',
      () => ({ ...ofPool(), AttributesToGet: [...many(() => 'a'), ...many(() => 'a')] }),
    ],
  ])('a list of ninety thousand %s', async (_, operation, input) => {
    await expectAnswer(operation, JSON.stringify(input()))
  })
})

const many = <T>(make: (i: number) => T) => Array.from({ length: 90_000 }, (_, i) => make(i))
