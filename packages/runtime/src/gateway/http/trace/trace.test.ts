import { expect, it } from 'vitest'
import { RequestHistory } from '../../../kernel/request-history.ts'
import { authorizedBy, httpApi, startHttpApi, toFunction } from '../http-api.harness.ts'

const GUARD = authorizedBy({
  authorizerId: 'auth1',
  name: 'tokens',
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['a'] },
})
const GUARDED = { authorizationType: 'JWT', authorizerId: 'auth1', authorizationScopes: ['rs/read'] } as const

async function traceOf(path: string) {
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies: false })
  const handler = () => ({ statusCode: 201 })
  const api = httpApi({ 'GET /x': {}, 'GET /guarded': GUARDED }, toFunction(), GUARD)
  const { call } = startHttpApi(api, { handler, requests, stages: { prod: {} } })
  const response = await call(path, { path })
  const id = response.headers.find(([name]) => name === 'apigw-requestid')?.[1] ?? ''
  const trace = requests.find(id)?.trace()
  if (!trace) throw new Error('nothing was kept')
  expect(trace.status).toBe(response.status)
  return trace
}

it('a call of an HTTP API that was answered took each step', async () => {
  const trace = await traceOf('/prod/x')
  expect(trace.steps.map(({ step, outcome, decided }) => [step, outcome, decided])).toEqual([
    ['route', 'passed', 'GET /x'],
    ['authorizer', 'passed', 'the route is open to everybody'],
    ['throttles', 'passed', 'no throttle is exceeded'],
    ['integration', 'passed', 'answered 201'],
    ['response', 'passed', '201'],
  ])
  expect(trace).not.toHaveProperty('advice')
})

it.each([
  ['/prod/xs', 'route', 'no route for GET /xs', undefined, 'nearest: GET /x.'],
  [
    '/prod/guarded',
    'authorizer',
    'no token',
    '$context.authorizer.error: missing',
    'Send what the authorizer asks for',
  ],
  ['/dev/x', 'stage', 'no stage', undefined, 'sallyport status'],
])('%s is refused by the step %s: %s', async (path, step, decided, log, advice) => {
  const trace = await traceOf(path)
  expect(trace.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({
    step,
    decided: expect.stringContaining(decided),
  })
  expect(trace.awsLogLine ?? '').toContain(log ?? '')
  expect(trace.advice).toContain(advice)
})
