import { describe, expect, it } from 'vitest'
import type { FunctionCaller } from '../../../kernel/functions.ts'
import { RequestHistory } from '../../../kernel/request-history.ts'
import type { RequestTrace } from '../../../kernel/request-trace.ts'
import type { ApiDefinition, AuthorizerDefinition, MethodDefinition } from '../definition.ts'
import { answering, api, type Call, createPool, headerOf, method, mock, NOW, startGateway } from '../gateway.harness.ts'

const pool = createPool('eu-west-1_Pool1')
const other = createPool('eu-west-1_Other')
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:guard'

const authorizers: Readonly<Record<string, AuthorizerDefinition>> = {
  tokens: {
    id: 'tokens',
    name: 'cognito',
    type: 'COGNITO_USER_POOLS',
    providerARNs: [pool.issuer.poolArn],
    identitySource: 'method.request.header.Authorization',
  },
  judge: {
    id: 'judge',
    name: 'judge',
    type: 'TOKEN',
    authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
    identitySource: 'method.request.header.Authorization',
  },
}
const scoped = (...scopes: string[]) =>
  method({ authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'tokens', authorizationScopes: scopes })
const judged = method({ authorizationType: 'CUSTOM', authorizerId: 'judge' })
const KEYED = method({ apiKeyRequired: true })
const SIGNED = method({ authorizationType: 'AWS_IAM' })

interface Given {
  readonly keepsBodies?: boolean
  readonly definition?: Partial<ApiDefinition>
  readonly says?: object
}

/** A stage with one method at `/x`, and the trace of one call of it. */
async function traceOf(guarded: MethodDefinition, call: Call & { to?: string } = {}, given: Given = {}) {
  const { keepsBodies = false, definition = {}, says = {} } = given
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies })
  const functions: FunctionCaller = {
    invoke: async () => ({
      requestId: 'r',
      executedVersion: '$LATEST',
      payload: Buffer.from(JSON.stringify(says)),
      error: 'errorMessage' in says,
    }),
    enqueue: () => Promise.reject(new Error('not called')),
    settled: async () => undefined,
  }
  const resources = { '/x': { [guarded.httpMethod]: guarded } }
  const stage = startGateway(
    api(resources, { authorizers, ...definition }),
    {},
    undefined,
    undefined,
    functions,
    requests,
  )
  stage.addPool(pool)
  stage.addPool(other)
  const response = await stage.call(call.to ?? '/prod/x', call)
  const trace = requests.find(headerOf(response, 'x-amzn-requestid') ?? '')?.trace()
  if (!trace) throw new Error('nothing was kept')
  expect(trace.status).toBe(response.status)
  return trace
}

const bearing = (Authorization: string): Call => ({ headers: { Authorization } })
const endOf = ({ steps }: RequestTrace) => steps.find(({ outcome }) => outcome === 'refused' || outcome === 'failed')
const outcomesOf = ({ steps }: RequestTrace) => steps.map(({ step, outcome }) => `${outcome} ${step}`)
const policy = (...effects: string[]) => ({
  principalId: 'ada',
  policyDocument: {
    Version: '2012-10-17',
    Statement: effects.map((Effect) => ({ Effect, Action: 'execute-api:Invoke', Resource: '*' })),
  },
})

