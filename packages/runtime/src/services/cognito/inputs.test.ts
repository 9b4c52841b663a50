import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import { signed, wire } from '../../protocol/control-plane.harness.ts'
import { createControlPlane } from '../../protocol/control-plane.ts'
import { createDispatcher } from '../../protocol/dispatch.ts'
import { createModels } from '../../protocol/models.ts'
import { HOME, startCognito, type TestCognito } from './cognito.harness.ts'
import { inputsOf } from './inputs.harness.ts'

const PASSWORD = 'Harbor-42-Lantern!'
const models = createModels()
const model = models.of('cognito-idp')

let cognito: TestCognito
let known: Record<string, readonly string[]>
const faults: unknown[] = []
let plane: ReturnType<typeof createControlPlane>
beforeAll(async () => {
  cognito = await startCognito()
  const findService = async (name: string) => (name === 'cognito-idp' ? cognito : undefined)
  const { transact } = cognito.store
  plane = createControlPlane({
    dispatcher: createDispatcher({ findService, models }),
    models,
    hostMeaning: () => ({}),
    transact,
    reader: cognito.store,
    random: systemRandom,
    logger: { log: (_level, message, details) => void faults.push([message, details]), enabled: () => true },
  })
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

async function send(operation: string, body: string) {
  const headers = {
    ...signed('cognito-idp', HOME.region, HOME.account),
    'x-amz-target': `${model.targetPrefix}.${operation}`,
  }
  const response = await plane.handle(
    wire({ headers: { 'content-type': 'application/x-amz-json-1.1', ...headers }, body }),
  )
  return { ...response, body: String(response.body) }
}

/** Done, or refused in a form that clients of AWS read; nothing of it is our fault. */
async function expectAnswer(operation: string, body: string) {
  const { status, headers, body: answer } = await send(operation, body)
  const shown = `${operation} ${body.slice(0, 2000)} -> ${status} ${answer.slice(0, 500)} ${String(JSON.stringify(faults.splice(0)))}`
  expect(status === 200 || status === 400, shown).toBe(true)
  for (const [, value] of headers) expect(value, shown).toMatch(/^[\x20-\x7e]*$/)
  const read: unknown = answer === '' ? {} : JSON.parse(answer)
  if (status !== 200) expect(read, shown).toMatchObject({ __type: expect.any(String), message: expect.any(String) })
  return { status, answer }
}

/** These would leave nothing to the others. */
const ENDS = /^(?:Admin)?(?:Delete|Disable)|SignOut|Revoke|Forget/

const ofPool = () => ({ UserPoolId: known.UserPoolId?.[0] })

describe('an operation takes', () => {
  const operations = Object.entries(model.operations).flatMap(([name, { input }]) =>
    input ? [[name, input.shape] as const] : [],
  )
  const inOrder = operations.toSorted(([a], [b]) => Number(ENDS.test(a)) - Number(ENDS.test(b)))
  it.each(inOrder)('anything: %s', async (name, shape) => {
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
