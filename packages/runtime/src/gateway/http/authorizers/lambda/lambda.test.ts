import { describe, expect, it } from 'vitest'
import { FunctionRefusal } from '../../../../kernel/functions.ts'
import { type Call, textOf } from '../../../rest/gateway.harness.ts'
import { Failed, type Handler, uriOf } from '../../../rest/lambda.harness.ts'
import type { HttpAuthorizerDefinition } from '../../definition.ts'
import { API, authorizedBy, FUNCTION, httpApi, startHttpApi, toFunction } from '../../http-api.harness.ts'

const AUTHORIZER = `${FUNCTION}-auth`
const ARN = `arn:aws:execute-api:eu-west-1:000000000000:${API}/$default`

const authorizer = (overrides: Partial<HttpAuthorizerDefinition> = {}): HttpAuthorizerDefinition => ({
  authorizerId: 'auth1',
  name: 'request',
  authorizerType: 'REQUEST',
  identitySource: ['$request.header.Authorization'],
  authorizerUri: uriOf(AUTHORIZER),
  authorizerPayloadFormatVersion: '2.0',
  enableSimpleResponses: true,
  ...overrides,
})

const policy = (Effect: string, Resource: string) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
})
const withPolicies = { enableSimpleResponses: false }
const GUARD = { authorizationType: 'CUSTOM' as const, authorizerId: 'auth1' }
const CALL: Call = { headers: { Authorization: 'secret' } }

function guarded(judge: Handler, definition: Partial<HttpAuthorizerDefinition> = {}, format: '1.0' | '2.0' = '2.0') {
  const routes = { 'GET /x': GUARD, 'GET /y/{id}': GUARD, $default: GUARD }
  const api = httpApi(routes, toFunction({ payloadFormatVersion: format }), authorizedBy(authorizer(definition)))
  const handler: Handler = (event, call) =>
    call.functionArn === AUTHORIZER ? judge(event, call) : { statusCode: 200, body: JSON.stringify(event) }
  const served = startHttpApi(api, { handler })
  const judged = () => served.calls.filter(({ functionArn }) => functionArn === AUTHORIZER)
  return { ...served, judged, questions: () => judged().map(({ payload }) => JSON.parse(payload.toString()) as object) }
}

const outcome = async (judge: Handler, definition?: Partial<HttpAuthorizerDefinition>, path = '/x', call = CALL) => {
  const response = await guarded(judge, definition).call(path, call)
  return [response.status, response.status === 200 ? 'in' : textOf(response)]
}
const FORBIDDEN = [403, '{"message":"Forbidden"}']
const ERROR = [500, '{"message":"Internal Server Error"}']
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']

