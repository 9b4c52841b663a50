import {
  CreateDeploymentCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { eventFunction } from '../support/event-function.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { claimsOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '333300000078'
const { apiGateway, cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const { start: backend, close } = backends()
afterAll(close)

let machine: MachineClient
let token: string
let claims: Record<string, unknown>
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  token = (await tokenFor(origin, machine, 'orders/read orders/write')).access_token
  claims = claimsOf(token)
})

/** `Wed May 18 12:31:07 UTC 2022`, of seconds. */
function javaDate(seconds: unknown): string {
  const [, day, date, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(Number(seconds) * 1000).toUTCString()) ?? []
  return `${day} ${month} ${date} ${time} UTC ${year}`
}

/** The claims as the gateway hands them over. */
const handedOver = () => ({
  ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)])),
  exp: javaDate(claims.exp),
  iat: javaDate(claims.iat),
})

async function withIntegration(settings: object, response: object = {}) {
  const { apiId: restApiId, resourceId, url } = await createProtectedApi(apiGateway, [machine.poolArn])
  const at = { restApiId, resourceId, httpMethod: 'GET' }
  await apiGateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK', ...settings }))
  await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode: '201' }))
  await apiGateway.send(new PutIntegrationResponseCommand({ ...at, statusCode: '201', ...response }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
  const answer = await fetch(url(origin), { headers: { authorization: token } })
  return { status: answer.status, body: await answer.text() }
}

const says = (template: string) =>
  withIntegration(
    { requestTemplates: { 'application/json': '{"statusCode": 201}' } },
    { responseTemplates: { 'application/json': template } },
  )

describe('the claims of an access token', () => {
  it('are texts in the event of a function, times as Java writes them (api-gateway 3.4.1, 3.4.2, 3.4.3, 3.4.4)', async () => {
    const { integration } = await eventFunction(lambda, ACCOUNT)
    const { status, body } = await withIntegration({ ...integration })
    expect(status).toBe(200)
    const { authorizer } = (JSON.parse(body) as { requestContext: { authorizer: unknown } }).requestContext
    expect(authorizer).toEqual({ claims: handedOver() })
    expect(Object.keys(claims).sort()).toEqual(
      ['auth_time', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub', 'token_use', 'version'].sort(),
    )
  })

  it('are read by templates one by one, and print nothing as a whole (api-gateway 3.4.6)', async () => {
    const { body } = await says(
      "$context.authorizer.claims.sub|$context.authorizer.claims['token_use']|$context.authorizer.claims.exp|" +
        '$context.authorizer.claims|$context.authorizer.claims.none|' +
        '#foreach($name in $context.authorizer.claims.keySet())#if($name == "scope")' +
        '$context.authorizer.claims.get($name)#end#end',
    )
    expect(body).toBe(`${claims.sub}|access|${javaDate(claims.exp)}|||${claims.scope}`)
  })

  it('are mapped one by one (api-gateway 3.4.7)', async () => {
    const uri = await backend((request, response) => {
      response.end(JSON.stringify({ sub: request.headers['x-sub'], iat: request.headers['x-iat'] }))
    })
    const { body } = await withIntegration(
      {
        type: 'HTTP',
        integrationHttpMethod: 'GET',
        uri,
        requestParameters: {
          'integration.request.header.X-Sub': 'context.authorizer.claims.sub',
          'integration.request.header.X-Iat': 'context.authorizer.claims.iat',
        },
      },
      { selectionPattern: '' },
    )
    expect(JSON.parse(body)).toEqual({ sub: claims.sub, iat: javaDate(claims.iat) })
  })
})