describe('a call that was answered', () => {
  it('took each step', async () => {
    const trace = await traceOf(scoped('rs/read'), bearing(pool.accessToken('rs/read')))
    expect(trace).toMatchObject({
      plane: 'execute-api',
      api: 'abc123',
      stage: 'prod',
      method: 'GET',
      path: '/x',
      status: 200,
      startedAt: new Date(NOW).toISOString(),
      durationMs: 0,
    })
    expect(outcomesOf(trace)).toEqual([
      'passed route',
      'passed authorizer',
      'passed API key and throttles',
      'passed validation',
      'passed request mapping',
      'passed integration',
      'passed response mapping',
    ])
    expect(trace.steps.map(({ decided }) => decided)).toEqual([
      'GET /x',
      'let in: client client',
      'no API key is asked for, and no throttle is exceeded',
      'the method has no validator',
      'by a template or as it is',
      'answered 200',
      'integration response 200',
    ])
    expect(trace.steps[1]?.looked).toEqual({
      type: 'COGNITO_USER_POOLS',
      authorizer: 'cognito',
      identitySource: { 'method.request.header.Authorization': 'given' },
      scopesWanted: ['rs/read'],
      token: {
        pool: 'eu-west-1_Pool1',
        client: 'client',
        tokenUse: 'access',
        scopes: ['rs/read'],
        expiresAt: new Date(NOW + 3_600_000).toISOString(),
      },
    })
    expect([trace.awsLogLine, trace.advice, trace.bodies]).toEqual([undefined, undefined, undefined])
  })

  it('tells which routes fit its path, too, and why none of them was taken', async () => {
    const resources = {
      '/{proxy+}': { ANY: method({ httpMethod: 'ANY' }) },
      '/x': { GET: method(), POST: method({ httpMethod: 'POST' }) },
    }
    const { definition } = { definition: { resources: api(resources).resources } }
    const trace = await traceOf(method(), {}, { definition })
    expect(trace.steps[0]?.looked.others).toEqual([
      'ANY /{proxy+}: its path says less',
      'POST /x: it is for another method',
    ])
  })

  it('tells which statement of a policy has let it in', async () => {
    const byFunction = await traceOf(judged, bearing('t'), { says: policy('Allow', 'Allow') })
    expect(byFunction.steps[1]?.looked).toMatchObject({ principal: 'ada', policyStatement: 'statement 1 allows it' })
    const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke' }
    const resources = ['arn:other', 'arn:aws:execute-api:*:*:abc123/*']
    const own = JSON.stringify({ Statement: resources.map((Resource) => ({ ...statement, Resource })) })
    const byPolicy = await traceOf(method(), {}, { definition: { policy: own } })
    expect(byPolicy.steps[1]).toMatchObject({
      looked: { type: 'NONE', resourcePolicy: 'statement 2 allows it' },
      decided: "the method is open to everybody whom the API's resource policy lets in",
    })
  })

  it('shows what its integration was sent where bodies are kept', async () => {
    const given = {
      ...mock(),
      requestTemplates: { 'application/json': '{"statusCode": 200, "q": "$input.params(\'q\')"}' },
    }
    const trace = await traceOf(method({ integration: given }), { query: 'q=7' }, { keepsBodies: true })
    expect(trace.steps[4]?.looked.body).toBe('{"statusCode": 200, "q": "7"}')
    const without = await traceOf(method({ integration: given }), { query: 'q=7' })
    expect(without.steps[4]?.looked).not.toHaveProperty('body')
  })

  it('shows neither token nor key nor body', async () => {
    const token = pool.accessToken('rs/read')
    const call = {
      method: 'POST',
      headers: { Authorization: token, 'x-api-key': 'a-secret-key-123456' },
      body: 'hidden',
    }
    for (const guarded of [
      method({ ...scoped('rs/read'), httpMethod: 'POST' }),
      method({ ...KEYED, httpMethod: 'POST' }),
    ]) {
      const text = JSON.stringify(await traceOf(guarded, call))
      for (const secret of [token, token.split('.')[2] ?? '', 'a-secret-key', 'hidden'])
        expect(text).not.toContain(secret)
    }
  })

  it('shows bodies where they are asked for', async () => {
    const posted = method({ httpMethod: 'POST', integration: answering('said') })
    const trace = await traceOf(posted, { method: 'POST', body: '{"a":1}' }, { keepsBodies: true })
    expect(trace.bodies).toEqual({ request: '{"a":1}', response: 'said' })
  })

  it('is not kept where the server keeps none', async () => {
    const stage = startGateway(api({ '/x': { GET: method() } }))
    expect((await stage.call('/prod/x')).status).toBe(200)
  })
})

