import { CreateApiCommand, CreateIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createHttpApi } from '../support/http-api.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { tokenFor } from '../support/tokens.ts'
import { until } from '../support/until.ts'

const origin = inject('origin')
const ACCOUNT = '444400000045'
const { cognito, httpApi, logs } = awsClients({ origin, account: ACCOUNT })
const clients = { httpApi, origin }
const { start, close } = backends()
afterAll(close)

let backend: string
beforeAll(async () => {
  backend = await start((request, response) => {
    response.statusCode = Number(request.headers['x-status'] ?? 200)
    response.setHeader('access-control-allow-origin', 'https://own.test')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ url: request.url, headers: request.headers }))
  })
})

const http = () => ({
  IntegrationType: 'HTTP_PROXY' as const,
  IntegrationMethod: 'ANY',
  IntegrationUri: backend,
  PayloadFormatVersion: '1.0',
})

interface Seen {
  readonly url: string
  readonly headers: Record<string, string>
}

describe('parameters', () => {
  it('of a request are changed (api-gateway 12.5.6)', async () => {
    const RequestParameters = {
      'append:header.x-body': '$request.body.name',
      'overwrite:header.x-path': '$request.path.id',
      'remove:header.x-gone': "''",
      'append:querystring.q': '$request.header.X-In',
      'remove:querystring.r': "''",
      'append:header.x-mixed': `$\{context.httpMethod} $\{stageVariables.color}`,
      'append:header.x-static': 'text',
      'overwrite:path': `/new/$\{request.path.id}`,
    }
    const { call } = await createHttpApi(clients, {
      integrations: { http: { ...http(), RequestParameters } },
      routes: { 'POST /p/{id}': {} },
      stages: { $default: { StageVariables: { color: 'red' } } },
    })
    const headers = { 'x-in': 'a b', 'x-gone': '1', 'content-type': 'application/json' }
    const response = await call('/p/7?r=1&s=2', { method: 'POST', headers, body: '{"name":"Ada"}' })
    const seen = (await response.json()) as Seen
    expect(seen.url).toBe('/new/7?s=2&q=a%20b')
    expect(seen.headers).toMatchObject({ 'x-body': 'Ada', 'x-path': '7', 'x-mixed': 'POST red', 'x-static': 'text' })
    expect(seen.headers).not.toHaveProperty('x-gone')
  })

  it('of a response are changed by its status (api-gateway 12.5.7)', async () => {
    const ResponseParameters = {
      '500': { 'overwrite:statuscode': '403', 'append:header.x-url': '$response.body.url' },
      '404': { 'append:header.x-id': '$context.requestId', 'remove:header.content-type': "''" },
    }
    const { call } = await createHttpApi(clients, {
      integrations: { http: { ...http(), ResponseParameters } },
      routes: { 'GET /x': {} },
    })
    const failed = await call('/x', { headers: { 'x-status': '500' } })
    expect([failed.status, failed.headers.get('x-url')]).toEqual([403, '/'])
    const missing = await call('/x', { headers: { 'x-status': '404' } })
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, null])
    expect(missing.headers.get('x-id')).toBe(missing.headers.get('apigw-requestid'))
    expect((await call('/x')).headers.get('x-url')).toBeNull()
  })

  it('cannot be headers that are reserved (api-gateway 12.5.8)', async () => {
    const { apiId: ApiId } = await createHttpApi(clients, { integrations: { http: http() }, routes: {} })
    for (const key of [
      'append:header.Authorization',
      'overwrite:header.x-amzn-a',
      'remove:header.access-control-allow-origin',
    ]) {
      const input = { ApiId, ...http(), RequestParameters: { [key]: 'x' } }
      expect(await refusalOf(httpApi.send(new CreateIntegrationCommand(input)))).toMatchObject({ status: 400 })
    }
  })
})

