import { describe, expect, it } from 'vitest'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { countingBackend } from './cache/cache.harness.ts'
import type { ApiDefinition, AuthorizerDefinition, IntegrationDefinition, MethodDefinition } from './definition.ts'
import { api, headerOf, method, mock, startGateway, textOf } from './gateway.harness.ts'

/** What a stage variable looks like in a URI. */
const variable = (name: string) => `\${stageVariables.${name}}`
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function'
const functionUri = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}:${name}/invocations`
const guard: AuthorizerDefinition = {
  id: 'guard',
  name: 'guard',
  type: 'TOKEN',
  authorizerUri: functionUri(variable('guard')),
  identitySource: 'method.request.header.Authorization',
  authorizerResultTtlInSeconds: 0,
}
const policyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** The stage's own variables, and a canary with others that gets every call. */
function serving(
  integration: IntegrationDefinition,
  variables: Record<string, string>,
  more: Partial<MethodDefinition> = {},
  settings: Partial<ApiDefinition> = {},
) {
  const { calls, http } = countingBackend()
  const asked: string[] = []
  const functions: FunctionCaller = {
    async invoke({ functionArn }) {
      asked.push(functionArn.slice(FUNCTION.length + 1))
      const payload = Buffer.from(JSON.stringify({ principalId: 'p', policyDocument }))
      return { requestId: 'r', executedVersion: '$LATEST', payload, error: false }
    },
    enqueue: () => Promise.reject(new Error('not called')),
    settled: async () => undefined,
  }
  const definition = api({ '/x': { GET: method({ integration, ...more }) } }, settings)
  const started = startGateway(definition, variables, http, undefined, functions)
  const canary = (overrides: Record<string, string>) =>
    started.change({
      canary: {
        percentTraffic: 100,
        useStageCache: false,
        deploymentId: 'dep1',
        definition,
        variables: { ...variables, ...overrides },
      },
    })
  return { ...started, calls, asked, canary }
}

const http = (uri: string, more: Partial<IntegrationDefinition> = {}) =>
  mock({ type: 'HTTP', httpMethod: 'GET', uri, requestTemplates: undefined, ...more })

describe('9.4.1: a stage variable stands', () => {
  it.each([
    [
      'for a whole address without its protocol',
      `http://${variable('v')}`,
      'a.example/b?c=1',
      'http://a.example/b?c=1',
    ],
    ['for a domain', `http://${variable('v')}/resource`, 'a.example', 'http://a.example/resource'],
    ['for a subdomain', `http://${variable('v')}.example.com/`, 'a', 'http://a.example.com/'],
    ['in a path', `http://example.com/${variable('v')}/bar`, 'a', 'http://example.com/a/bar'],
    ['in a query', `http://example.com/foo?q=${variable('v')}`, 'a', 'http://example.com/foo?q=a'],
  ])('%s of an HTTP integration', async (_where, uri, value, called) => {
    const { call, calls } = serving(http(uri), { v: value })
    await call('/prod/x')
    expect(calls[0]?.url.href).toBe(called)
  })

  it.each([
    ['name', variable('v'), 'orders', 'orders'],
    ['alias', `orders:${variable('v')}`, 'live', 'orders:live'],
  ])('for the %s of a function', async (_what, name, value, expected) => {
    const integration = mock({ type: 'AWS', httpMethod: 'POST', uri: functionUri(name) })
    const { asked, call } = serving(integration, { v: value })
    await call('/prod/x')
    expect(asked).toEqual([expected])
  })

  it('for the function of an authorizer', async () => {
    const guarded = { authorizationType: 'CUSTOM', authorizerId: 'guard' }
    const { asked, call } = serving(mock(), { guard: 'judge' }, guarded, { authorizers: { guard } })
    await call('/prod/x', { headers: { Authorization: 't' } })
    expect(asked).toEqual(['judge'])
  })

  it('in parameter mappings and templates, on both ways', async () => {
    const integration = http('http://example.com/{p}', {
      requestParameters: {
        'integration.request.path.p': 'stageVariables.v',
        'integration.request.querystring.q': 'stageVariables.v',
        'integration.request.header.H': 'stageVariables.v',
      },
      requestTemplates: { 'application/json': `$stageVariables.v ${variable('v')} $stageVariables.get("v")` },
      integrationResponses: {
        200: {
          statusCode: '200',
          responseParameters: { 'method.response.header.H': 'stageVariables.v' },
          responseTemplates: { 'application/json': '[$stageVariables.v]' },
        },
      },
    })
    const { call, calls } = serving(integration, { v: 'a' })
    const response = await call('/prod/x')
    expect([calls[0]?.url.href, calls[0]?.body.toString()]).toEqual(['http://example.com/a?q=a', 'a a a'])
    expect(calls[0]?.rawHeaders.slice(-2)).toEqual(['H', 'a'])
    expect([textOf(response), headerOf(response, 'h')]).toEqual(['[a]', 'a'])
  })

  it('in gateway responses', async () => {
    const gatewayResponses = {
      MISSING_AUTHENTICATION_TOKEN: {
        responseParameters: { 'gatewayresponse.header.H': 'stageVariables.v' },
        responseTemplates: { 'application/json': '$stageVariables.v' },
      },
    }
    const { call } = serving(mock(), { v: 'a' }, {}, { gatewayResponses })
    const response = await call('/prod/nobody')
    expect([textOf(response), headerOf(response, 'h')]).toEqual(['a', 'a'])
  })
})

it('9.4.2: a canary has its own variables in all of these places', async () => {
  const { asked, call, calls, canary } = serving(
    http(`http://${variable('host')}/`, {
      integrationResponses: {
        200: {
          statusCode: '200',
          responseTemplates: { 'application/json': '$stageVariables.word $stageVariables.host' },
        },
      },
    }),
    { host: 'a.example', word: 'own', guard: 'judge' },
    { authorizationType: 'CUSTOM', authorizerId: 'guard' },
    { authorizers: { guard } },
  )
  canary({ host: 'b.example', guard: 'other' })
  const response = await call('/prod/x', { headers: { Authorization: 't' } })
  expect([textOf(response), asked, calls[0]?.url.host]).toEqual(['own b.example', ['other'], 'b.example'])
})