describe('a refusal says in which step, why, what AWS would have logged and what to change:', () => {
  type Case = [
    what: string,
    guarded: MethodDefinition,
    call: Call & { to?: string },
    step: string,
    decided: RegExp,
    log: RegExp | undefined,
    advice: RegExp,
    given?: Given,
  ]
  const unauthorized = /^\(\S+\) Unauthorized request: \S+$/
  it.each<Case>([
    [
      'no route',
      scoped('rs/read'),
      { to: '/prod/xs' },
      'route',
      /no method GET \/xs/,
      undefined,
      /^No route GET \/xs in stage prod; nearest: GET \/x\. .*deployment dep1\.$/,
    ],
    [
      'no token',
      scoped('rs/read'),
      {},
      'authorizer',
      /no token in the header authorization/,
      unauthorized,
      /^Send the token in the header/,
    ],
    [
      'a token that is none',
      scoped('rs/read'),
      bearing('x'),
      'authorizer',
      /three parts/,
      unauthorized,
      /exactly as the token endpoint gave it/,
    ],
    [
      'an expired token',
      scoped('rs/read'),
      bearing(pool.accessToken('rs/read', { exp: NOW / 1000 - 1 })),
      'authorizer',
      /token expired at 2026/,
      unauthorized,
      /^Ask the token endpoint for a new token/,
    ],
    [
      'another pool',
      scoped('rs/read'),
      bearing(other.accessToken('rs/read')),
      'authorizer',
      /eu-west-1_Other/,
      unauthorized,
      /authorizer's own user pool/,
    ],
    [
      'another scope',
      scoped('rs/read', 'rs/admin'),
      bearing(pool.accessToken('rs/write')),
      'authorizer',
      /token has scopes \[rs\/write\], method wants one of \[rs\/read rs\/admin\]/,
      unauthorized,
      /^The token has scopes \[rs\/write\] and the method asks for one of \[rs\/read rs\/admin\]: ask the token endpoint for scope rs\/read, or add it to the client's AllowedOAuthScopes\.$/,
    ],
    [
      'an ID token for a method with scopes',
      scoped('rs/read'),
      bearing(pool.idToken()),
      'authorizer',
      /token_use is "id"/,
      unauthorized,
      /^Send an access token/,
    ],
    [
      'an access token for a method without scopes',
      scoped(),
      bearing(pool.accessToken('rs/read')),
      'authorizer',
      /token_use is "access"/,
      unauthorized,
      /authorizationScopes/,
    ],
    [
      'a policy that denies',
      judged,
      bearing('t'),
      'authorizer',
      /^statement 2 of the authorizer's policy denies this method$/,
      /The client is not authorized to perform this operation/,
      /statement 2/,
      { says: policy('Allow', 'Deny') },
    ],
    [
      'a policy that says nothing',
      judged,
      bearing('t'),
      'authorizer',
      /does not allow/,
      /The client is not authorized/,
      /allow execute-api:Invoke .*abc123\/prod\/\*/,
      { says: policy() },
    ],
    [
      'a function that refuses',
      judged,
      bearing('t'),
      'authorizer',
      /answered Unauthorized/,
      unauthorized,
      /^Call as somebody/,
      { says: { errorMessage: 'Unauthorized' } },
    ],
    ['no identity', judged, {}, 'authorizer', /has no method\.request\.header/, unauthorized, /^Send what is missing/],
    ['no signature', SIGNED, {}, 'authorizer', /without a signature/, /without a signature/, /^Sign the request/],
    [
      'no key',
      KEYED,
      {},
      'API key and throttles',
      /no API key/,
      /^\(\S+\) API Key {2}not authorized because method 'GET \/x' requires API Key/,
      /header x-api-key/,
    ],
    [
      'an unknown key',
      KEYED,
      { headers: { 'x-api-key': 'a-secret-key-123456' } },
      'API key and throttles',
      /no such API key/,
      /API Key \*+123456 not authorized/,
      /include-values/,
    ],
    [
      'a parameter that is missing',
      method({ requestParameters: { 'method.request.querystring.q': true }, requestValidatorId: 'v' }),
      {},
      'validation',
      /Missing required request parameters: \[q\]/,
      /Missing required request parameters: \[q\]/,
      /^Send what the method requires/,
      { definition: { requestValidators: { v: { validateRequestBody: true, validateRequestParameters: true } } } },
    ],
    [
      'a body that does not fit',
      method({ httpMethod: 'POST', requestModels: { 'application/json': 'M' }, requestValidatorId: 'v' }),
      { method: 'POST', body: '{}' },
      'validation',
      /does not fit its model: .*name/,
      /does not match model schema/,
      /^Send a body that fits the method's model: .*name/,
      {
        definition: {
          requestValidators: { v: { validateRequestBody: true, validateRequestParameters: true } },
          models: {
            M: { name: 'M', contentType: 'application/json', schema: '{"type":"object","required":["name"]}' },
          },
        },
      },
    ],
    [
      'a media type without a template',
      method({ httpMethod: 'POST', integration: mock({ passthroughBehavior: 'NEVER' }) }),
      { method: 'POST', headers: { 'Content-Type': 'text/plain' } },
      'request mapping',
      /no request template/,
      /no request template/,
      /^Send a Content-Type/,
    ],
    [
      'a template that fails',
      method({ integration: answering('#foreach($i in [1..100000000])x#end') }),
      {},
      'response mapping',
      /range|budget|too/,
      /Execution failed due to configuration error/,
      /^Mend line 1 of the mapping template, `#foreach/,
    ],
    [
      'no integration response',
      method({ integration: mock({ integrationResponses: { 200: { statusCode: '200', selectionPattern: '5..' } } }) }),
      {},
      'response mapping',
      /no integration response matches 200/,
      /configuration error/,
      /without a selection pattern/,
    ],
    [
      'an integration response without a method response',
      method({ methodResponses: {} }),
      {},
      'response mapping',
      /invalid method response: 200/,
      /configuration error/,
      /^Give the method a response/,
    ],
  ])('%s', async (_, guarded, call, step, decided, log, advice, given) => {
    const trace = await traceOf(guarded, call, given)
    expect(endOf(trace)).toMatchObject({ step, decided: expect.stringMatching(decided) })
    if (log) expect(trace.awsLogLine).toMatch(log)
    else expect(trace.awsLogLine).toBeUndefined()
    expect(trace.advice).toMatch(advice)
  })

  it('and the line of the template that failed', async () => {
    const failing = method({
      integration: answering('{\n  "a": "$input.params(\'q\')",\n  "b": "$util.base64Decode(\'a\').substring(9)"\n}'),
    })
    const { looked } = endOf(await traceOf(failing)) ?? {}
    expect(looked).toMatchObject({ line: 3, lineText: '"b": "$util.base64Decode(\'a\').substring(9)"' })
  })

  it('and the statement of a policy that denies', async () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }
    const trace = await traceOf(method(), {}, { definition: { policy: JSON.stringify({ Statement: [statement] }) } })
    expect(endOf(trace)).toMatchObject({
      step: 'authorizer',
      looked: { resourcePolicy: 'statement 1 denies it' },
      decided: "statement 1 of the API's resource policy denies this call",
    })
    expect(trace.advice).toContain('statement 1')
  })

  it('and what was not reached', async () => {
    expect(outcomesOf(await traceOf(KEYED))).toEqual([
      'passed route',
      'passed authorizer',
      'refused API key and throttles',
      'skipped validation',
      'skipped request mapping',
      'skipped integration',
      'skipped response mapping',
      'passed gateway response',
    ])
  })

  it('also where no stage was found', async () => {
    const trace = await traceOf(method(), { to: '/dev/x' })
    expect(endOf(trace)).toMatchObject({ step: 'stage', decided: "API abc123 has no stage 'dev'" })
    expect(trace.advice).toContain('sallyport status')
  })
})
