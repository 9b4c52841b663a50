import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createHttpApi } from '../support/http-api.ts'
import { createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { apiGateway, cognito, httpApi } = awsClients({ origin, account: '222233334455' })

interface Trace {
  readonly requestId: string
  readonly status: number
  readonly steps: readonly {
    readonly step: string
    readonly outcome: string
    readonly decided: string
    readonly looked: Readonly<Record<string, unknown>>
  }[]
  readonly awsLogLine?: string
  readonly advice?: string
}

let machine: MachineClient
let api: ProtectedApi
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
})

async function traceOf(response: Response, header = 'x-amzn-requestid'): Promise<Trace> {
  const id = response.headers.get(header) ?? ''
  const answer = await fetch(`${origin}/_sallyport/requests/${encodeURIComponent(id)}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Trace
}

describe('a call is explained by the id that it was answered with', () => {
  it('when its token lacks the scope', async () => {
    const { access_token: token } = await tokenFor(origin, machine, 'orders/write')
    const response = await fetch(api.url(origin), { headers: { authorization: token } })
    const trace = await traceOf(response)
    expect([response.status, trace.status]).toEqual([401, 401])
    expect(trace.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({
      step: 'authorizer',
      decided: 'token has scopes [orders/write], method wants one of [orders/read]',
    })
    expect(trace.awsLogLine).toBe(`(${trace.requestId}) Unauthorized request: ${trace.requestId}`)
    expect(trace.advice).toContain('ask the token endpoint for scope orders/read')
    expect(JSON.stringify(trace)).not.toContain(token.slice(-40))
  })

  it('when it was let in', async () => {
    const { access_token: token } = await tokenFor(origin, machine, 'orders/read')
    const trace = await traceOf(await fetch(api.url(origin), { headers: { authorization: token } }))
    expect(trace.steps.map(({ outcome }) => outcome)).toEqual(Array(7).fill('passed'))
    expect(trace.advice).toBeUndefined()
  })

  it('when there is no such API', async () => {
    const trace = await traceOf(await fetch(`${origin}/_aws/execute-api/nosuchapi1/prod/x`))
    expect(trace).toMatchObject({ status: 403, steps: [{ step: 'stage', outcome: 'refused' }] })
  })
})

describe('a call of an HTTP API is explained', () => {
  const found = ({ steps }: Trace, name: string) => steps.find(({ step }) => step === name)
  it('with what its token says, let in or not, and the routes that it did not take', async () => {
    const IntegrationUri = 'http://127.0.0.1:9/'
    const http = {
      IntegrationType: 'HTTP_PROXY' as const,
      IntegrationMethod: 'ANY',
      IntegrationUri,
      PayloadFormatVersion: '1.0',
    }
    const Issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
    const { call } = await createHttpApi(
      { httpApi, origin },
      {
        integrations: { http },
        authorizers: { tokens: { JwtConfiguration: { Issuer, Audience: [machine.clientId] } } },
        routes: {
          'GET /orders': { by: 'tokens', settings: { AuthorizationScopes: ['orders/read'] } },
          'ANY /{proxy+}': {},
        },
      },
    )
    for (const [scope, status] of [
      ['orders/read', 503],
      ['orders/write', 403],
    ] as const) {
      const { access_token: authorization } = await tokenFor(origin, machine, scope)
      const response = await call('/orders', { headers: { authorization } })
      const trace = await traceOf(response, 'apigw-requestid')
      expect(found(trace, 'route')?.looked.others).toEqual(['ANY /{proxy+}: its path says less'])
      expect(found(trace, 'authorizer')?.looked).toMatchObject({
        scopesWanted: ['orders/read'],
        token: { client: machine.clientId, issuer: Issuer, scopes: [scope] },
      })
      expect([scope, response.status < 500 ? response.status : 503]).toEqual([scope, status])
    }
  })
})

it('a template that failed is explained by its line', async () => {
  const template = '{\n  "id": "$input.params(\'id\').substring(9)"\n}'
  const responses = [{ statusCode: '200', responseTemplates: { 'application/json': template } }]
  const mock = await createMockApi({ apiGateway, origin }, [{ path: '/{id}', responses }, { path: '/fixed' }])
  const trace = await traceOf(await mock.call('/7'))
  expect(trace.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
    step: 'response mapping',
    looked: { line: 2, lineText: template.split('\n')[1]?.trim() },
  })
  expect(trace.advice).toContain('Mend line 2 of the mapping template')
  const { steps } = await traceOf(await mock.call('/fixed'))
  expect(steps[0]).toMatchObject({ step: 'route', looked: { others: ['GET /{id}: its path says less'] } })
})

it('a token request is explained by its own id', async () => {
  const form = { grant_type: 'client_credentials', scope: 'orders/fly' }
  const response = await requestToken({ origin, ...machine, form })
  const trace = await traceOf(response, 'x-amz-cognito-request-id')
  expect(trace).toMatchObject({ status: 400, plane: 'oauth', api: machine.domain })
  expect(trace.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({ step: 'scopes' })
  expect(trace.advice).toContain('orders/fly does not exist')
  expect(JSON.stringify(trace)).not.toContain(machine.clientSecret)
})

it('the last requests are listed, the newest first', async () => {
  const response = await fetch(api.url(origin))
  const { requests } = (await (await fetch(`${origin}/_sallyport/requests?limit=50`)).json()) as { requests: Trace[] }
  expect(requests.map(({ requestId }) => requestId)).toContain(response.headers.get('x-amzn-requestid'))
  expect(requests[0]).not.toHaveProperty('steps')
})

it('an id that is not kept is 404', async () => {
  const answer = await fetch(`${origin}/_sallyport/requests/gone`)
  expect([answer.status, await answer.json()]).toEqual([404, { error: expect.stringContaining('"gone"') }])
})
