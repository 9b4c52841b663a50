// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Velocity and stage variables write it so
import { beforeEach, describe, expect, it, test } from 'vitest'
import { type FunctionCall, type FunctionCaller, FunctionRefusal } from '../../../../kernel/functions.ts'
import type { JsonValue } from '../../../../kernel/json.ts'
import { definitionChecks } from '../../checks.ts'
import type { AuthorizerDefinition, IntegrationDefinition, MethodDefinition } from '../../definition.ts'
import { answering, api, type Call, headerOf, method, startGateway, textOf } from '../../gateway.harness.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:guard'
const uriOf = (arn: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`
const ARN = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/prod'

const TOKEN: AuthorizerDefinition = {
  id: 'auth1',
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
/** Asks the function for every call, whatever it carries. */
const ALWAYS: AuthorizerDefinition = { ...REQUEST, identitySource: undefined, authorizerResultTtlInSeconds: 0 }

const policy = (Effect: string, Resource: JsonValue, Condition?: JsonValue): JsonValue => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource, ...(Condition !== undefined && { Condition }) }],
})
const ALLOWED: JsonValue = { principalId: 'ada', policyDocument: policy('Allow', '*') }

let calls: FunctionCall[]
let says: () => Promise<JsonValue>
beforeEach(() => {
  calls = []
  says = async () => ALLOWED
})

/** A function that says what the test wants; what ends in `failure` is how a runtime reports an error. */
const functions: FunctionCaller = {
  async invoke(call) {
    calls.push(call)
    const answer = await says()
    const error = typeof answer === 'object' && answer !== null && 'errorMessage' in answer
    const payload = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer))
    return { requestId: 'r', executedVersion: '$LATEST', payload, error }
  },
  enqueue: () => Promise.reject(new Error('not called')),
  settled: async () => undefined,
}

const SHOWN =
  '$context.authorizer.principalId|$context.authorizer.team|$context.authorizer.level|$context.authorizer.admin|$context.authorizer.integrationLatency'

const guarded = (httpMethod = 'GET'): MethodDefinition =>
  method({ httpMethod, authorizationType: 'CUSTOM', authorizerId: 'auth1', integration: answering(SHOWN) })

function start(authorizer: AuthorizerDefinition, variables: Record<string, string> = {}, logs?: 'logs') {
  const resources = { '/pets': { GET: guarded(), POST: guarded('POST') }, '/pets/{id}': { ANY: guarded('ANY') } }
  const settings = logs && {
    access: {
      group: 'g',
      format:
        '$context.requestId $context.authorizer.principalId $context.authorizer.status $context.authorizer.requestId',
    },
    execution: { '*': { level: 'INFO' as const, dataTrace: true } },
  }
  return startGateway(api(resources, { authorizers: { auth1: authorizer } }), variables, undefined, settings, functions)
}

const withToken = (token = 'letmein'): Call => ({ headers: { Authorization: token } })
const events = () => calls.map(({ payload }) => JSON.parse(payload.toString()))

async function outcome(gateway: ReturnType<typeof start>, path: string, call: Call = withToken()) {
  const response = await gateway.call(`/prod${path}`, call)
  return [response.status, headerOf(response, 'x-amzn-ErrorType'), textOf(response)]
}

const UNAUTHORIZED = [401, 'UnauthorizedException', '{"message":"Unauthorized"}']
const BROKEN = [500, 'AuthorizerConfigurationException', '{"message":null}']
const DENIED = [403, 'AccessDeniedException', '{"Message":"User is not authorized to access this resource"}']
const EXPLICIT = [
  403,
  'AccessDeniedException',
  '{"Message":"User is not authorized to access this resource with an explicit deny"}',
]

describe('what the function is handed', () => {
  test('8.1 TOKEN: the token and the method, and no more', async () => {
    expect((await outcome(start(TOKEN), '/pets/1'))[0]).toBe(200)
    expect(events()).toEqual([{ type: 'TOKEN', methodArn: `${ARN}/GET/pets/1`, authorizationToken: 'letmein' }])
  })

  test('8.2 REQUEST: the call without its body', async () => {
    const gateway = start(REQUEST, { color: 'red' })
    const call = { method: 'POST', query: 'tenant=a&tenant=b', headers: { 'x-who': 'ada' }, body: 'secret' }
    expect((await outcome(gateway, '/pets/1', call))[0]).toBe(200)
    const [event] = events()
    expect(Object.keys(event)).toEqual([
      'type',
      'methodArn',
      'resource',
      'path',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'stageVariables',
      'requestContext',
    ])
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: `${ARN}/POST/pets/1`,
      resource: '/pets/{id}',
      path: '/pets/1',
      httpMethod: 'POST',
      headers: { 'x-who': 'ada' },
      multiValueHeaders: { 'x-who': ['ada'] },
      queryStringParameters: { tenant: 'b' },
      multiValueQueryStringParameters: { tenant: ['a', 'b'] },
      pathParameters: { id: '1' },
      stageVariables: { color: 'red' },
      requestContext: { resourcePath: '/pets/{id}', stage: 'prod', apiId: 'abc123', httpMethod: 'POST' },
    })
    expect(event.requestContext).not.toHaveProperty('authorizer')
  })

  test.each([
    ['/pets/1', 'GET/pets/1'],
    ['//pets', 'GET/pets'],
    ['/pets/', 'GET/pets'],
    ['/p%65ts', 'GET/pets'],
    ['/pets/a%2Fb', 'GET/pets/a%2Fb'],
  ])('8.3 the method of %s has the path that was called, in one spelling', async (path, end) => {
    await outcome(start(TOKEN), path)
    expect(events()[0].methodArn).toBe(`${ARN}/${end}`)
  })

  test('8.17 whom the function sees: this authorizer, or the role that it was given', async () => {
    await outcome(start(TOKEN), '/pets')
    await outcome(start({ ...TOKEN, authorizerCredentials: 'arn:aws:iam::000000000000:role/caller' }), '/pets')
    expect(calls.map(({ functionArn, principal }) => [functionArn, principal])).toEqual([
      [
        FUNCTION,
        {
          service: 'apigateway.amazonaws.com',
          sourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:abc123/authorizers/auth1',
          sourceAccount: '000000000000',
        },
      ],
      [FUNCTION, 'account'],
    ])
  })

  test('a stage variable may name the function', async () => {
    const authorizerUri = uriOf('arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.guard}')
    await outcome(start({ ...TOKEN, authorizerUri }, { guard: 'blue' }), '/pets')
    expect(calls[0]?.functionArn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:blue')
  })
})

describe('what the function answers', () => {
  const answered = (answer: JsonValue, authorizer = TOKEN) => {
    says = async () => answer
    return outcome(start(authorizer), '/pets/1')
  }

  test('8.5 7.2.3 values of its context are texts, beside the principal', async () => {
    const context = { team: 'red', level: 7, admin: true, nothing: null }
    expect(await answered({ ...(ALLOWED as object), context })).toEqual([200, undefined, 'ada|red|7|true|0'])
  })

  test.each<[string, JsonValue]>([
    ['an object', { team: { a: 1 } }],
    ['a list', { team: [1] }],
    ['no map', 'red'],
  ])('8.5 a context with %s is 500', async (_name, context) => {
    expect(await answered({ ...(ALLOWED as object), context })).toEqual(BROKEN)
  })

  test.each<[string, JsonValue]>([
    ['nothing', null],
    ['a text', '"Allow"'],
    ['no JSON', '{'],
    ['a list', []],
    ['no principal', { policyDocument: policy('Allow', '*') }],
    ['a principal that is no text', { principalId: 1, policyDocument: policy('Allow', '*') }],
    ['no policy', { principalId: 'ada' }],
    ['a policy as text', { principalId: 'ada', policyDocument: JSON.stringify(policy('Allow', '*')) }],
    ['a policy without statements', { principalId: 'ada', policyDocument: { Version: '2012-10-17' } }],
    [
      'a policy without an effect',
      { principalId: 'ada', policyDocument: { Statement: [{ Action: '*', Resource: '*' }] } },
    ],
    [
      'a policy with another effect',
      { principalId: 'ada', policyDocument: { Statement: [{ Effect: 'toString', Action: '*', Resource: '*' }] } },
    ],
    [
      'a policy without a resource',
      { principalId: 'ada', policyDocument: { Statement: [{ Effect: 'Allow', Action: '*' }] } },
    ],
    ['a usage key that is no text', { ...(ALLOWED as object), usageIdentifierKey: 1 }],
  ])('8.4 %s is 500', async (_name, answer) => {
    expect(await answered(answer)).toEqual(BROKEN)
  })

  test.each<[string, JsonValue, unknown]>([
    ['everything', '*', 200],
    ['this method', `${ARN}/GET/pets/1`, 200],
    ['wildcards', [`${ARN}/*/pets/?`, 'x'], 200],
    ['another method', `${ARN}/POST/pets/1`, 403],
    ['the template', `${ARN}/GET/pets/{id}`, 403],
    ['another stage', `${ARN.replace('prod', 'dev')}/*`, 403],
  ])('8.6 8.9 a policy for %s', async (_name, resource, status) => {
    const result = await answered({ principalId: 'ada', policyDocument: policy('Allow', resource) })
    if (status === 200) expect(result[0]).toBe(200)
    else expect(result).toEqual(DENIED)
  })

  test('8.6 an effect may be written in any case', async () => {
    const judged = (effect: string) => answered({ principalId: 'ada', policyDocument: policy(effect, '*') })
    expect((await judged('allow'))[0]).toBe(200)
    expect(await judged('DENY')).toEqual(EXPLICIT)
  })

  test('8.6 8.9 2.3.2 an explicit Deny wins, and says so', async () => {
    const statement = (Effect: string) => ({ Effect, Action: '*', Resource: '*' })
    const policyDocument = { Statement: [statement('Allow'), statement('Deny')] }
    expect(await answered({ principalId: 'ada', policyDocument })).toEqual(EXPLICIT)
  })

  test.each<[JsonValue, unknown[]]>([
    [{ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, [200]],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, DENIED],
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, [200]],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-01-02T03:04:06Z' } }, [200]],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-01-02T03:04:05Z' } }, DENIED],
    [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, DENIED],
    [{ Sounds: { 'aws:UserAgent': 'like' } }, DENIED],
  ])('8.6 under the condition %j', async (condition, expected) => {
    const result = await answered({ principalId: 'ada', policyDocument: policy('Allow', '*', condition) })
    expect(result.slice(0, expected.length)).toEqual(expected)
  })

  test('8.7 a resource of more than 512 characters is 500', async () => {
    const long = (length: number) => ({ principalId: 'ada', policyDocument: policy('Allow', '*'.repeat(length)) })
    expect((await answered(long(512)))[0]).toBe(200)
    expect(await answered(long(513))).toEqual(BROKEN)
  })

  test.each<[string, unknown[]]>([
    ['Unauthorized', UNAUTHORIZED],
    ['unauthorized', BROKEN],
    ['Unauthorized.', BROKEN],
    ['boom', BROKEN],
    ['2026-01-02T03:04:05.000Z r Task timed out after 3.00 seconds', BROKEN],
  ])('8.8 the error %s', async (errorMessage, expected) => {
    expect(await answered({ errorMessage, errorType: 'Error' })).toEqual(expected)
  })

  test.each(['denied', 'missing', 'throttled', 'not-runnable'] as const)(
    '8.8 a function that is %s is 500',
    async (reason) => {
      says = () => Promise.reject(new FunctionRefusal(reason, 'no'))
      expect(await outcome(start(TOKEN), '/pets/1')).toEqual(BROKEN)
    },
  )
})

describe('whether the function is asked', () => {
  const asked = async (authorizer: AuthorizerDefinition, call: Call, variables = {}) => {
    const result = await outcome(start(authorizer, variables), '/pets', call)
    return result[0] === 200 ? calls.length : result
  }
  const who = { 'X-Who': 'ada' }

  test('8.10 TOKEN without a token: 401, and nobody is asked', async () => {
    expect(await asked(TOKEN, {})).toEqual(UNAUTHORIZED)
    expect(await asked(TOKEN, withToken(''))).toEqual(UNAUTHORIZED)
    expect(await asked({ ...TOKEN, authorizerResultTtlInSeconds: 0 }, {})).toEqual(UNAUTHORIZED)
    expect(calls).toEqual([])
    expect(await asked(TOKEN, { headers: { AUTHORIZATION: 'x' } })).toBe(1)
  })

  test.each<[string, Call]>([
    ['none', {}],
    ['some', { headers: who }],
    ['an empty one', { headers: who, query: 'tenant=' }],
  ])('8.10 REQUEST with %s of its identity sources: 401, and nobody is asked', async (_name, call) => {
    expect(await asked(REQUEST, call)).toEqual(UNAUTHORIZED)
    expect(await asked({ ...REQUEST, authorizerResultTtlInSeconds: 0 }, call)).toEqual(UNAUTHORIZED)
    expect(calls).toEqual([])
  })

  test('8.11 REQUEST without identity sources: always asked', async () => {
    const gateway = start(ALWAYS)
    for (let i = 0; i < 2; i++) expect((await outcome(gateway, '/pets', {}))[0]).toBe(200)
    expect(calls).toHaveLength(2)
  })

  test.each([
    ['ab+c', 'abbc', 1],
    ['ab+c', 'xabbc', UNAUTHORIZED],
    ['ab+c', 'abbcx', UNAUTHORIZED],
    ['Bearer .+', 'Bearer t', 1],
  ] as const)('8.12 the pattern %s and the token %s', async (identityValidationExpression, token, expected) => {
    expect(await asked({ ...TOKEN, identityValidationExpression }, withToken(token))).toEqual(expected)
    if (expected === UNAUTHORIZED) expect(calls).toEqual([])
  })

  test('8.12 the pattern is not for REQUEST', async () => {
    const authorizer = { ...REQUEST, identityValidationExpression: 'no' }
    expect(await asked(authorizer, { headers: who, query: 'tenant=a' })).toBe(1)
  })

  test('8.15 all kinds of identity sources', async () => {
    const identitySource =
      'stageVariables.color, context.identity.sourceIp,context.httpMethod , method.request.header.X-Who'
    const authorizer = { ...REQUEST, identitySource }
    expect(await asked(authorizer, { headers: who }, { color: 'red' })).toBe(1)
    expect(await asked(authorizer, { headers: who })).toEqual(UNAUTHORIZED)
    expect(await asked({ ...REQUEST, identitySource: 'context.authorizer.x' }, { headers: who })).toEqual(UNAUTHORIZED)
  })

  test.each(['constructor', '__proto__', 'toString'])('a header called %s is looked for by that name', async (name) => {
    expect(await asked({ ...TOKEN, identitySource: `method.request.header.${name}` }, {})).toEqual(UNAUTHORIZED)
  })
})

test('0.21 a method whose ARN has more than 1600 bytes is 414, and nobody is asked', async () => {
  const gateway = start(TOKEN)
  const room = 1600 - `${ARN}/GET/pets/`.length
  expect((await outcome(gateway, `/pets/${'7'.repeat(room)}`))[0]).toBe(200)
  calls = []
  const path = `/pets/${'7'.repeat(room + 1)}`
  expect(await outcome(gateway, path, withToken('other'))).toEqual([414, undefined, 'Request URI too long'])
  expect(await outcome(gateway, path)).toEqual([414, undefined, 'Request URI too long'])
  expect(calls).toEqual([])
  expect((await outcome(gateway, path, {}))[0]).toBe(401)
})

describe('8.14 what is remembered', () => {
  const ask = async (gateway: ReturnType<typeof start>, path = '/pets', call: Call = withToken()) => {
    await outcome(gateway, path, call)
    return calls.length
  }

  it('lasts 300 seconds unless it is said otherwise, and so long as it is said', async () => {
    for (const [ttl, seconds] of [
      [undefined, 300],
      [10, 10],
    ] as const) {
      calls = []
      const gateway = start({ ...TOKEN, authorizerResultTtlInSeconds: ttl })
      expect(await ask(gateway)).toBe(1)
      gateway.clock.advance(seconds * 1000 - 1)
      expect(await ask(gateway)).toBe(1)
      gateway.clock.advance(1)
      expect(await ask(gateway)).toBe(2)
    }
  })

  it('is nothing with a lifetime of 0', async () => {
    const gateway = start({ ...TOKEN, authorizerResultTtlInSeconds: 0 })
    await ask(gateway)
    expect(await ask(gateway)).toBe(2)
  })

  it('answers without waiting', async () => {
    const gateway = start(TOKEN)
    await ask(gateway)
    expect(gateway.callNow('/prod/pets', withToken()).status).toBe(200)
  })

  it('is by token', async () => {
    const gateway = start(TOKEN)
    await ask(gateway)
    expect(await ask(gateway, '/pets', withToken('other'))).toBe(2)
  })

  it('is by all identity sources, each for itself', async () => {
    const gateway = start(REQUEST)
    const by = (name: string, tenant: string): Call => ({ headers: { 'X-Who': name }, query: `tenant=${tenant}` })
    expect(await ask(gateway, '/pets', by('a', 'bc'))).toBe(1)
    expect(await ask(gateway, '/pets', by('a', 'bc'))).toBe(1)
    expect(await ask(gateway, '/pets', by('ab', 'c'))).toBe(2)
    expect(await ask(gateway, '/pets', by('a', 'x'))).toBe(3)
  })

  it('holds for other methods, whose policy is asked anew', async () => {
    says = async () => ({ principalId: 'ada', policyDocument: policy('Allow', `${ARN}/GET/pets`) })
    const gateway = start(TOKEN)
    expect((await outcome(gateway, '/pets'))[0]).toBe(200)
    expect(await outcome(gateway, '/pets/1')).toEqual(DENIED)
    expect(await outcome(gateway, '/pets', { ...withToken(), method: 'POST' })).toEqual(DENIED)
    expect(calls).toHaveLength(1)
  })

  it('outlives a deployment, and so does a refusal by policy', async () => {
    says = async () => ({ principalId: 'ada', policyDocument: policy('Deny', '*') })
    const gateway = start(TOKEN)
    expect(await outcome(gateway, '/pets')).toEqual(EXPLICIT)
    gateway.deploy(api({ '/pets': { GET: guarded() } }, { authorizers: { auth1: TOKEN } }))
    expect(await outcome(gateway, '/pets')).toEqual(EXPLICIT)
    expect(calls).toHaveLength(1)
  })

  it('ends when the stage is told to forget', async () => {
    const gateway = start(TOKEN)
    await ask(gateway)
    gateway.flushAuthorizers()
    expect(await ask(gateway)).toBe(2)
  })

  it('is no error', async () => {
    says = async () => ({ errorMessage: 'Unauthorized' })
    const gateway = start(TOKEN)
    await ask(gateway)
    expect(await ask(gateway)).toBe(2)
  })

  it('belongs to one authorizer', async () => {
    const methods = { '/a': { GET: guarded() }, '/b': { GET: { ...guarded(), authorizerId: 'auth2' } } }
    const authorizers = { auth1: TOKEN, auth2: { ...TOKEN, id: 'auth2' } }
    const gateway = startGateway(api(methods, { authorizers }), {}, undefined, undefined, functions)
    await gateway.call('/prod/a', withToken())
    await gateway.call('/prod/b', withToken())
    expect(calls).toHaveLength(2)
  })

  it.each<[string, Partial<AuthorizerDefinition>]>([
    ['by another identity source', { identitySource: 'method.request.header.Other' }],
    ['by another function', { authorizerUri: uriOf(`${FUNCTION}2`) }],
  ])('is no answer to what is asked %s after a deployment', async (_name, changed) => {
    const gateway = start(TOKEN)
    const call: Call = { headers: { Authorization: 'letmein', Other: 'letmein' } }
    await gateway.call('/prod/pets', call)
    const authorizers = { auth1: { ...TOKEN, ...changed } }
    gateway.deploy(api({ '/pets': { GET: guarded() } }, { authorizers }))
    await gateway.call('/prod/pets', call)
    expect(calls).toHaveLength(2)
  })

  it('has the principal and the context of the one who was judged', async () => {
    says = async () => ({ ...(ALLOWED as object), context: { team: 'red' } })
    const gateway = start(TOKEN)
    await ask(gateway)
    expect((await outcome(gateway, '/pets'))[2]).toBe('ada|red|||0')
  })
})

test('7.2.3 a function behind the method reads who has been let in', async () => {
  const backend = `${FUNCTION}-backend`
  says = async () => ({ ...(ALLOWED as object), context: { team: 'red', level: 7 } })
  const both: FunctionCaller = {
    ...functions,
    invoke: async (call) => {
      const answer = await functions.invoke(call)
      return call.functionArn === backend ? { ...answer, payload: Buffer.from('{"statusCode":200}') } : answer
    },
  }
  const integration: IntegrationDefinition = {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: uriOf(backend),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    integrationResponses: {},
  }
  const definition = api({ '/pets': { GET: { ...guarded(), integration } } }, { authorizers: { auth1: REQUEST } })
  const gateway = startGateway(definition, {}, undefined, undefined, both)
  const call = { headers: { 'X-Who': 'ada' }, query: 'tenant=a' }
  expect((await gateway.call('/prod/pets', call)).status).toBe(200)
  expect(events().map(({ requestContext }) => requestContext.authorizer)).toEqual([
    undefined,
    { principalId: 'ada', integrationLatency: 0, team: 'red', level: '7' },
  ])
})

test('8.19 how long the function took', async () => {
  const gateway = start(TOKEN)
  says = async () => {
    gateway.clock.advance(42)
    return ALLOWED
  }
  expect((await outcome(gateway, '/pets'))[2]).toBe('ada||||42')
})

test('the logs tell of it, and show neither the token nor more of the principal than AWS', async () => {
  says = async () => ({ principalId: 'user-ada-lovelace', policyDocument: policy('Allow', `${ARN}/GET/pets`) })
  const gateway = start(TOKEN, {}, 'logs')
  await outcome(gateway, '/pets', withToken('top-secret-token'))
  await outcome(gateway, '/pets/1', withToken('top-secret-token'))
  const messages = gateway.written.map(({ message }) => message.replace(/^\S+ /, ''))
  expect(messages).toEqual(
    expect.arrayContaining([
      'user-ada-lovelace 200 r',
      expect.stringMatching(/^Starting authorizer: auth1 for request: /),
      'Incoming identity: **********-token',
      `Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/${FUNCTION}/invocations`,
      expect.stringMatching(/^Authorizer result body before parsing: \{"principalId"/),
      'Using valid authorizer policy for principal: ***********velace',
      'Successfully completed authorizer execution',
      'The client is not authorized to perform this operation.',
      '- 403 -',
    ]),
  )
  expect(messages.join('\n')).not.toContain('top-secret-token')
})

describe('when an API is edited', () => {
  const { problemWithAuthorizer: check } = definitionChecks
  test('8.13 what is taken', () => {
    expect(check(TOKEN)).toBeUndefined()
    expect(check(REQUEST)).toBeUndefined()
    expect(check(ALWAYS)).toBeUndefined()
    expect(check({ ...TOKEN, authorizerUri: uriOf('${stageVariables.arn}') })).toBeUndefined()
    expect(check({ ...TOKEN, authorizerUri: uriOf(FUNCTION).replace('path/', 'path/    ') })).toBeUndefined()
  })
  test.each<[string, AuthorizerDefinition]>([
    ['a function', { ...TOKEN, authorizerUri: undefined }],
    ['a URI of a function', { ...TOKEN, authorizerUri: FUNCTION }],
    ['an identity source', { ...TOKEN, identitySource: undefined }],
    ['a header', { ...TOKEN, identitySource: 'method.request.querystring.t' }],
    ['one source', { ...TOKEN, identitySource: 'method.request.header.A,method.request.header.B' }],
    ['an identity source while it remembers', { ...ALWAYS, authorizerResultTtlInSeconds: undefined }],
    ['an identity source while it remembers for 1 s', { ...ALWAYS, authorizerResultTtlInSeconds: 1 }],
    ['sources that are some', { ...REQUEST, identitySource: 'method.request.body.x' }],
  ])('8.13 it needs %s', (_name, definition) => {
    expect(check(definition)).toEqual(expect.any(String))
  })
})
