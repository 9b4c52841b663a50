import { describe, expect, it } from 'vitest'
import { FunctionRefusal } from '../../kernel/functions.ts'
import { BackendError } from '../backends/http-backend.ts'
import { type Call, createPool } from '../rest/gateway.harness.ts'
import { httpDefinitionChecks } from './checks.ts'
import type { HttpApiDefinition } from './definition.ts'
import { API, authorizedBy, httpApi, type Serving, startHttpApi, toBackend } from './http-api.harness.ts'

const pool = createPool('eu-west-1_Pool1')

async function line(
  format: string,
  call: Call = {},
  api: HttpApiDefinition = httpApi({ 'GET /x': {} }),
  serving: Serving = {},
) {
  const stages = { $default: { accessLog: { group: 'access', format } } }
  const served = startHttpApi(api, { handler: () => ({ statusCode: 201, body: 'abc' }), ...serving, stages })
  await served.call('/x', call)
  expect(served.written.map(({ target }) => [target.group, target.createGroup])).toEqual([['access', false]])
  return served.written[0]?.message
}

const variables = (...names: string[]) => names.map((name) => `$context.${name}`).join(' ')

describe('the access log of a stage has a line for each call', () => {
  it('with the names of HTTP APIs', async () => {
    const text = await line(
      variables(
        'accountId',
        'apiId',
        'stage',
        'routeKey',
        'httpMethod',
        'path',
        'protocol',
        'status',
        'responseLength',
        'requestTimeEpoch',
        'identity.sourceIp',
        'domainPrefix',
      ),
    )
    expect(text).toBe(`000000000000 ${API} $default GET /x GET /x HTTP/1.1 201 3 1767323045000 127.0.0.1 ${API}`)
  })
  it('with one id under two names', async () => {
    const [first, second] = ((await line(variables('requestId', 'extendedRequestId'))) ?? '').split(' ')
    expect(first).toMatch(/^[A-Za-z0-9+/]{15}=$/)
    expect(second).toBe(first)
  })
  it('with the integration of a function, whose own status is another thing', async () => {
    const names = [
      'integrationStatus',
      'integration.integrationStatus',
      'integration.status',
      'integrationLatency',
      'integration.requestId',
      'integrationErrorMessage',
    ]
    expect(await line(variables(...names))).toBe('200 200 201 0 invoked -')
  })
  it('with why there was no answer', async () => {
    const names = variables('status', 'integrationErrorMessage', 'error.message', 'error.messageString', 'routeKey')
    const denied = {
      handler: () => {
        throw new FunctionRefusal('denied', 'no')
      },
    }
    expect(await line(names, {}, undefined, denied)).toBe(
      '500 The IAM role configured on the integration or API Gateway doesn\'t have permissions to call the integration. Check the permissions and try again. Internal Server Error "Internal Server Error" GET /x',
    )
    expect(await line(names, {}, undefined, { handler: () => 'x' })).toMatch(
      /^500 The response from the Lambda function doesn't match the format/,
    )
    const backend = () => {
      throw new BackendError('network', 'no')
    }
    expect(await line(names, {}, httpApi({ 'GET /x': {} }, toBackend('http://b.test')), { backend })).toMatch(
      /^503 Network error/,
    )
    expect(await line(names, { method: 'PUT' })).toBe('404 - Not Found "Not Found" -')
  })
  it('with claims, and why a token was refused (12.5.10)', async () => {
    const api = httpApi(
      { 'GET /x': { authorizationType: 'JWT', authorizerId: 'a' } },
      undefined,
      authorizedBy({
        authorizerId: 'a',
        name: 'a',
        authorizerType: 'JWT',
        identitySource: ['$request.header.Authorization'],
        jwtConfiguration: { issuer: pool.issuer.issuer, audience: ['client'] },
      }),
    )
    const keys = [...pool.issuer.keys].map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid }))
    const backend = () => ({
      status: 200,
      headers: [],
      body: Buffer.from(JSON.stringify({ jwks_uri: 'https://k.test', keys })),
    })
    const names = variables(
      'authorizer.claims.sub',
      'authorizer.claims.custom:team',
      'authorizer.jwt.claims.sub',
      'authorizer.claims',
      'authorizer.error',
    )
    const told = (call: Call) => line(names, call, api, { backend })
    expect(await told({ headers: { Authorization: pool.idToken({ 'custom:team': 'blue' }) } })).toBe('user blue - - -')
    expect(await told({})).toBe('- - - - missing: token not provided')
    expect(await told({ headers: { Authorization: 'x' } })).toBe(
      '- - - - invalid_token: token contains an invalid number of segments',
    )
  })
  it('that no client can end', async () => {
    expect(
      await line('"$context.identity.userAgent" $context.requestId', { headers: { 'user-agent': '"\r\nx' } }),
    ).toMatch(/^"\\"\\r\\nx" /)
  })
  it('in a format that names the call', () => {
    const { problemWithAccessFormat } = httpDefinitionChecks
    expect(problemWithAccessFormat('$context.requestId')).toBeUndefined()
    expect(problemWithAccessFormat('$context.path')).toMatch(/must include either/)
  })
})
