import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { templateOfFixture } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { PASSWORD, people } from '../support/people.ts'
import { type SignedCall, sendSigned } from '../support/signer.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const region = 'us-east-1'
const own = awsClients({ origin, account: '333300000039' })

let outputs: Record<string, string>
let callers: Readonly<Record<'member' | 'guest' | 'root', SignedCall['as']>>
beforeAll(async () => {
  const template = await templateOfFixture('grants-app', 'Grants')
  const stack = await stacksOf(own.cloudFormation).create(uniqueName('grants'), template, {
    Capabilities: ['CAPABILITY_IAM'],
  })
  expect(stack.StackStatus, stack.StackStatusReason).toBe('CREATE_COMPLETE')
  outputs = outputsOf(stack)
  callers = { root: own.apiGateway, member: await through({ logins: await login() }), guest: await through({}) }
}, 120_000)

/** Somebody of the user pool. */
async function login(): Promise<Record<string, string>> {
  const { ClientId = '', UserPoolId = '' } = outputs
  await people(own.cognito, origin).user(UserPoolId, 'ann')
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const { AuthenticationResult } = await own.cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
  return { [`cognito-idp.${region}.amazonaws.com/${UserPoolId}`]: AuthenticationResult?.IdToken ?? '' }
}

/** Whoever has got credentials of the identity pool. */
async function through(more: { logins?: Record<string, string> }) {
  const { IdentityPoolId: identityPoolId = '' } = outputs
  const credentials = await fromCognitoIdentityPool({
    identityPoolId,
    clientConfig: { endpoint: origin, region },
    ...more,
  })()
  return awsClients({ origin, credentials }).apiGateway
}

const idOf = (output: string) => new URL(outputs[output] ?? '').host.split('.')[0]
const restStatus = async (as: SignedCall['as'], path: string) =>
  (await sendSigned({ as, url: `${origin}/_aws/execute-api/${idOf('RestUrl')}/prod${path}` }))[0]
const httpStatus = async (as: SignedCall['as'], path: string) =>
  (await sendSigned({ as, url: `${origin}/_aws/execute-api/${idOf('HttpUrl')}${path}` }))[0]
const functionStatus = async (as: SignedCall['as']) =>
  (await sendSigned({ as, url: `${origin}/_aws/lambda-url/${idOf('FunctionUrl')}/`, service: 'lambda' }))[0]

describe('what the CDK grants to a role (api-gateway 9.5.2)', () => {
  it.each([
    ['root', [200, 200, 200, 200, 200]],
    ['member', [200, 403, 200, 403, 200]],
    ['guest', [403, 403, 403, 403, 403]],
  ] as const)('is all that %s may call', async (who, statuses) => {
    const as = callers[who]
    expect([
      await restStatus(as, '/pets'),
      await restStatus(as, '/staff'),
      await httpStatus(as, '/pets/7'),
      await httpStatus(as, '/staff'),
      await functionStatus(as),
    ]).toEqual(statuses)
  })
})
