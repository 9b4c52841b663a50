import { expect, test } from 'vitest'
import type { AuthorizerTest } from '../test-ports.ts'
import type { AuthorizerDefinition, GatewayResponseDefinition } from './definition.ts'
import { api, createPool, method, startGateway } from './gateway.harness.ts'
import { Failed, FUNCTION, functionsWith, type Handler, uriOf } from './lambda.harness.ts'

const AT = 'Fri Jan 02 03:04:05 UTC 2026'
const URL = `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/${FUNCTION}/invocations`
const METHODS = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/ESTestInvoke-stage/GET'

const TOKEN: AuthorizerDefinition = {
  id: 'auth01',
  name: 'guard',
  type: 'TOKEN',
  authorizerUri: uriOf(FUNCTION),
  identitySource: 'method.request.header.Authorization',
}
const REQUEST: AuthorizerDefinition = {
  ...TOKEN,
  type: 'REQUEST',
  identitySource: 'method.request.header.X-Who,method.request.querystring.tenant',
}
const POOL = createPool('eu-west-1_Pool00001')
const POOLS: AuthorizerDefinition = {
  id: 'auth01',
  name: 'pools',
  type: 'COGNITO_USER_POOLS',
  identitySource: 'method.request.header.Authorization',
  providerARNs: [POOL.issuer.poolArn],
}

const policyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }],
}
const denied: Handler = () => ({ principalId: 'ada-lovelace', policyDocument, context: { team: 'a', level: 7 } })

type More = Partial<AuthorizerTest> & { readonly gatewayResponses?: Record<string, GatewayResponseDefinition> }

/** Asks one authorizer, of an API that no stage has, as often as there are `tests`. */
async function tested(authorizer: AuthorizerDefinition, handler: Handler, ...tests: More[]) {
  const { caller, calls } = functionsWith(handler)
  const { gateway, addPool } = startGateway(api({}), {}, undefined, undefined, caller)
  addPool(POOL)
  const results = []
  for (const { gatewayResponses = {}, ...test } of tests) {
    const definition = api(
      { '/': {}, '/pets/{petId}': { POST: method() } },
      { authorizers: { auth01: authorizer }, gatewayResponses },
    )
    const result = await gateway.testAuthorizer({
      place: { account: '000000000000', region: 'eu-west-1' },
      definition,
      authorizerId: 'auth01',
      pathWithQueryString: undefined,
      headers: [],
      body: '',
      variables: {},
      context: {},
      origin: 'http://127.0.0.1:4566',
      ...test,
    })
    results.push(result)
  }
  const events = calls.map(({ payload }) => JSON.parse(payload.toString()))
  const [result] = results
  if (!result) throw new Error('nothing was tested')
  const [first = '', ...lines] = result.log.split('\n')
  const id = first.replace('Execution log for request ', '')
  return { result, id, lines: lines.map((line) => line.replace(`${AT} : `, '')), calls, events }
}

const authorization = (value: string): More => ({ headers: [['Authorization', value]] })

