import { describe, expect, it, test } from 'vitest'
import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import { mintTemporaryKey } from '../../../kernel/session.ts'
import { signedHeaders, type TestKey } from '../../../protocol/sigv4/sigv4.harness.ts'
import type { MethodDefinition } from '../definition.ts'
import { api, createPool, headerOf, method, NOW, startGateway, TEST_VAULT, textOf } from '../gateway.harness.ts'

const ARN = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/prod/GET/x'
const pool = createPool('eu-west-1_Pool1')
const identitySource = 'method.request.header.Authorization'
const authorizers = {
  pool: { id: 'pool', name: 'p', type: 'COGNITO_USER_POOLS', providerARNs: [pool.issuer.poolArn], identitySource },
  guard: {
    id: 'guard',
    name: 'g',
    type: 'TOKEN',
    authorizerUri:
      'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:g/invocations',
    identitySource,
  },
}

const statement = (Effect: string, more: JsonObject = {}): JsonObject => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: `${ARN.slice(0, ARN.indexOf('/'))}/*`,
  ...more,
})
const ALLOW = statement('Allow')
const DENY = statement('Deny')
const SILENT = statement('Allow', { Resource: 'arn:other' })

let asked = 0
function functionThatSays(Effect: string | undefined): FunctionCaller {
  asked = 0
  const Statement = Effect === undefined ? [] : [{ Effect, Action: '*', Resource: '*' }]
  const payload = Buffer.from(JSON.stringify({ principalId: 'p', policyDocument: { Statement } }))
  return {
    async invoke() {
      asked++
      return { requestId: 'r', executedVersion: '$LATEST', payload, error: false }
    },
    enqueue: () => Promise.reject(new Error('not called')),
    settled: async () => undefined,
  }
}

async function call(
  statements: readonly JsonObject[],
  definition: Partial<MethodDefinition> = {},
  headers: Record<string, string> = {},
  says?: string,
) {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const definitions = api({ '/x': { GET: method(definition) } }, { policy, authorizers })
  const gateway = startGateway(definitions, {}, undefined, undefined, functionThatSays(says))
  gateway.addPool(pool)
  const response = await gateway.call('/prod/x', { headers })
  return [response.status, headerOf(response, 'x-amzn-ErrorType'), textOf(response)]
}

const MASKED = ARN.replace('000000000000', '********0000')
const refusedTo = (who: string, why: string) => [
  403,
  'AccessDeniedException',
  `{"Message":"User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${MASKED} ${why}"}`,
]
const EXPLICIT = 'with an explicit deny in a resource-based policy'
const IMPLICIT = 'because no resource-based policy allows the execute-api:Invoke action'

describe('9.5.3 with NONE the policy must allow', () => {
  test.each<[string, JsonObject[], unknown[]]>([
    ['allows', [ALLOW], [200]],
    ['2.3.4 denies', [ALLOW, DENY], refusedTo('anonymous', EXPLICIT)],
    ['2.3.4 says nothing', [SILENT], refusedTo('anonymous', IMPLICIT)],
    [
      'allows somebody else',
      [statement('Allow', { Principal: { AWS: '000000000000' } })],
      refusedTo('anonymous', IMPLICIT),
    ],
    [
      '9.5.5 allows an address',
      [statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.1' } } })],
      [200],
    ],
    [
      '9.5.5 allows another address',
      [statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      refusedTo('anonymous', IMPLICIT),
    ],
    [
      '9.5.5 denies what does not come from a VPC',
      [ALLOW, statement('Deny', { Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } })],
      refusedTo('anonymous', EXPLICIT),
    ],
  ])('%s', async (_name, statements, expected) => {
    expect((await call(statements)).slice(0, expected.length)).toEqual(expected)
  })
})

describe('9.5.2 with a user pool both must allow', () => {
  const guarded = { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'pool' }
  const token = { Authorization: pool.idToken() }
  it('lets in whom both let in', async () => {
    expect((await call([ALLOW], guarded, token))[0]).toBe(200)
    expect((await call([ALLOW], guarded))[0]).toBe(401)
    expect(await call([SILENT], guarded, token)).toEqual(refusedTo('anonymous', IMPLICIT))
    expect((await call([SILENT], guarded))[0]).toBe(401)
    expect(await call([DENY], guarded)).toEqual(refusedTo('anonymous', EXPLICIT))
  })
})

describe('9.5.2 8.20 with a function one must allow and none deny', () => {
  const guarded = { authorizationType: 'CUSTOM', authorizerId: 'guard' }
  const token = { Authorization: 't' }
  test.each<[string, JsonObject, string | undefined, number]>([
    ['both allow', ALLOW, 'Allow', 200],
    ['the policy allows', ALLOW, undefined, 200],
    ['the function allows', SILENT, 'Allow', 200],
    ['nobody allows', SILENT, undefined, 403],
    ['the function denies', ALLOW, 'Deny', 403],
  ])('%s', async (_name, policy, says, status) => {
    expect((await call([policy], guarded, token, says))[0]).toBe(status)
    expect(asked).toBe(1)
  })
  it('is not asked about what the policy denies', async () => {
    expect(await call([DENY], guarded, token, 'Allow')).toEqual(refusedTo('anonymous', EXPLICIT))
    expect(asked).toBe(0)
  })
})

describe('9.5.2 with AWS_IAM', () => {
  const guarded = { authorizationType: 'AWS_IAM' }
  const host = { Host: 'abc123.execute-api.eu-west-1.amazonaws.com' }
  const by = (key: TestKey, ...statements: JsonObject[]) =>
    call(statements, guarded, signedHeaders({ path: '/prod/x', headers: host }, key, { at: NOW }))
  const own: TestKey = { accessKeyId: 'test', secretAccessKey: 'test' }
  const other: TestKey = { accessKeyId: '222233334444', secretAccessKey: 'test' }
  const OTHER = 'arn:aws:iam::222233334444:root'

  it('the own account needs no more than that nothing denies it', async () => {
    expect((await by(own, SILENT))[0]).toBe(200)
    expect(await by(own, ALLOW, DENY)).toEqual(refusedTo('arn:aws:iam::000000000000:root', EXPLICIT))
  })
  test.each<[string | JsonObject, boolean]>([
    ['*', true],
    [{ AWS: '222233334444' }, true],
    [{ AWS: OTHER }, true],
    [{ AWS: '000000000000' }, false],
  ])('another account needs a policy that allows it: %j', async (Principal, allowed) => {
    const result = await by(other, statement('Allow', { Principal }))
    if (allowed) expect(result[0]).toBe(200)
    else expect(result).toEqual(refusedTo(OTHER, IMPLICIT))
  })
  it('a session is known by its role', async () => {
    const session = { account: '222233334444', userId: 'AROAX:me', resource: 'assumed-role/caller/me' }
    const key = mintTemporaryKey(session, { random: unsafeSeededRandom(), vault: TEST_VAULT })
    const to = (AWS: string) => by(key, statement('Allow', { Principal: { AWS } }))
    expect((await to('arn:aws:iam::222233334444:role/caller'))[0]).toBe(200)
    expect((await to('arn:aws:sts::222233334444:assumed-role/caller/me'))[0]).toBe(200)
    expect((await to('arn:aws:iam::222233334444:role/other'))[0]).toBe(403)
  })
  it('is verified first', async () => {
    expect((await call([DENY], guarded))[1]).toBe('MissingAuthenticationTokenException')
  })
})