describe('a function says of a caller', () => {
  it('in a word whether he may (12.3.1, 12.3.4)', async () => {
    expect(await outcome(() => ({ isAuthorized: true }))).toEqual([200, 'in'])
    expect(await outcome(() => ({ isAuthorized: false }))).toEqual(FORBIDDEN)
  })
  it.each<[string, object, string, unknown[]]>([
    ['allows this', policy('Allow', `${ARN}/GET/x`), '/x', [200, 'in']],
    ['allows what is like it', policy('Allow', `${ARN}/GET/y/*`), '/y/7', [200, 'in']],
    ['allows something else', policy('Allow', `${ARN}/POST/x`), '/x', FORBIDDEN],
    ['denies', policy('Deny', '*'), '/x', FORBIDDEN],
    ['allows in another case', policy('allow', '*'), '/x', [200, 'in']],
    ['denies in another case', policy('deny', '*'), '/x', FORBIDDEN],
  ])('by a policy that %s (12.3.1, 12.3.4)', async (_, answer, path, expected) => {
    expect(await outcome(() => answer, withPolicies, path)).toEqual(expected)
    const format1 = { authorizerPayloadFormatVersion: '1.0' as const, enableSimpleResponses: undefined }
    expect(await outcome(() => answer, format1, path)).toEqual(expected)
  })
  it('of a path as the route reads it, not as it is spelled', async () => {
    const deny = {
      principalId: 'me',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: '*', Resource: `${ARN}/GET/x` },
          { Effect: 'Deny', Action: '*', Resource: `${ARN}/GET/y/1/z` },
        ],
      },
    }
    for (const path of ['/x', '//x', '/%78']) expect(await outcome(() => deny, withPolicies, path)).toEqual(FORBIDDEN)
    expect(await outcome(() => deny, withPolicies, '/y/1%2Fz')).toEqual([200, 'in'])
  })
  it('Unauthorized (12.3.5)', async () => {
    expect(await outcome(() => new Failed({ errorMessage: 'Unauthorized' }))).toEqual(UNAUTHORIZED)
    expect(await outcome(() => ({ errorMessage: 'Unauthorized' }))).toEqual(UNAUTHORIZED)
  })
  it.each<[string, Handler, Partial<HttpAuthorizerDefinition>]>([
    ['another error', () => new Failed({ errorMessage: 'unauthorized' }), {}],
    ['nothing', () => null, {}],
    ['no JSON', () => 'x', {}],
    ['a list', () => [], {}],
    ['no word', () => ({ context: {} }), {}],
    ['a word of another type', () => ({ isAuthorized: 'true' }), {}],
    ['a context that is a text', () => ({ isAuthorized: true, context: 'x' }), {}],
    ['a word where it is to be a policy', () => ({ isAuthorized: true }), withPolicies],
    ['a policy where it is to be a word', () => policy('Allow', '*'), {}],
    ['a policy that is none', () => ({ principalId: 'me', policyDocument: {} }), withPolicies],
    ['a policy of nobody', () => ({ ...policy('Allow', '*'), principalId: undefined }), withPolicies],
  ])('%s, which lets nobody in (12.3.6)', async (_, judge, definition) => {
    expect(await outcome(judge, definition)).toEqual(ERROR)
  })
  it.each(['denied', 'missing', 'throttled', 'not-runnable', 'too-large'] as const)(
    'nothing, for it is %s (12.3.6)',
    async (reason) => {
      const judge = () => {
        throw new FunctionRefusal(reason, 'no')
      }
      expect(await outcome(judge)).toEqual(ERROR)
    },
  )
})

