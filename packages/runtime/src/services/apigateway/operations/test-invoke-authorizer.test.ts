import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AuthorizerTest, AuthorizerTestResult } from '../../../gateway/test-ports.ts'
import {
  createApi,
  createAuthorizer,
  HOME,
  refusal,
  startApiGateway,
  type TestApiGateway,
} from '../apigateway.harness.ts'

let gateway: TestApiGateway
let at: { restApiId: string; authorizerId: string }
let result: AuthorizerTestResult
const tests: AuthorizerTest[] = []
beforeEach(async () => {
  tests.length = 0
  result = { clientStatus: 401, log: 'told', latencyMs: 7 }
  gateway = await startApiGateway({
    testAuthorizer: async (given) => {
      tests.push(given)
      return result
    },
  })
  const { restApiId } = await createApi(gateway)
  at = { restApiId, authorizerId: await createAuthorizer(gateway, restApiId) }
})
afterEach(() => gateway.close())

test('a caller who is refused is the result of a test that has succeeded', async () => {
  expect(await gateway.call('TestInvokeAuthorizer', at)).toEqual({ clientStatus: 401, log: 'told', latency: 7 })
})

test('3.1.8: what is known of a caller is shown, the context in lists', async () => {
  result = {
    ...result,
    clientStatus: 0,
    principalId: 'ada',
    policy: '{}',
    context: { team: 'a' },
    claims: { sub: 'user' },
  }
  expect(await gateway.call('TestInvokeAuthorizer', at)).toEqual({
    clientStatus: 0,
    log: 'told',
    latency: 7,
    principalId: 'ada',
    policy: '{}',
    authorization: { team: ['a'] },
    claims: { sub: 'user' },
  })
})

test('the authorizer is asked as it is now, without a deployment', async () => {
  await gateway.call('TestInvokeAuthorizer', {
    ...at,
    pathWithQueryString: '/?a=1',
    headers: { 'X-A': '1', 'x-b': 'single' },
    multiValueHeaders: { 'X-B': ['2', '3'] },
    body: 'text',
    stageVariables: { v: '1' },
    additionalContext: { extra: 'e' },
  })
  expect(tests).toEqual([
    expect.objectContaining({
      place: HOME,
      authorizerId: at.authorizerId,
      pathWithQueryString: '/?a=1',
      headers: [
        ['X-A', '1'],
        ['X-B', '2'],
        ['X-B', '3'],
      ],
      body: 'text',
      variables: { v: '1' },
      context: { extra: 'e' },
      definition: expect.objectContaining({
        apiId: at.restApiId,
        authorizers: { [at.authorizerId]: expect.objectContaining({ type: 'COGNITO_USER_POOLS' }) },
      }),
    }),
  ])
})

test.each([{ restApiId: 'nobody' }, { authorizerId: 'nobody' }])('unknown: %j', async (wrong) => {
  const call = gateway.call('TestInvokeAuthorizer', { ...at, ...wrong })
  await expect(call).rejects.toMatchObject(refusal('Invalid Authorizer identifier specified', 'NotFoundException'))
  expect(tests).toEqual([])
})
