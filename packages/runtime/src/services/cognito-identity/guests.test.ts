import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CognitoIdentityApi } from '../../generated/cognito-identity.ts'
import { callContext, HOME } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { Call, CallContext, InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Transact, Transaction } from '../../kernel/transaction.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createCognitoIdentityService } from './index.ts'
import { issuers, NOW, PROVIDER, sts, token } from './user-pool.harness.ts'

const ROLE = `arn:aws:iam::${HOME.account}:role/member`
const Logins = { [PROVIDER]: token({ 'cognito:roles': [ROLE] }) }

let store: Store
let IdentityPoolId: string
/** What happens once a token has been read. */
let meanwhile: () => Promise<unknown>
const service = createCognitoIdentityService({
  clock: manualClock(NOW * 1000),
  random: systemRandom,
  issuers,
  isSignedIn: () => meanwhile().then(() => true),
})
beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  meanwhile = async () => {}
  const pool = await call('CreateIdentityPool', {
    IdentityPoolName: 'p',
    AllowUnauthenticatedIdentities: true,
    CognitoIdentityProviders: [{ ProviderName: PROVIDER, ClientId: 'client', ServerSideTokenCheck: true }],
  })
  IdentityPoolId = pool.IdentityPoolId
  await call('SetIdentityPoolRoles', { IdentityPoolId, Roles: { authenticated: ROLE, unauthenticated: ROLE } })
})
afterEach(() => store.close())

function call<O extends keyof CognitoIdentityApi & string>(
  name: O,
  input: InputOf<'cognito-identity', O>,
  more: Partial<CallContext> = {},
): Promise<OutputOf<'cognito-identity', O>> {
  const context: CallContext = callContext(store, service, {
    call: ((of: string, operation: string, given: unknown) =>
      (of === 'sts' ? sts : service).operations.get(operation)?.(given, context)) as Call,
    ...more,
  })
  return context.call('cognito-identity', name, input)
}

test('a guest who signs in stays who they were, and is a guest no longer', async () => {
  const { IdentityId = '' } = await call('GetId', { IdentityPoolId })
  expect((await call('GetCredentialsForIdentity', { IdentityId })).IdentityId).toBe(IdentityId)
  await call('GetCredentialsForIdentity', { IdentityId, Logins })
  expect(await call('GetId', { IdentityPoolId, Logins })).toEqual({ IdentityId })
  await expect(call('GetCredentialsForIdentity', { IdentityId })).rejects.toMatchObject({
    message: `Access to Identity '${IdentityId}' is forbidden.`,
  })
})

test('a guest who gets no role is still a guest', async () => {
  const { IdentityId = '' } = await call('GetId', { IdentityPoolId })
  const CustomRoleArn = `${ROLE}-of-others`
  await expect(call('GetCredentialsForIdentity', { IdentityId, Logins, CustomRoleArn })).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  })
  expect((await call('GetCredentialsForIdentity', { IdentityId })).IdentityId).toBe(IdentityId)
  expect((await call('DescribeIdentity', { IdentityId })).Logins).toEqual([])
})

test('a pool that is deleted while somebody comes leaves nothing behind', async () => {
  meanwhile = () => call('DeleteIdentityPool', { IdentityPoolId })
  await expect(call('GetId', { IdentityPoolId, Logins })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  const { documents } = await store.contents()
  expect(documents.map(({ value }) => value).join('\n')).not.toContain(IdentityPoolId)
})

test('identities are deleted without a look at all others', async () => {
  const people = Array.from({ length: 30 }, (_, index) => ({ [PROVIDER]: token({ sub: `p${index}` }) }))
  const ids: string[] = []
  for (const each of people) ids.push((await call('GetId', { IdentityPoolId, Logins: each })).IdentityId ?? '')
  const looks: string[] = []
  const noting = (tx: Transaction): Transaction => ({
    get: (key) => tx.get(key),
    put: (key, value) => tx.put(key, value),
    delete: (key) => tx.delete(key),
    list: (range) => {
      looks.push(range.kind)
      return tx.list(range)
    },
  })
  const transact: Transact = (work) => store.transact((tx) => work(noting(tx)))
  await call('DeleteIdentities', { IdentityIdsToDelete: ids.slice(1) }, { transact })
  expect(looks).toEqual([])
  const { Identities = [] } = await call('ListIdentities', { IdentityPoolId, MaxResults: 60 })
  expect(Identities.map((each) => each.IdentityId)).toEqual([ids[0]])
  const logins = await store.list({ kind: 'cognito-identity/login' })
  expect(logins).toHaveLength(1)
})