describe('scripts of other origins', () => {
  const CORS = {
    AllowOrigins: ['https://app.test', 'http://*'],
    AllowMethods: ['GET', 'PUT'],
    AllowHeaders: ['x-a'],
    ExposeHeaders: ['x-b'],
    MaxAge: 60,
  }
  const asking = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  })
  const corsOf = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')))

  it('are answered by the gateway (api-gateway 12.5.1, 12.5.3)', async () => {
    const { call } = await createHttpApi(clients, {
      api: { CorsConfiguration: CORS },
      integrations: { http: http() },
      routes: { 'GET /x': {} },
    })
    const response = await call('/x', asking('https://app.test'))
    expect([response.status, corsOf(response)]).toEqual([
      204,
      {
        'access-control-allow-origin': 'https://app.test',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'x-a',
        'access-control-max-age': '60',
      },
    ])
    expect(corsOf(await call('/x', asking('http://any.test')))).toMatchObject({
      'access-control-allow-origin': 'http://any.test',
    })
    expect(corsOf(await call('/x', asking('https://evil.test')))).toEqual({})
    expect((await call('/x', { method: 'OPTIONS', headers: { origin: 'https://app.test' } })).status).toBe(404)
  })

  it('get no headers of the backend in place of the settings (api-gateway 12.5.2)', async () => {
    const parts = { integrations: { http: http() }, routes: { 'GET /x': {} } }
    const set = await createHttpApi(clients, { api: { CorsConfiguration: CORS }, ...parts })
    expect(corsOf(await set.call('/x', { headers: { origin: 'https://app.test' } }))).toEqual({
      'access-control-allow-origin': 'https://app.test',
      'access-control-expose-headers': 'x-b',
    })
    expect(corsOf(await set.call('/x', { headers: { origin: 'https://evil.test' } }))).toEqual({})
    const unset = await createHttpApi(clients, parts)
    expect(corsOf(await unset.call('/x'))).toEqual({ 'access-control-allow-origin': 'https://own.test' })
  })

  it('are let in by settings of six members (api-gateway 12.5.5)', async () => {
    const CorsConfiguration = { ...CORS, AllowOrigins: ['https://app.test'], AllowCredentials: true }
    const make = (more: object = {}) =>
      httpApi.send(
        new CreateApiCommand({
          Name: 'cors',
          ProtocolType: 'HTTP',
          CorsConfiguration: { ...CorsConfiguration, ...more },
        }),
      )
    expect((await make()).CorsConfiguration).toEqual(CorsConfiguration)
    for (const MaxAge of [-1, 0, 86_400]) expect((await make({ MaxAge })).CorsConfiguration?.MaxAge).toBe(MaxAge)
    for (const MaxAge of [-2, 86_401]) expect(await refusalOf(make({ MaxAge }))).toMatchObject({ status: 400 })
  })

  it('are caught by a $default that is closed, unless OPTIONS has a route of its own (api-gateway 12.5.4)', async () => {
    const closed = { settings: { AuthorizationType: 'AWS_IAM' as const } }
    const parts = { api: { CorsConfiguration: CORS }, integrations: { http: http() } }
    const caught = await createHttpApi(clients, { ...parts, routes: { $default: closed } })
    expect((await caught.call('/x', asking('https://app.test'))).status).toBe(403)
    const open = await createHttpApi(clients, { ...parts, routes: { $default: closed, 'OPTIONS /{proxy+}': {} } })
    expect((await open.call('/x', asking('https://app.test'))).status).toBe(204)
  })
})

it('an access log tells of claims by the name without jwt (api-gateway 12.5.10)', async () => {
  const logGroupName = uniqueName('/app/http')
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  const machine = await createMachineClient(cognito)
  const Format =
    '$context.requestId $context.routeKey $context.status $context.authorizer.claims.client_id $context.authorizer.jwt.claims.client_id $context.authorizer.error'
  const AccessLogSettings = { DestinationArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${logGroupName}`, Format }
  const Issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
  const { call } = await createHttpApi(clients, {
    integrations: { http: http() },
    authorizers: { jwt: { JwtConfiguration: { Issuer, Audience: [machine.clientId] } } },
    routes: { 'GET /x': { by: 'jwt' } },
    stages: { $default: { AccessLogSettings } },
  })
  const { access_token } = await tokenFor(origin, machine, 'orders/read')
  const good = (await call('/x', { headers: { authorization: access_token } })).headers.get('apigw-requestid')
  const bad = (await call('/x')).headers.get('apigw-requestid')
  let lines: string[] = []
  await until('two lines', async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
    lines = events.map(({ message = '' }) => message)
    return lines.length === 2
  })
  expect(lines.toSorted()).toEqual(
    [`${good} GET /x 200 ${machine.clientId} - -`, `${bad} GET /x 401 - - missing: token not provided`].toSorted(),
  )
})
