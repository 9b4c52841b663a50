import { CreateStageCommand, FlushStageAuthorizersCacheCommand } from '@aws-sdk/client-api-gateway'
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { BY_REQUEST, BY_TOKEN, guardsOf, policyOf, telling } from '../support/guard.ts'
import type { MockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000038'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const guards = guardsOf({ apiGateway, lambda, origin }, ACCOUNT)

let guard: string
beforeAll(async () => {
  guard = await guards.create()
})
beforeEach(async () => {
  await guards.asked(guard)
})

/** How often the function was asked since this was last called. */
const timesAsked = async () => (await guards.asked(guard)).length

async function call(api: MockApi, headers: Record<string, string> = {}, path = '/pets'): Promise<[number, string]> {
  const response = await api.call(path, { headers })
  return [response.status, await response.text()]
}

const COUNTED = {
  responses: [
    {
      statusCode: '200',
      responseTemplates: { 'application/json': '$context.authorizer.principalId $context.authorizer.count' },
    },
  ],
}
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']
const UNUSABLE = [500, '{"message":null}']
const DENIED = [403, '{"Message":"User is not authorized to access this resource"}']
const DENIED_OUTRIGHT = [403, '{"Message":"User is not authorized to access this resource with an explicit deny"}']

describe('a function that is asked about a token', () => {
  it('lets callers in, refuses them, or fails (api-gateway 0.8, 0.9, 0.10, 2.3.1, 2.3.2, 8.8, 8.9)', async () => {
    const api = await guards.api(guard, BY_TOKEN, [{ path: '/pets', ...COUNTED }])
    const by = (told: Parameters<typeof telling>[0]) => call(api, { authorization: telling(told) })
    expect(await by({})).toEqual([200, expect.stringMatching(/^ada \d+$/)])
    expect(await by({ fails: 'Unauthorized' })).toEqual(UNAUTHORIZED)
    expect(await by({ fails: 'unauthorized' })).toEqual(UNUSABLE)
    expect(await by({ fails: 'boom' })).toEqual(UNUSABLE)
    expect(await by({ policyDocument: policyOf({ Resource: 'arn:aws:execute-api:*:*:other/*' }) })).toEqual(DENIED)
    expect(await by({ policyDocument: policyOf({ Effect: 'Deny' }) })).toEqual(DENIED_OUTRIGHT)
  })

  it('shows templates how long it took (api-gateway 8.19)', async () => {
    const responseTemplates = { 'application/json': '$context.authorizer.integrationLatency' }
    const api = await guards.api(guard, BY_TOKEN, [
      { path: '/pets', responses: [{ statusCode: '200', responseTemplates }] },
    ])
    expect(await call(api, { authorization: telling() })).toEqual([200, expect.stringMatching(/^\d+$/)])
  })

  it('is not asked without one, be its header in whatever case (api-gateway 8.10)', async () => {
    const api = await guards.api(guard, BY_TOKEN)
    expect(await call(api)).toEqual(UNAUTHORIZED)
    expect(await call(api, { Authorization: '' })).toEqual(UNAUTHORIZED)
    expect(await timesAsked()).toBe(0)
    expect((await call(api, { AUTHORIZATION: telling() }))[0]).toBe(200)
    expect(await timesAsked()).toBe(1)
  })

  it('is asked only about those that match as a whole (api-gateway 8.12)', async () => {
    const api = await guards.api(guard, { ...BY_TOKEN, identityValidationExpression: 'Bearer [a-z]+' })
    for (const authorization of ['Bearer', 'bearer abc', 'a Bearer abc', 'Bearer abc1']) {
      expect(await call(api, { authorization })).toEqual(UNAUTHORIZED)
    }
    expect(await timesAsked()).toBe(0)
    expect((await call(api, { authorization: 'Bearer abc' }))[0]).toBe(200)
  })

  it('must let API Gateway call it (api-gateway 8.17)', async () => {
    const api = await guards.api(guard, BY_TOKEN, [{ path: '/pets' }], { permitted: false })
    expect(await call(api, { authorization: telling() })).toEqual(UNUSABLE)
  })
})

describe('a function that is asked about a request', () => {
  const X_WHO = 'method.request.header.X-Who'

  it('is asked only about requests that have all identity sources (api-gateway 8.10, 8.15)', async () => {
    const identitySource = `${X_WHO}, method.request.querystring.tenant, stageVariables.zone, context.httpMethod`
    const api = await guards.api(guard, { type: 'REQUEST', identitySource, authorizerResultTtlInSeconds: 0 })
    const who = { 'X-Who': 'ada' }
    expect(await call(api, who, '/pets?tenant=a')).toEqual(UNAUTHORIZED)
    const { apiId: restApiId } = api
    const deploymentId = await api.deploy()
    const stage = { restApiId, deploymentId, stageName: 'zoned', variables: { zone: 'z' } }
    await apiGateway.send(new CreateStageCommand(stage))
    const inZone = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${origin}/_aws/execute-api/${restApiId}/zoned${path}`, { headers })).status
    expect(await inZone('/pets', who)).toBe(401)
    expect(await inZone('/pets?tenant=', who)).toBe(401)
    expect(await inZone('/pets?tenant=a', {})).toBe(401)
    expect(await timesAsked()).toBe(0)
    expect(await inZone('/pets?tenant=a', who)).toBe(200)
    expect(await inZone('/pets?tenant=a', { 'x-wHO': 'ada' })).toBe(200)
    expect(await timesAsked()).toBe(2)
  })

  it('is always asked where none is needed and nothing is remembered (api-gateway 8.11)', async () => {
    const api = await guards.api(guard, BY_REQUEST)
    expect([(await call(api))[0], (await call(api))[0]]).toEqual([200, 200])
    expect(await timesAsked()).toBe(2)
  })

  it('is asked whatever form is wanted of tokens (api-gateway 8.12)', async () => {
    const api = await guards.api(guard, { ...BY_REQUEST, identitySource: X_WHO, identityValidationExpression: 'no' })
    expect((await call(api, { 'X-Who': 'ada' }))[0]).toBe(200)
  })
})

describe('what a function has answered', () => {
  it('is remembered for a header’s value, on this stage, of this authorizer (api-gateway 8.14)', async () => {
    const api = await guards.api(guard, BY_TOKEN, [
      { path: '/pets', ...COUNTED },
      { path: '/other', ...COUNTED },
    ])
    const policyDocument = policyOf({ Resource: '*' })
    const authorization = telling({ policyDocument })
    const first = await call(api, { authorization })
    expect(await call(api, { authorization })).toEqual(first)
    expect(await call(api, { authorization }, '/other')).toEqual(first)
    expect(await timesAsked()).toBe(1)
    expect(await call(api, { authorization: telling({ policyDocument, more: 1 }) })).not.toEqual(first)
    expect(await timesAsked()).toBe(1)

    const { apiId: restApiId } = api
    const deploymentId = await api.deploy()
    await apiGateway.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'second' }))
    await fetch(`${origin}/_aws/execute-api/${restApiId}/second/pets`, { headers: { authorization } })
    expect(await timesAsked()).toBe(1)

    await guards.protect(api, '/other', 'GET', await guards.authorizer(restApiId, guard))
    await api.deploy()
    await call(api, { authorization }, '/other')
    expect(await timesAsked()).toBe(1)

    await apiGateway.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName: 'test' }))
    expect(await call(api, { authorization })).not.toEqual(first)
  })

  it('is remembered for all identity sources in their order (api-gateway 8.14)', async () => {
    const identitySource = 'method.request.header.X-A, method.request.header.X-B'
    const api = await guards.api(guard, { type: 'REQUEST', identitySource, authorizerResultTtlInSeconds: 3600 })
    for (const [a, b] of ['1 2', '1 2', '2 1', '12 1', '1 21'].map((pair) => pair.split(' '))) {
      expect((await call(api, { 'X-A': a ?? '', 'X-B': b ?? '' }))[0]).toBe(200)
    }
    expect(await timesAsked()).toBe(4)
  })

  it('is not remembered where the lifetime is zero (api-gateway 8.14)', async () => {
    const api = await guards.api(guard, { ...BY_TOKEN, authorizerResultTtlInSeconds: 0 })
    const authorization = telling()
    expect([await call(api, { authorization }), await call(api, { authorization })].map(([status]) => status)).toEqual([
      200, 200,
    ])
    expect(await timesAsked()).toBe(2)
    const longer = guards.authorizer(api.apiId, guard, { ...BY_TOKEN, authorizerResultTtlInSeconds: 3601 })
    expect(await refusalOf(longer)).toMatchObject({ name: 'BadRequestException', status: 400 })
  })

  it('is a policy that is held against each method anew (api-gateway 8.14)', async () => {
    const api = await guards.api(guard, BY_TOKEN, [{ path: '/pets' }, { path: '/other' }])
    const authorization = telling()
    expect((await call(api, { authorization }))[0]).toBe(200)
    expect(await call(api, { authorization }, '/other')).toEqual(DENIED)
    expect(await timesAsked()).toBe(1)
  })
})

describe('beside a policy of the API', () => {
  const policyFor = (Effect: string, Resource: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
    })
  const guarded = (policy: string) => guards.api(guard, BY_TOKEN, [{ path: '/pets' }], { policy })
  const nobody = telling({ policyDocument: policyOf({ Resource: 'arn:aws:execute-api:*:*:other/*' }) })
  const enemy = telling({ policyDocument: policyOf({ Effect: 'Deny' }) })

  it('what that denies is not asked of the function (api-gateway 8.20)', async () => {
    const api = await guarded(policyFor('Deny', 'execute-api:/*'))
    expect(await call(api, { authorization: telling() })).toEqual([
      403,
      expect.stringContaining('with an explicit deny in a resource-based policy'),
    ])
    expect(await timesAsked()).toBe(0)
  })

  it('one of both must allow, and none may deny (api-gateway 8.20)', async () => {
    const open = await guarded(policyFor('Allow', 'execute-api:/*'))
    expect((await call(open, { authorization: telling() }))[0]).toBe(200)
    expect((await call(open, { authorization: nobody }))[0]).toBe(200)
    expect(await call(open, { authorization: enemy })).toEqual(DENIED_OUTRIGHT)
    const silent = await guarded(policyFor('Allow', 'execute-api:/test/GET/others'))
    expect((await call(silent, { authorization: telling() }))[0]).toBe(200)
    expect(await call(silent, { authorization: nobody })).toEqual(DENIED)
  })
})

describe('CreateAuthorizer refuses', () => {
  it.each([
    ['a request without identity sources whose answers are remembered', { type: 'REQUEST' as const }, undefined],
    ['a token from nowhere', BY_TOKEN, undefined],
    ['a token in the query', BY_TOKEN, 'method.request.querystring.token'],
    ['a token in two places', BY_TOKEN, 'method.request.header.A, method.request.header.B'],
  ])('%s (api-gateway 8.13)', async (_, settings, identitySource) => {
    const { apiId } = await guards.api(guard, BY_TOKEN)
    const made = guards.authorizer(apiId, guard, { ...settings, identitySource })
    expect(await refusalOf(made)).toMatchObject({ name: 'BadRequestException', status: 400 })
  })
})
