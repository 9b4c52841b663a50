import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import type { CognitoIdentityApi } from '../../generated/cognito-identity.ts'
import { callContext, HOME } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { operationInputs, servicePlane } from '../../protocol/answers.harness.ts'
import { inputsOf } from '../../protocol/inputs.harness.ts'
import { createModels } from '../../protocol/models.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createCognitoIdentityService } from './index.ts'
import { issuers, NOW, PROVIDER, sts, token } from './user-pool.harness.ts'

const model = createModels().of('cognito-identity')
const ROLE = `arn:aws:iam::${HOME.account}:role/member`

const service = createCognitoIdentityService({
  clock: manualClock(NOW * 1000),
  random: systemRandom,
  isSignedIn: async () => true,
  issuers,
})

let store: Store
let expectAnswer: ReturnType<typeof servicePlane>['expectAnswer']
let known: Record<string, readonly string[]>
beforeAll(async () => {
  store = await openSqliteStore({ path: undefined })
  expectAnswer = servicePlane({ model, services: [service, sts], store, place: HOME }).expectAnswer
  known = await somePools()
})
afterAll(() => store.close())

const call = <O extends keyof CognitoIdentityApi & string>(
  name: O,
  input: InputOf<'cognito-identity', O>,
): Promise<OutputOf<'cognito-identity', O>> => callContext(store, service).call('cognito-identity', name, input)

/** A pool with roles, somebody who has signed in, and a guest. */
async function somePools() {
  const { IdentityPoolId } = await call('CreateIdentityPool', {
    IdentityPoolName: 'p',
    AllowUnauthenticatedIdentities: true,
    CognitoIdentityProviders: [{ ProviderName: PROVIDER, ClientId: 'client' }],
  })
  await call('SetIdentityPoolRoles', { IdentityPoolId, Roles: { authenticated: ROLE, unauthenticated: ROLE } })
  const idToken = token({ 'cognito:roles': [ROLE] })
  const { IdentityId = '' } = await call('GetId', { IdentityPoolId, Logins: { [PROVIDER]: idToken } })
  const guest = await call('GetId', { IdentityPoolId })
  return {
    IdentityPoolId: [IdentityPoolId],
    IdentityId: [IdentityId, guest.IdentityId ?? ''],
    IdentityIdsToDelete: [guest.IdentityId ?? ''],
    Logins: [PROVIDER, idToken],
    ProviderName: [PROVIDER],
    ClientId: ['client'],
    IdentityProviderName: [PROVIDER],
    RoleMappings: [`${PROVIDER}:client`],
    Roles: ['authenticated', 'unauthenticated', ROLE],
    CustomRoleArn: [ROLE],
    Claim: ['cognito:roles', 'sub', '__proto__'],
    ResourceArn: [`arn:aws:cognito-identity:eu-west-1:${HOME.account}:identitypool/${IdentityPoolId}`],
  }
}

/** These would leave nothing to the others. */
const ENDS = /^(?:Delete|Unlink)/

it.each(operationInputs(model, ENDS))('an operation takes anything: %s', async (name, shape) => {
  await fc.assert(
    fc.asyncProperty(inputsOf(model, shape, { known }), async (input) => {
      await expectAnswer(name, JSON.stringify(input))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})