describe('the function is asked', () => {
  it('for this authorizer (12.3.10), or as a role', async () => {
    const served = guarded(() => ({ isAuthorized: true }))
    await served.call('/x', CALL)
    expect(served.judged()[0]?.principal).toEqual({
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${API}/authorizers/auth1`,
      sourceAccount: '000000000000',
    })
    const asRole = guarded(() => ({ isAuthorized: true }), {
      authorizerCredentialsArn: 'arn:aws:iam::000000000000:role/r',
    })
    await asRole.call('/x', CALL)
    expect(asRole.judged()[0]?.principal).toBe('account')
  })
  it('in the format 2.0 (12.3.2)', async () => {
    const served = guarded(() => ({ isAuthorized: true }))
    await served.call('/y/7', { ...CALL, query: 'a=1', body: 'hidden' })
    const [event] = served.questions()
    expect(event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: `${ARN}/GET/y/7`,
      identitySource: ['secret'],
      routeKey: 'GET /y/{id}',
      rawPath: '/y/7',
      rawQueryString: 'a=1',
      headers: { authorization: 'secret' },
      queryStringParameters: { a: '1' },
      pathParameters: { id: '7' },
      requestContext: { http: { method: 'GET' } },
    })
    expect(event).not.toHaveProperty('body')
  })
  it('in the format 1.0 (12.3.2)', async () => {
    const served = guarded(() => policy('Allow', '*'), {
      authorizerPayloadFormatVersion: '1.0',
      identitySource: ['$request.header.Authorization', '$request.querystring.a'],
    })
    await served.call('/x', { ...CALL, query: 'a=1' })
    expect(served.questions()[0]).toMatchObject({
      version: '1.0',
      type: 'REQUEST',
      methodArn: `${ARN}/GET/x`,
      identitySource: 'secret,1',
      authorizationToken: 'secret,1',
      resource: '/x',
      httpMethod: 'GET',
    })
  })
  it('only with all identity sources, whose names have rules of their own (12.3.3)', async () => {
    const identitySource = ['$request.header.x-a', '$request.querystring.Q', '$context.httpMethod', '$stageVariables.v']
    const api = httpApi({ 'GET /x': GUARD }, toFunction(), authorizedBy(authorizer({ identitySource })))
    const stages = { $default: { variables: { v: '1' } } }
    const { call, calls } = startHttpApi(api, { handler: () => ({ isAuthorized: true, statusCode: 200 }), stages })
    expect((await call('/x', { headers: { 'X-A': '1' }, query: 'Q=1' })).status).toBe(200)
    const asked = calls.length
    for (const missing of [
      { query: 'Q=1' },
      { headers: { 'X-A': '1' }, query: 'q=1' },
      { headers: { 'X-A': '' }, query: 'Q=1' },
    ]) {
      const response = await call('/x', missing)
      expect([response.status, textOf(response)]).toEqual(UNAUTHORIZED)
    }
    expect(calls).toHaveLength(asked)
  })
})

describe('what it has said of the caller', () => {
  const context = { text: 'a', number: 1, flag: true, map: { deep: [1] } }
  const authorizerOf = async (
    format: '1.0' | '2.0',
    answer: object,
    definition?: Partial<HttpAuthorizerDefinition>,
  ) => {
    const response = await guarded(() => answer, definition, format).call('/x', CALL)
    return (JSON.parse(textOf(response)) as { requestContext: { authorizer: unknown } }).requestContext.authorizer
  }

  it('is in events with its types (12.3.7)', async () => {
    expect(await authorizerOf('2.0', { isAuthorized: true, context })).toEqual({ lambda: context })
    expect(await authorizerOf('1.0', { ...policy('Allow', '*'), context }, withPolicies)).toEqual({
      ...context,
      principalId: 'me',
      integrationLatency: 0,
    })
  })
  it('is null where it has said nothing', async () => {
    expect(await authorizerOf('2.0', { isAuthorized: true })).toEqual({ lambda: null })
  })
})

describe('an answer is remembered (12.3.8)', () => {
  const times = async (definition: Partial<HttpAuthorizerDefinition>, ...calls: [string, Call][]) => {
    const served = guarded(() => ({ isAuthorized: true }), definition)
    for (const [path, call] of calls) await served.call(path, call)
    return served.judged().length
  }
  const TTL = { authorizerResultTtlInSeconds: 60 }

  it('not unless that is asked for', async () => {
    expect(await times({}, ['/x', CALL], ['/x', CALL])).toBe(2)
    expect(await times({ authorizerResultTtlInSeconds: 0 }, ['/x', CALL], ['/x', CALL])).toBe(2)
  })
  it('for all routes and the same identity', async () => {
    expect(await times(TTL, ['/x', CALL], ['/y/1', CALL])).toBe(1)
    expect(await times(TTL, ['/x', CALL], ['/x', { headers: { Authorization: 'other' } }])).toBe(2)
  })
  it('for each route where its key is an identity source', async () => {
    const identitySource = ['$request.header.Authorization', '$context.routeKey']
    expect(await times({ ...TTL, identitySource }, ['/x', CALL], ['/x', CALL], ['/y/1', CALL], ['/y/2', CALL])).toBe(2)
  })
  it('until its time is over, or all are forgotten', async () => {
    const served = guarded(() => ({ isAuthorized: true }), TTL)
    await served.call('/x', CALL)
    served.clock.advance(59_999)
    await served.call('/x', CALL)
    expect(served.judged()).toHaveLength(1)
    served.clock.advance(1)
    await served.call('/x', CALL)
    expect(served.judged()).toHaveLength(2)
    served.flushAuthorizers()
    await served.call('/x', CALL)
    expect(served.judged()).toHaveLength(3)
  })
  it('also a refusal, and a policy is asked anew for each route', async () => {
    const served = guarded(() => policy('Allow', `${ARN}/GET/x`), { ...TTL, ...withPolicies })
    expect((await served.call('/x', CALL)).status).toBe(200)
    expect((await served.call('/y/1', CALL)).status).toBe(403)
    expect(served.judged()).toHaveLength(1)
  })
})
