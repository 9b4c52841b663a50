import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, GUARD, permit, type TestedHttpApi } from '../support/http-api.ts'

const origin = inject('origin')
const ACCOUNT = '444400000043'
const { httpApi, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)

let echo: string
let guard: string
let api: TestedHttpApi
beforeAll(async () => {
  ;[echo, guard] = await Promise.all([functions.create(ECHO), functions.create(GUARD)])
  await permit(lambda, echo)
  api = await guarded()
})

const uriOf = (name: string, region = 'us-east-1') =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functions.arnOf(name)}/invocations`

async function guarded(settings: object = {}, { permitted = true } = {}): Promise<TestedHttpApi> {
  const IntegrationUri = functions.arnOf(echo)
  const usual = {
    AuthorizerType: 'REQUEST' as const,
    AuthorizerUri: uriOf(guard),
    AuthorizerPayloadFormatVersion: '2.0',
    AuthorizerResultTtlInSeconds: 0,
    EnableSimpleResponses: true,
  }
  const by = { by: 'guard', settings: { AuthorizationType: 'CUSTOM' as const } }
  const made = await createHttpApi(
    { httpApi, origin },
    {
      integrations: { two: { IntegrationUri }, one: { IntegrationUri, PayloadFormatVersion: '1.0' } },
      authorizers: { guard: { ...usual, ...settings } },
      routes: { 'GET /x': by, 'GET /y': by, 'GET /one': { ...by, to: 'one' } },
    },
  )
  const { guard: id } = made.authorizerIds
  if (permitted) {
    await permit(lambda, guard, `arn:aws:execute-api:us-east-1:${ACCOUNT}:${made.apiId}/authorizers/${id}`)
  }
  return made
}

const saying = (verdict: unknown, authorization = 'me') => ({
  headers: { authorization, 'x-verdict': typeof verdict === 'string' ? verdict : JSON.stringify(verdict) },
})
const policy = (Effect: string, Resource = '*') => ({
  principalId: 'ada',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
  context: { color: 'red' },
})

interface Event {
  readonly requestContext: { readonly authorizer: Record<string, { asked: number; event: Record<string, unknown> }> }
}
const me = { headers: { authorization: 'me' } }
const authorizerOf = async (path: string, init: RequestInit, { call } = api) =>
  ((await (await call(path, init)).json()) as Event).requestContext.authorizer

const FORBIDDEN = [403, '{"message":"Forbidden"}']
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']
const ERROR = [500, '{"message":"Internal Server Error"}']

describe('a function behind an authorizer', () => {
  it('says in a word or by a policy who may (api-gateway 12.3.1, 12.3.4)', async () => {
    expect((await api.told('/x', saying({ isAuthorized: true })))[0]).toBe(200)
    expect(await api.told('/x', saying({ isAuthorized: false }))).toEqual(FORBIDDEN)
    for (const format of [
      { EnableSimpleResponses: false },
      { AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: false },
    ]) {
      const byPolicy = await guarded(format)
      expect((await byPolicy.told('/x', saying(policy('Allow'))))[0]).toBe(200)
      expect(await byPolicy.told('/x', saying(policy('Deny')))).toEqual(FORBIDDEN)
      expect(await byPolicy.told('/x', saying(policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/y')))).toEqual(FORBIDDEN)
    }
  })

  it('is asked in the format 2.0 (api-gateway 12.3.2)', async () => {
    const { lambda } = await authorizerOf('/x?a=1', { headers: { authorization: 'me', cookie: 'c=1' } })
    expect(lambda?.event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: `arn:aws:execute-api:us-east-1:${ACCOUNT}:${api.apiId}/$default/GET/x`,
      identitySource: ['me'],
      routeKey: 'GET /x',
      rawPath: '/x',
      rawQueryString: 'a=1',
      cookies: ['c=1'],
      queryStringParameters: { a: '1' },
    })
  })

  it('is not asked without an identity (api-gateway 12.3.3)', async () => {
    expect(await api.told('/x')).toEqual(UNAUTHORIZED)
    const several = await guarded({ IdentitySource: ['$request.header.X-Who', '$request.querystring.Q'] })
    expect((await several.told('/x?Q=1', { headers: { 'x-who': 'me' } }))[0]).toBe(200)
    expect(await several.told('/x?q=1', { headers: { 'x-who': 'me' } })).toEqual(UNAUTHORIZED)
    expect(await several.told('/x?Q=1')).toEqual(UNAUTHORIZED)
  })

  it('may answer Unauthorized (api-gateway 12.3.5)', async () => {
    expect(await api.told('/x', saying('fail'))).toEqual(UNAUTHORIZED)
  })

  it('lets nobody in with an answer that means nothing, or where it may not be called (api-gateway 12.3.6, 12.3.10)', async () => {
    for (const verdict of ['null', '[]', '{}', { isAuthorized: 'yes' }]) {
      expect(await api.told('/x', saying(verdict))).toEqual(ERROR)
    }
    const denied = await guarded({}, { permitted: false })
    expect(await denied.told('/x', me)).toEqual(ERROR)
  })

  it('tells integrations what it knows (api-gateway 12.3.7)', async () => {
    expect(await authorizerOf('/x', saying({ isAuthorized: true, context: { n: 1, list: [true] } }))).toEqual({
      lambda: { n: 1, list: [true] },
    })
    const byPolicy = await guarded({ EnableSimpleResponses: false })
    expect(await authorizerOf('/one', saying(policy('Allow')), byPolicy)).toEqual({
      color: 'red',
      principalId: 'ada',
      integrationLatency: expect.any(Number) as number,
    })
  })

  it('is asked each time, or once for an identity (api-gateway 12.3.8)', async () => {
    const times = async (api: TestedHttpApi, ...paths: string[]) => {
      const asked: number[] = []
      for (const path of paths) asked.push((await authorizerOf(path, me, api)).lambda?.asked ?? 0)
      return new Set(asked).size
    }
    expect(await times(api, '/x', '/x')).toBe(2)
    const remembering = { AuthorizerResultTtlInSeconds: 60 }
    expect(await times(await guarded(remembering), '/x', '/x', '/y')).toBe(1)
    const IdentitySource = ['$request.header.Authorization', '$context.routeKey']
    expect(await times(await guarded({ ...remembering, IdentitySource }), '/x', '/x', '/y')).toBe(2)
  })

  it('may be named in any Region of API Gateway (api-gateway 12.3.9)', async () => {
    const elsewhere = await guarded({ AuthorizerUri: uriOf(guard, 'eu-west-1') })
    expect((await elsewhere.told('/x', me))[0]).toBe(200)
  })
})
