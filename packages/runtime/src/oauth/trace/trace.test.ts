import { expect, it } from 'vitest'
import { RequestHistory } from '../../kernel/request-history.ts'
import { accessTokenOf, basicOf, SECRET, startPlane } from '../oauth.harness.ts'
import type { OAuthClient } from '../ports.ts'

interface Given {
  readonly client?: Partial<OAuthClient>
  readonly authorization?: string
  readonly keepsBodies?: boolean
}

async function traceOf(form: string, { authorization, client, keepsBodies = false }: Given = {}) {
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies })
  const { post } = await startPlane(client, requests)
  const response = await post(form, authorization)
  const id = response.headers.find(([name]) => name === 'x-amz-cognito-request-id')?.[1] ?? ''
  const trace = requests.find(id)?.trace()
  if (!trace) throw new Error('nothing was kept')
  expect(trace.status).toBe(response.status)
  return { response, trace }
}

const FORM = 'grant_type=client_credentials'

it('a token request that was granted took each step, and shows neither secret nor token', async () => {
  const { response, trace } = await traceOf(`${FORM}&scope=api/read`)
  expect(trace).toMatchObject({ plane: 'oauth', api: 'partners', method: 'POST', path: '/oauth2/token', status: 200 })
  expect(trace.steps).toEqual([
    {
      step: 'request',
      outcome: 'passed',
      looked: { domain: 'partners', region: 'us-east-1', grantType: 'client_credentials' },
      decided: 'client_credentials',
    },
    {
      step: 'client',
      outcome: 'passed',
      looked: { credentials: 'Authorization header', client: 'machine1', activeSecrets: 1 },
      decided: 'client machine1',
    },
    {
      step: 'scopes',
      outcome: 'passed',
      looked: {
        grants: ['client_credentials'],
        asked: 'api/read',
        allowed: ['api/read', 'api/gone', 'https://api.example.com/v1/write'],
        tokenSeconds: 3600,
      },
      decided: 'a token was given out',
    },
  ])
  const text = JSON.stringify(trace)
  for (const secret of [SECRET, accessTokenOf(response)]) expect(text).not.toContain(secret)
})

it('bodies are shown where they are asked for, without secrets of a form', async () => {
  const { response, trace } = await traceOf(`${FORM}&client_secret=${SECRET}`, { keepsBodies: true })
  expect(trace.bodies).toEqual({ request: `${FORM}&client_secret=(left out)`, response: response.body })
})

it.each<[form: string, step: string, decided: string, advice: string, given?: Given]>([
  ['', 'request', 'no grant_type', 'Mend the request'],
  ['grant_type=password', 'request', 'none that Cognito knows', 'grant_type=client_credentials'],
  [FORM, 'client', 'no client', 'Use the id of a client', { authorization: basicOf('machine2', SECRET) }],
  [FORM, 'client', 'wrong secret', 'describe-user-pool-client', { authorization: basicOf('machine1', 'x') }],
  [`${FORM}&client_id=machine1`, 'client', 'sent no secret', "Send the client's secret", { authorization: '' }],
  [`${FORM}&scope=api/admin`, 'scopes', 'is not allowed it', "Add the scope to the client's AllowedOAuthScopes"],
  [`${FORM}&scope=api/nothing`, 'scopes', 'does not exist', 'Ask for a scope as resource server and name'],
  [`${FORM}&scope=openid`, 'scopes', 'is for users', 'scopes of a resource server only'],
  [`${FORM}&scope=api/gone`, 'scopes', 'have been deleted', 'Make the scope again'],
  [FORM, 'scopes', 'no custom scope', 'Add a scope of a resource server', { client: { scopes: [] } }],
  [FORM, 'scopes', 'AllowedOAuthFlowsUserPoolClient off', 'Set AllowedOAuth', { client: { oauthEnabled: false } }],
  [FORM, 'scopes', 'not allowed the client_credentials', 'AllowedOAuthFlows', { client: { grantTypes: new Set() } }],
  ['grant_type=refresh_token&refresh_token=x', 'scopes', 'Invalid Refresh Token', 'still good'],
])('%s is refused by the step %s: %s', async (form, step, decided, advice, given) => {
  const { trace } = await traceOf(form, given)
  expect(trace.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({
    step,
    decided: expect.stringContaining(decided),
  })
  expect(trace.advice).toContain(advice)
})

async function browserTraceOf(query: string, client: Partial<OAuthClient> = {}) {
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies: false })
  const grantTypes = new Set(['authorization_code'])
  const callbackUrls = new Set(['https://app.example.com/'])
  const { ask } = await startPlane({ grantTypes, callbackUrls, scopes: ['openid'], ...client }, requests)
  const response = await ask({ method: 'GET', path: '/oauth2/authorize', query })
  const id = response.headers.find(([name]) => name === 'x-amz-cognito-request-id')?.[1] ?? ''
  return requests.find(id)?.trace()
}

const AUTHORIZE = 'client_id=machine1&redirect_uri=https%3A%2F%2Fapp.example.com%2F'

it('an authorize request that leads to a page took each step, and its state is not shown', async () => {
  const trace = await browserTraceOf(`${AUTHORIZE}&response_type=code&scope=openid&state=private`)
  expect(trace).toMatchObject({ method: 'GET', path: '/oauth2/authorize', status: 302, client: 'machine1' })
  expect(trace?.steps.map(({ step, outcome, decided }) => [step, outcome, decided])).toEqual([
    ['request', 'passed', 'a browser asks'],
    ['client', 'passed', 'client machine1'],
    ['scopes', 'passed', 'to the page /login'],
  ])
  expect(JSON.stringify(trace)).not.toContain('private')
})

it.each([
  ['', 'client', 'no client_id', 'Mend the request'],
  ['client_id=machine1&redirect_uri=https://evil.example', 'scopes', 'is no callback URL', 'letter by letter'],
  [`${AUTHORIZE}&response_type=token`, 'scopes', 'may not use the flow', 'Allow the client this flow'],
  [`${AUTHORIZE}&response_type=code&scope=api/read`, 'scopes', 'may not have scope api/read', 'AllowedOAuthScopes'],
  [`${AUTHORIZE}&response_type=code&prompt=none`, 'scopes', 'nobody is signed in', 'without prompt=none'],
])('an authorize request with %s is refused by the step %s: %s', async (query, step, decided, advice) => {
  const trace = await browserTraceOf(query)
  expect(trace?.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({
    step,
    decided: expect.stringContaining(decided),
  })
  expect(trace?.advice).toContain(advice)
})
