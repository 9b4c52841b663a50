import { expect, test } from 'vitest'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import { mintTemporaryKey } from '../../../kernel/session.ts'
import { signedHeaders, type TestKey } from '../../../protocol/sigv4/sigv4.harness.ts'
import { answering, api, headerOf, method, NOW, startGateway, TEST_VAULT, textOf } from '../gateway.harness.ts'

const IDENTITY = ['accessKey', 'accountId', 'caller', 'user', 'userArn'].map((name) => `$context.identity.${name}`)
const iam = method({ authorizationType: 'AWS_IAM', integration: answering(IDENTITY.join('|')) })
const TEST: TestKey = { accessKeyId: 'test', secretAccessKey: 'test' }
const HOST = 'abc123.execute-api.eu-west-1.amazonaws.com'

async function call(key?: TestKey, headers: Record<string, string> = {}) {
  const gateway = startGateway(api({ '/x': { GET: iam } }))
  const signed = key && signedHeaders({ path: '/prod/x', headers: { Host: HOST } }, key, { at: NOW })
  const response = await gateway.call('/prod/x', { headers: { ...signed, ...headers } })
  return [response.status, headerOf(response, 'x-amzn-ErrorType'), textOf(response)]
}

test('7.2.2 whoever has signed is let in, and is known to the integration', async () => {
  const account = '000000000000'
  expect(await call(TEST)).toEqual([
    200,
    undefined,
    `test|${account}|${account}|${account}|arn:aws:iam::${account}:root`,
  ])
  const session = { account, userId: 'AROAX:me', resource: 'assumed-role/r/me' }
  const key = mintTemporaryKey(session, { random: unsafeSeededRandom(), vault: TEST_VAULT })
  expect(await call(key)).toEqual([
    200,
    undefined,
    `${key.accessKeyId}|${account}|AROAX:me|AROAX:me|arn:aws:sts::${account}:assumed-role/r/me`,
  ])
})

test('9.5.1 a call that is not signed', async () => {
  expect(await call()).toEqual([
    403,
    'MissingAuthenticationTokenException',
    '{"message":"Missing Authentication Token"}',
  ])
  expect((await call(undefined, { Authorization: 'Bearer abc' })).slice(0, 2)).toEqual([
    403,
    'IncompleteSignatureException',
  ])
})

test('9.5.1 an unknown key', async () => {
  expect(await call({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' })).toEqual([
    403,
    'UnrecognizedClientException',
    '{"message":"The security token included in the request is invalid."}',
  ])
})

test('9.5.1 a wrong secret', async () => {
  const [status, type, body] = await call({ ...TEST, secretAccessKey: 'wrong' })
  expect([status, type]).toEqual([403, 'InvalidSignatureException'])
  expect(JSON.parse(String(body)).message).toMatch(/^The request signature we calculated does not match/)
})

test('a session that has ended', async () => {
  const session = { account: '000000000000', userId: 'a:b', resource: 'assumed-role/a/b', expiresAt: NOW / 1000 }
  expect(await call(mintTemporaryKey(session, { random: unsafeSeededRandom(), vault: TEST_VAULT }))).toEqual([
    403,
    'ExpiredTokenException',
    '{"message":"The security token included in the request is expired"}',
  ])
})

test('2.3.5 another account, whom nothing lets in', async () => {
  const key = { accessKeyId: '222233334444', secretAccessKey: 'test' }
  expect(await call(key)).toEqual([
    403,
    'AccessDeniedException',
    '{"Message":"User: arn:aws:iam::222233334444:root is not authorized to perform: execute-api:Invoke on resource: ' +
      'arn:aws:execute-api:eu-west-1:********0000:abc123/prod/GET/x ' +
      'because no resource-based policy allows the execute-api:Invoke action"}',
  ])
})