test('8.3: a TOKEN function is asked about the stage of tests, and its answer shown, though it denies', async () => {
  const { result, id, lines, calls, events } = await tested(TOKEN, denied, authorization('Bearer secret'))
  expect(events).toEqual([{ type: 'TOKEN', methodArn: `${METHODS}/`, authorizationToken: 'Bearer secret' }])
  expect(result).toMatchObject({
    clientStatus: 0,
    principalId: 'ada-lovelace',
    policy: JSON.stringify(policyDocument),
    context: { team: 'a', level: '7' },
    latencyMs: 0,
  })
  expect(result.claims).toBeUndefined()
  expect(lines).toEqual([
    `Starting authorizer: auth01 for request: ${id}`,
    'Incoming identity: *******secret',
    `Endpoint request URI: ${URL}`,
    `Endpoint request headers: {x-amzn-lambda-integration-tag=${id}, x-amzn-apigateway-api-id=abc123, Accept=application/json, User-Agent=AmazonAPIGateway_abc123}`,
    `Endpoint request body after transformations: ${calls[0]?.payload}`,
    `Sending request to ${URL}`,
    expect.stringMatching(/^Authorizer result body before parsing: \{"principalId":"ada-lovelace",/),
    'Using valid authorizer policy for principal: ******velace',
    'Successfully completed authorizer execution',
    '',
  ])
  // 8.17: as for any call of this authorizer.
  const sourceArn = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/authorizers/auth01'
  expect(calls[0]?.principal).toMatchObject({ service: 'apigateway.amazonaws.com', sourceArn })
})

test('8.2: a REQUEST function sees the call that the test makes up', async () => {
  const { events, lines } = await tested(REQUEST, denied, {
    headers: [
      ['X-Who', 'ada'],
      ['X-Many', '1'],
      ['X-Many', '2'],
    ],
    pathWithQueryString: '/pets/7?tenant=acme-limited',
    variables: { color: 'red' },
    context: { extra: 'e' },
  })
  expect(events).toEqual([
    expect.objectContaining({
      type: 'REQUEST',
      methodArn: `${METHODS}/pets/7`,
      resource: '/pets/{petId}',
      path: '/pets/7',
      httpMethod: 'GET',
      multiValueHeaders: expect.objectContaining({ 'X-Many': ['1', '2'] }),
      queryStringParameters: { tenant: 'acme-limited' },
      pathParameters: { petId: '7' },
      stageVariables: { color: 'red' },
      requestContext: expect.objectContaining({
        resourceId: 'test-invoke-resource-id',
        stage: 'test-invoke-stage',
        path: '/pets/7',
        domainPrefix: 'testPrefix',
        extra: 'e',
      }),
    }),
  ])
  expect(lines[1]).toBe(
    'Incoming identity: {method.request.header.X-Who=***, method.request.querystring.tenant=******imited}',
  )
})

test('a path that no resource has is its own resource', async () => {
  const source = 'context.extra'
  const { events } = await tested({ ...REQUEST, identitySource: source }, denied, {
    pathWithQueryString: '/other/path',
    context: { extra: 'e' },
  })
  expect(events).toEqual([expect.objectContaining({ methodArn: `${METHODS}/other/path`, resource: '/other/path' })])
})

test('8.14: nothing is remembered between two tests', async () => {
  const { calls } = await tested(TOKEN, denied, authorization('a'), authorization('a'))
  expect(calls).toHaveLength(2)
})

test.each<[string, AuthorizerDefinition, More]>([
  ['8.10: no token', TOKEN, {}],
  ['8.10: one of the identity sources is missing', REQUEST, { headers: [['X-Who', 'ada']] }],
  ['8.12: the form of the token is wrong', { ...TOKEN, identityValidationExpression: 'Bearer .+' }, authorization('x')],
])('%s: the client would get 401, and the function is not called', async (_name, authorizer, more) => {
  const { result, calls, id, lines } = await tested(authorizer, denied, more)
  expect(calls).toEqual([])
  expect(result).toEqual({ clientStatus: 401, log: expect.any(String), latencyMs: 0 })
  expect(lines.slice(2)).toEqual([`Unauthorized request: ${id}`, 'Unauthorized', ''])
})

test('8.8: a function that says Unauthorized is 401, one that fails or answers something else 500', async () => {
  const refusing = await tested(TOKEN, () => new Failed({ errorMessage: 'Unauthorized' }), authorization('a'))
  expect(refusing.result).toMatchObject({ clientStatus: 401 })
  const failing = await tested(TOKEN, () => new Failed({ errorMessage: 'boom' }), authorization('a'))
  expect(failing.result).toMatchObject({ clientStatus: 500 })
  expect(failing.lines.slice(-3)).toEqual([
    "Execution failed due to configuration error: the authorizer's function failed: boom",
    'AuthorizerConfigurationException',
    '',
  ])
  const odd = await tested(TOKEN, () => ({ principalId: 'a' }), authorization('a'))
  expect(odd.result).toMatchObject({ clientStatus: 500 })
  expect(odd.result.policy).toBeUndefined()
})

test("an API's own gateway response gives the status that the client would get", async () => {
  const own = { statusCode: '418', responseParameters: {}, responseTemplates: {} }
  const { result } = await tested(TOKEN, denied, { gatewayResponses: { UNAUTHORIZED: own } })
  expect(result.clientStatus).toBe(418)
})

test('a URI that a stage variable leaves open is a fault of the configuration', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: stage variables are written so
  const open = { ...TOKEN, authorizerUri: uriOf('${stageVariables.f}').replace('functions/', '${stageVariables.x}/') }
  const { result, lines } = await tested(open, denied, authorization('a'))
  expect(result.clientStatus).toBe(500)
  expect(lines.at(-2)).toBe('AuthorizerConfigurationException')
})

test('3.1.8: a user pool takes ID tokens, and its claims are shown', async () => {
  const token = POOL.idToken({ email: 'ada@example.com' })
  const { result, id, lines } = await tested(POOLS, denied, authorization(token))
  expect(result).toMatchObject({
    clientStatus: 0,
    claims: { sub: 'user', token_use: 'id', email: 'ada@example.com', iat: AT },
  })
  expect(result.policy).toBeUndefined()
  expect(lines).toEqual([
    `Starting authorizer: auth01 for request: ${id}`,
    expect.stringMatching(new RegExp(`^Incoming identity: \\*+${token.slice(-6)}$`)),
    'Successfully completed authorizer execution',
    '',
  ])
})

test.each([
  ['an access token', () => POOL.accessToken('orders/read')],
  ['an expired token', () => POOL.idToken({ exp: 1 })],
  ['a token of another pool', () => createPool('eu-west-1_Other0001').idToken()],
  ['no token at all', () => 'nonsense'],
])('3.1.8: %s is refused', async (_name, tokenOf) => {
  const { result, lines } = await tested(POOLS, denied, authorization(tokenOf()))
  expect(result).toMatchObject({ clientStatus: 401 })
  expect(result.claims).toBeUndefined()
  expect(lines.at(-2)).toBe('Unauthorized')
})
